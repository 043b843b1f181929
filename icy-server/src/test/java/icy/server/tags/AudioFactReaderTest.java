package icy.server.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import icy.core.mpeg.TrackTags;
import icy.core.tracks.AudioKind;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AudioFactReaderTest {
    private final AudioFactReader reader = new AudioFactReader();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "others/flac.flac, 48000, 2, 1500, Others, Flac",
        "others/m4a.m4a, 44100, 2, 1500, Others, M4a",
        "others/wav.wav, 22050, 1, 1500, Others, Wav",
        "others/aiff.aiff, 22050, 1, 1500, Others, Aiff",
        "streams/vorbis.ogg, 44100, 2, 2000, Streams, Vorbis",
        "streams/opus.opus, 48000, 2, 2500, Streams, Opus",
        "streams/aac-lc.aac, 44100, 2, 2000, '', ''",
        "streams/aac-lc-mono.aac, 22050, 1, 2000, '', ''"
    })
    void eachKindSaysWhatItIs(String name, int rate, int channels, long millis, String artist, String title)
            throws IOException {
        AudioFacts facts = read(TestData.path("tracks/" + name));

        assertThat(facts.sampleRate()).isEqualTo(rate);
        assertThat(facts.channels()).isEqualTo(channels);
        assertThat(facts.duration().toMillis()).isBetween(millis - 5, millis + 100);
        assertThat(facts.bitrateKbps()).isBetween(10, 1000);
        assertThat(facts.tags().artist()).isEqualTo(artist);
        assertThat(facts.tags().title()).isEqualTo(title);
    }

    @Test
    void aCoverAndAnAlbumAreSeen() throws IOException {
        TrackTags tags = read(TestData.path("tracks/others/flac.flac")).tags();

        assertThat(tags.hasCover()).isTrue();
        assertThat(tags.album()).isEqualTo("Kinds");
    }

    @ParameterizedTest
    @EnumSource(value = AudioKind.class, mode = EnumSource.Mode.EXCLUDE, names = "MP3")
    void whatIsNoMusicIsAnErrorWithAReason(AudioKind kind) throws IOException {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        Path file = folder.resolve("noise" + endingOf(kind));
        Files.write(file, noise);

        assertThatIOException().isThrownBy(() -> reader.read(file, kind)).withMessageMatching(".+");
    }

    /** Whatever a file lacks, the answer is facts or an error in words, and no other exception. */
    @ParameterizedTest
    @CsvSource({"others/flac.flac", "others/m4a.m4a", "others/wav.wav", "others/aiff.aiff", "streams/vorbis.ogg"})
    void aFileCutAnywhereOrWithWrongBytesIsReadOrRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TestData.path("tracks/" + name));
        Random random = new Random(11);
        String ending = name.substring(name.lastIndexOf('.'));
        for (int i = 0; i < 60; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(Math.min(whole.length, 4000)) + 1);
            for (int n = 0; n < 8; n++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = folder.resolve(i + ending);
            Files.write(file, bytes);
            try {
                assertThat(read(file)).isNotNull();
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void aFileThatIsGoneIsAnError() {
        assertThatIOException().isThrownBy(() -> reader.read(folder.resolve("gone.flac"), AudioKind.FLAC));
    }

    private AudioFacts read(Path file) throws IOException {
        return reader.read(file, AudioKind.of(file).orElseThrow());
    }

    private static String endingOf(AudioKind kind) {
        return AudioKind.allEndings().stream()
                .filter(ending -> AudioKind.of(ending).equals(Optional.of(kind)))
                .findFirst()
                .orElseThrow();
    }
}

package icy.server.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileReaderTest {
    private final FileReader reader = new FileReader(new Pace(1));

    @TempDir
    Path folder;

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    @ParameterizedTest
    @CsvSource({
        "others/flac.flac, flac, 1500, true",
        "streams/opus.opus, opus, 0, false",
        "streams/aac-lc.aac, aac, 0, false",
        "streams/vorbis.ogg, vorbis, 2000, true"
    })
    void whatIsSoonToldIsToldAtOnce(String name, String codec, long millis, boolean all) throws Exception {
        FileFacts facts = reader.glance(found(TestData.path("tracks/" + name)));

        assertThat(facts.state()).isEqualTo(TrackState.OK);
        assertThat(facts.format()).isNotNull();
        assertThat(facts.format().codec()).startsWith(codec);
        assertThat(facts.durationMillis()).isBetween(millis, millis + 10);
        assertThat(facts.readThrough()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams/opus.opus", "streams/aac-lc.aac"})
    void theRestIsKnownWhenTheyAreReadThrough(String name) throws Exception {
        FileFacts facts = reader.readThrough(found(TestData.path("tracks/" + name)));

        assertThat(facts.readThrough()).isTrue();
        assertThat(facts.durationMillis()).isBetween(1_990L, 2_600L);
    }

    /** A server that is stopped in the middle of a scan must not take good files for bad ones for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "others/flac.flac",
                "others/m4a.m4a",
                "others/wav.wav",
                "streams/opus.opus",
                "streams/aac-lc.aac",
                "formats/cbr-128.mp3"
            })
    void whoIsInterruptedSaysNothingOfTheFile(String name) throws IOException {
        FoundFile file = found(TestData.path("tracks/" + name));
        Thread.currentThread().interrupt();
        try {
            assertThat(reader.glance(file).state())
                    .isEqualTo(TrackState.OK); // it needed no channel that can be interrupted
        } catch (ClosedByInterruptException e) {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatIsNoMusicIsBadAndWhatIsGoneIsTriedAgain() throws Exception {
        Path noise = folder.resolve("noise.flac");
        Files.write(noise, new byte[5_000]);

        FileFacts bad = reader.glance(found(noise));
        assertThat(bad.state()).isEqualTo(TrackState.BAD);
        assertThat(bad.unreadable()).isFalse();

        FoundFile gone = found(noise);
        Files.delete(noise);
        assertThat(reader.glance(gone).unreadable()).isTrue();
        assertThatThrownBy(() -> found(noise)).isInstanceOf(IOException.class);
    }

    private static FoundFile found(Path file) throws IOException {
        return new FoundFile(
                file.getFileName().toString(),
                file.getParent(),
                file,
                Files.size(file),
                Files.getLastModifiedTime(file).toMillis(),
                "");
    }
}

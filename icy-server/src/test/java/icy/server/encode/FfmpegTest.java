package icy.server.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class FfmpegTest {
    private static final Ffmpeg SOME = new Ffmpeg("ffmpeg", "1.0", Set.of("libmp3lame"));

    @TempDir
    Path folder;

    @Test
    void aFileCalledLikeAnOptionIsAFile() {
        assertThat(Ffmpeg.inputOf(Path.of("/-y"), Duration.ofMillis(1500)))
                .startsWith("-ss", "1.500000000")
                .containsSequence("-i", "file:/-y");
    }

    @Test
    void whatIsNoFfmpegIsNone() {
        assertThat(Ffmpeg.find("/no/such/ffmpeg")).isEmpty();
        assertThat(Ffmpeg.find("true")).isEmpty();
    }

    @Test
    void itCanMakeWhatItWasBuiltFor() {
        assertThat(SOME.canMake(OutputCodec.MP3)).isTrue();
        assertThat(SOME.canMake(OutputCodec.OPUS)).isFalse();
    }

    @Test
    void aFormatIsWhatItsCodecCanBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncodedFormat(OutputCodec.OPUS, 96_000, 44_100, 2))
                .withMessageContaining("48,000");
        assertThatIllegalArgumentException().isThrownBy(() -> new EncodedFormat(OutputCodec.FLAC, 96_000, 44_100, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new EncodedFormat(OutputCodec.MP3, 0, 44_100, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new EncodedFormat(OutputCodec.WAV, 0, 44_100, 6));
    }

    @Tag("peers")
    @ParameterizedTest
    @EnumSource
    void eachCodecIsMadeAndReadAgain(OutputCodec codec) throws IOException {
        Ffmpeg ffmpeg = Ffmpeg.find("ffmpeg").orElseThrow();
        assertThat(ffmpeg.canMake(codec)).isTrue();
        EncodedFormat format = new EncodedFormat(codec, codec.isLossy() ? 96_000 : 0, 48_000, 2);
        Path made = folder.resolve("made");

        run(
                ffmpeg,
                Stream.of(Ffmpeg.inputOf(tone(ffmpeg), Duration.ZERO), format.arguments(), List.of(made.toString())));

        assertThat(made).isNotEmptyFile();
        run(ffmpeg, Stream.of(Ffmpeg.inputOf(made, Duration.ZERO), List.of("-f", "null", "-")));
    }

    /** A playlist of files or servers, called like music: what it names must not be opened. */
    @Tag("peers")
    @Test
    void aPlaylistThatCallsItselfMusicIsNotFollowed() throws IOException {
        Ffmpeg ffmpeg = Ffmpeg.find("ffmpeg").orElseThrow();
        Path list = folder.resolve("list.mp3");
        Files.writeString(list, "ffconcat version 1.0\nfile " + tone(ffmpeg).getFileName() + "\n");
        List<String> input = Ffmpeg.inputOf(list, Duration.ZERO);

        List<String> command = ffmpeg.command(Stream.of(input, List.of("-f", "null", "-"))
                .flatMap(List::stream)
                .toList());
        try (ChildProcess child = ChildProcess.start(command)) {
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isFalse();
            assertThat(child.reason()).isNotEmpty();
        }
    }

    private Path tone(Ffmpeg ffmpeg) throws IOException {
        Path tone = folder.resolve("tone.wav");
        run(ffmpeg, Stream.of(List.of("-y", "-f", "lavfi", "-i", "sine=440:duration=2", "file:" + tone)));
        return tone;
    }

    private static void run(Ffmpeg ffmpeg, Stream<List<String>> arguments) throws IOException {
        try (ChildProcess child = ChildProcess.start(
                ffmpeg.command(arguments.flatMap(List::stream).toList()))) {
            assertThat(child.awaitExit(Duration.ofSeconds(30)))
                    .as(child.words())
                    .isTrue();
            assertThat(child.words()).isEmpty();
        }
    }
}

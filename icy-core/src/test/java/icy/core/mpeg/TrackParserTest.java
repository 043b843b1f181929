package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrackParserTest {

    @ParameterizedTest
    @MethodSource("playable")
    void givesTheFramesThatTheManifestPromises(TestData.Promise promise) {
        Parse parse = Parse.of(promise.bytes());

        assertThat(parse.formats).allSatisfy(format -> {
            assertThat(format.version().label()).isEqualTo("MPEG-" + promise.version());
            assertThat(format.layer()).isEqualTo(promise.layer());
            assertThat(format.sampleRate()).isEqualTo(promise.sampleRate());
            assertThat(format.channels()).isEqualTo(promise.channels());
        });
        // One frame less where the last one is padding.
        assertThat(parse.frames.size()).isBetween(promise.frames() - 1, promise.frames());
        assertThat(parse.damages).isEmpty();
        assertThat(parse.joints.get(0)).isTrue();
        assertThat(parse.summary).isEqualTo(new TrackSummary(parse.frames.size(), parse.durationUnits, 0, ""));
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesTheSameHoweverTheFileIsRead(TestData.Promise promise) {
        byte[] input = promise.bytes();
        Parse large = Parse.of(input, null, 1 << 20);
        Parse small = Parse.of(input, null, 100);
        assertThat(small.frames).containsExactlyElementsOf(large.frames);
        assertThat(small.damages).isEqualTo(large.damages);
        assertThat(small.summary).isEqualTo(large.summary);
    }

    @ParameterizedTest
    @CsvSource({
        "tracks/formats/free-format.mp3, free format is not supported",
        "broken/empty.mp3, not an MP3: the file is empty",
        "broken/zeros.mp3, no music: only tags or zero bytes",
        "broken/tag-only.mp3, no music: only tags or zero bytes",
        "broken/ogg.mp3, not an MP3: this is Ogg",
        "broken/wav.mp3, not an MP3: this is a WAV file",
        "broken/flac.mp3, not an MP3: this is FLAC",
        "broken/m4a.mp3, not an MP3: this is MPEG-4 (M4A)",
        "broken/aac.mp3, not an MP3: this is AAC (ADTS)",
        "broken/html.mp3, not an MP3: this is a web page or XML",
        "broken/random.mp3, not an MP3: no frames found",
        "broken/all-ff.mp3, not an MP3: no frames found",
    })
    void saysWhyNothingIsPlayable(String path, String why) {
        Parse parse = Parse.of(TestData.read(path));
        assertThat(parse.frames).isEmpty();
        assertThat(parse.summary.whyUnplayable()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "broken/cut-tail.mp3, 99, 150",
        "broken/zeroed.mp3, 111, 2507",
        "broken/lying-id3-then-sound.mp3, 116, 0"
    })
    void playsWhatIsLeftOfADamagedFile(String path, int frames, int lostBytes) {
        TrackSummary summary = Parse.of(TestData.read(path)).summary;
        assertThat(summary.frames()).isEqualTo(frames);
        assertThat(summary.lostBytes()).isEqualTo(lostBytes);
    }

    @Test
    void beginsAnewWhereTheFormatChanges() {
        Parse parse = Parse.of(TestData.read("broken/rate-changes.mp3"));
        int change = parse.formats.lastIndexOf(parse.formats.get(0)) + 1;
        assertThat(parse.formats.get(change).sampleRate()).isEqualTo(48000);
        assertThat(parse.joints.get(change)).isTrue();
        assertThat(parse.joints.stream().filter(joint -> joint)).hasSize(2);
    }

    static List<TestData.Promise> playable() {
        return TestData.manifest().stream().filter(TestData.Promise::hasFrames).toList();
    }

    static List<TestData.Promise> all() {
        return TestData.manifest().stream()
                .filter(promise -> !promise.path().startsWith("demo/"))
                .toList();
    }
}

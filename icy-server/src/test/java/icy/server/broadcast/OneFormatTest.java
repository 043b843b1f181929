package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.mpeg.FrameFormat;
import icy.server.config.MountConfig;
import icy.server.config.PlayoutConfig;
import icy.server.encode.EncodedFormat;
import icy.server.testing.FrameWalk;
import icy.server.testing.TestData;
import icy.server.track.Conversion;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit is converted, whichever source of a mount it comes from. */
class OneFormatTest {
    private static final FrameFormat USUAL = FrameFormat.layer3(44_100, 2);

    @TempDir
    private Path folder;

    private final List<Path> converted = new ArrayList<>();

    @Test
    void aFallbackFileSoundsLikeTheStream() throws Exception {
        Path track = Files.copy(TestData.path("tracks/formats/cbr-128.mp3"), folder.resolve("track.mp3"));
        MountConfig mount = MountConfig.of("/stream")
                .withPlayout(PlayoutConfig.of(track).playedOnce())
                .withHandover(
                        MountConfig.of("/stream").handover().withFallbackFile(TestData.path("tracks/formats/48k.mp3")));
        try (Station station = Station.converting(workers -> this::convert, mount)) {
            Tuner listener = station.tuneInPlain("/stream");
            station.pass(Duration.ofSeconds(30));

            assertThat(FrameWalk.frames(listener.body())).allMatch(OneFormatTest::isUsual);
        }
        assertThat(converted).contains(TestData.path("tracks/formats/48k.mp3"));
    }

    @Test
    void aFileThatChangesItsFormatIsConvertedFromThereOn() throws Exception {
        try (Station station = Station.converting(
                workers -> this::convert,
                MountConfig.of("/stream").withPlayout(PlayoutConfig.of(TestData.path("broken/rate-changes.mp3"))))) {
            Tuner listener = station.tuneInPlain("/stream");
            station.pass(Duration.ofSeconds(20));

            assertThat(FrameWalk.frames(listener.body())).allMatch(OneFormatTest::isUsual);
        }
        assertThat(converted).isNotEmpty();
    }

    private static boolean isUsual(FrameWalk.Frame frame) {
        return frame.sampleRate() == USUAL.sampleRate() && frame.channels() == USUAL.channels();
    }

    /** Anything sounds like one track when it is converted. */
    private Conversion.Converted convert(Path file, EncodedFormat format, long startUnits) {
        assertThat(format.sampleRate()).isEqualTo(USUAL.sampleRate());
        assertThat(format.channels()).isEqualTo(USUAL.channels());
        synchronized (converted) {
            converted.add(file);
        }
        byte[] frames = TestData.bytes("tracks/formats/no-info.mp3");
        return new Conversion.Converted(Channels.newChannel(new ByteArrayInputStream(frames)), startUnits);
    }
}

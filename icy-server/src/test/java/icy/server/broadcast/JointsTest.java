package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MixedPolicy;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.Pcm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is heard where one LAME-made track ends and the next begins. */
class JointsTest {
    private static final String CBR = "tracks/formats/cbr-128.mp3";
    private static final String VBR = "tracks/formats/vbr-v2.mp3";
    private static final String ABR = "tracks/formats/abr-128.mp3";

    /** The start delay that no decoder of a stream can know of: 1,105 samples at 44.1 kHz. */
    private static final double ENCODER_DELAY_MILLIS = 25;

    private static final double MOST_MILLIS = 52;
    private static final double MOST_ON_AVERAGE_MILLIS = 40;

    @TempDir
    private Path folder;

    @Test
    void aJointAddsTheEncodersDelayAndLessThanAFrameOfPadding() throws Exception {
        // Each follows each, itself included.
        Programme programme = Programme.inFolder(folder, CBR, CBR, VBR, VBR, ABR, ABR, CBR, ABR, VBR);
        byte[] audio;
        try (Station station = new Station(Station.mount("/stream", MixedPolicy.PLAY, false, folder))) {
            Tuner tuner = station.tuneInPlain("/stream");
            station.pass(Duration.ofSeconds(100));
            audio = tuner.body();
        }
        List<Programme.Airing> airings = programme.airings(audio, 0);
        assertThat(airings).hasSizeGreaterThan(programme.size());
        assertJoints(Decoding.byFfmpeg(audio), audio, airings);
        assertJoints(Decoding.byMpg123(audio), audio, airings);
    }

    private static void assertJoints(Decoding decoding, byte[] audio, List<Programme.Airing> airings) {
        assertThat(decoding.complaints()).isEmpty();
        List<FrameWalk.Frame> frames = FrameWalk.frames(audio);
        Pcm pcm = decoding.pcm();
        List<Double> silences = new ArrayList<>();
        for (Programme.Airing second : airings.subList(1, airings.size())) {
            long at = frames.stream()
                            .filter(frame -> frame.offset() < second.from())
                            .count()
                    * 1152;
            double silence = pcm.jointSilenceMillis(at);
            assertThat(silence).as(second.path()).isBetween(ENCODER_DELAY_MILLIS - 5, MOST_MILLIS);
            silences.add(silence);
        }
        double average =
                silences.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        assertThat(average).isLessThanOrEqualTo(MOST_ON_AVERAGE_MILLIS);
        System.out.printf(
                "%d joints: silence %.1f to %.1f ms, %.1f ms on average%n",
                silences.size(),
                silences.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                silences.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                average);
    }
}

package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MixedPolicy;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is heard by those who join in the middle of things, against the stream as it is. */
class JoinsTest {
    private static final String CBR = "tracks/formats/cbr-128-busy.mp3";
    private static final String VBR = "tracks/formats/vbr-v2-busy.mp3";
    private static final double FRAME_SECONDS = 1152 / 44_100.0;
    private static final int SAMPLES = 1152;
    private static final long SEED = 20_261_121;

    @TempDir
    private Path folder;

    @Test
    void twentyFiveJoinsIntoCbrWithABusyReservoirAreHeardAsIfTheyHadBeenThereBefore() throws Exception {
        assertJoins(CBR, 25);
    }

    @Test
    void twentyFiveJoinsIntoVbrAreHeardAsIfTheyHadBeenThereBefore() throws Exception {
        assertJoins(VBR, 25);
    }

    @Test
    void joinsIntoTheFirstFramesAfterAJointAreHeardAsIfTheyHadBeenThereBefore() throws Exception {
        Programme.inFolder(folder, CBR, VBR);
        int joint = FrameWalk.frames(TestData.sound(CBR)).size();
        try (Station station = new Station(Station.mount("/stream", MixedPolicy.PLAY, false, folder))) {
            Tuner reference = station.tuneInPlain("/stream");
            station.pass(Duration.ofSeconds(18));
            List<Tuner> joined = new ArrayList<>();
            for (int frame = joint - 3; frame < joint + 9; frame++) {
                double moment = (frame + 0.5) * FRAME_SECONDS;
                joined.add(tuneInAt(station, moment));
            }
            station.pass(Duration.ofSeconds(3));
            List<Join> joins = joins(joined, reference);
            assertThat(joins.stream().map(Join::firstFrame)).contains(joint - 1, joint, joint + 1, joint + 2);
            assertHeardAlike(joins, reference.body());
        }
    }

    /** A join: where in the stream its first real frame is, and how many frames its own primer takes. */
    private record Join(byte[] audio, int firstFrame, int primers) {}

    private void assertJoins(String track, int count) throws Exception {
        Programme.inFolder(folder, track);
        Random random = new Random(SEED);
        try (Station station = new Station(Station.mount("/stream", MixedPolicy.PLAY, false, folder))) {
            Tuner reference = station.tuneInPlain("/stream");
            station.pass(Duration.ofSeconds(5));
            List<Tuner> joined = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                station.pass(Duration.ofNanos(random.nextLong(1_500_000_000)));
                joined.add(
                        tuneInAt(station, station.streamTime("/stream").toMillis() / 1000.0 - 4 * random.nextDouble()));
            }
            station.pass(Duration.ofSeconds(3));
            List<Join> joins = joins(joined, reference);
            assertThat(joins).as("joins that need a primer").anyMatch(join -> join.primers() == 1);
            assertHeardAlike(joins, reference.body());
        }
    }

    /** Joins at a moment of stream time in the past. */
    private static Tuner tuneInAt(Station station, double seconds) throws Exception {
        double ago = station.streamTime("/stream").toNanos() / 1e9 - seconds;
        return station.tuneInPlain(String.format(Locale.ROOT, "/stream?burst=%.3f", ago));
    }

    /** Takes what each of them got apart, and holds its bytes against the stream's. */
    private static List<Join> joins(List<Tuner> joined, Tuner reference) {
        assertThat(reference.position()).isZero();
        byte[] stream = reference.body();
        List<FrameWalk.Frame> frames = FrameWalk.frames(stream);
        List<Join> joins = new ArrayList<>();
        for (Tuner tuner : joined) {
            byte[] audio = tuner.body();
            int position = (int) tuner.position();
            int own = FrameWalk.frames(audio).get(0).end();
            int primer = Arrays.equals(audio, 0, own, stream, position, position + own) ? 0 : own;
            byte[] rest = Arrays.copyOfRange(audio, primer, audio.length);
            assertThat(rest).isEqualTo(Arrays.copyOfRange(stream, position, position + rest.length));
            int firstFrame = (int)
                    frames.stream().filter(frame -> frame.offset() < position).count();
            assertThat(frames.get(firstFrame).offset()).isEqualTo(position);
            assertThat(primer > 0).as("primed").isEqualTo(frames.get(firstFrame).mainDataBegin() > 0);
            joins.add(new Join(audio, firstFrame, primer > 0 ? 1 : 0));
        }
        return joins;
    }

    private static void assertHeardAlike(List<Join> joins, byte[] stream) {
        Decoding ffmpeg = Decoding.byFfmpeg(stream);
        Decoding mpg123 = Decoding.byMpg123(stream);
        for (Join join : joins) {
            assertHeardAlike(join, Decoding.byFfmpeg(join.audio()), ffmpeg);
            assertHeardAlike(join, Decoding.byMpg123(join.audio()), mpg123);
        }
    }

    private static void assertHeardAlike(Join join, Decoding heard, Decoding stream) {
        assertThat(heard.complaints()).isEmpty();
        long secondOwn = (join.primers() + 1L) * SAMPLES;
        long secondInStream = (join.firstFrame() + 1L) * SAMPLES;
        assertThat(heard.pcm().lengthFrames()).isGreaterThan(secondOwn + 44_100);
        assertThat(heard.pcm().firstDifference(secondOwn, stream.pcm(), secondInStream))
                .as("first sample that differs after joining at frame " + join.firstFrame())
                .isEmpty();
    }
}

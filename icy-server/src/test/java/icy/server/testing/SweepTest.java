package icy.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import icy.server.testing.Sweep.Stretch;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is cut, repeated and put together is measured as what it is. */
class SweepTest {
    private static final Sweep LOW = new Sweep(1000, 10);
    private static final Sweep HIGH = new Sweep(6000, 10);
    private static final List<Sweep> BOTH = List.of(LOW, HIGH);
    private static final double FRAME_SECONDS = 1152 / 44_100.0;

    @Test
    void anUndisturbedSweepIsOneStretch() {
        List<Stretch> stretches = read(LOW.mp3(128));

        assertThat(stretches).hasSize(1);
        assertThat(stretches.get(0).source()).isZero();
        assertThat(stretches.get(0).firstSecond()).isCloseTo(0, within(0.1));
        assertThat(stretches.get(0).lastSecond()).isCloseTo(10, within(0.1));
    }

    @Test
    void whatIsMissingIsMeasuredInTheSweepAndNotInTheTime() {
        byte[] sound = LOW.mp3(128);
        List<Stretch> stretches = read(join(frames(sound, 0, 100), frames(sound, 110, 200)));

        assertThat(stretches).hasSize(2);
        assertThat(stretches.get(1).leftOutSince(stretches.get(0))).isCloseTo(10 * FRAME_SECONDS, within(0.02));
        assertThat(stretches.get(1).gapSince(stretches.get(0))).isLessThan(120);
    }

    @Test
    void whatComesTwiceIsMeasured() {
        byte[] sound = HIGH.mp3(64);
        List<Stretch> stretches = read(join(frames(sound, 0, 100), frames(sound, 96, 200)));

        assertThat(stretches).hasSize(2).allMatch(stretch -> stretch.source() == 1);
        assertThat(stretches.get(1).leftOutSince(stretches.get(0))).isCloseTo(-4 * FRAME_SECONDS, within(0.02));
    }

    @Test
    void sourcesAreToldApart() {
        List<Stretch> stretches =
                read(join(frames(LOW.mp3(128), 0, 100), frames(HIGH.mp3(64), 0, 50), frames(LOW.mp3(128), 150, 200)));

        assertThat(stretches).extracting(Stretch::source).containsExactly(0, 1, 0);
        assertThat(stretches.get(2).firstSecond()).isCloseTo(150 * FRAME_SECONDS, within(0.1));
    }

    private static List<Stretch> read(byte[] audio) {
        return Sweep.stretches(Decoding.byFfmpeg(audio).pcm(), BOTH);
    }

    private static byte[] frames(byte[] sound, int from, int to) {
        List<FrameWalk.Frame> frames = FrameWalk.frames(sound);
        return Arrays.copyOfRange(
                sound, frames.get(from).offset(), frames.get(to - 1).end());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}

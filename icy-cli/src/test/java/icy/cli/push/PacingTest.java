package icy.cli.push;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacingTest {

    private static final long SECOND = StreamTime.UNITS_PER_SECOND;

    @Test
    void aUnitIsDueItsHeadStartBeforeItsTime() {
        Pacing pacing = new Pacing(2 * SECOND);
        pacing.start(1000);
        pacing.start(999_999_999); // a second connection does not set the clock

        assertThat(pacing.waitNanos(2 * SECOND, 1000)).isZero();
        assertThat(pacing.waitNanos(5 * SECOND, 1000)).isEqualTo(3_000_000_000L);
        assertThat(pacing.waitNanos(5 * SECOND, 1000 + 3_000_000_000L)).isZero();
    }

    @Test
    void aFewSecondsAreCaughtUpWithAndMoreAreGivenUp() {
        Pacing pacing = new Pacing(0);
        pacing.start(0);

        assertThat(pacing.waitNanos(0, seconds(9))).isEqualTo(-seconds(9));
        assertThat(pacing.waitNanos(0, seconds(11))).isZero();
        assertThat(pacing.waitNanos(SECOND, seconds(11))).isEqualTo(seconds(1));
    }

    @Test
    void waitsGrowToHalfAMinuteAndAMinuteOnTheAirMakesUpForAll() {
        BackOff backOff = new BackOff(new Random(1));

        for (long expected : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(backOff.nextNanos(seconds(59)))
                    .isBetween((long) (seconds(expected) * 0.8), (long) (seconds(expected) * 1.2));
        }
        assertThat(backOff.nextNanos(seconds(60))).isBetween(seconds(1) * 8 / 10, seconds(1) * 12 / 10);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}

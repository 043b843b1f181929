package icy.server.listenfile;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long BEGAN = -5; // nanoTime begins anywhere

    @Test
    void whoTakesNothingForAnHourIsGivenOneBurstThenAndNoMore() {
        Pace pace = Pace.of(PlayMode.LOOP, BEGAN);
        int first = given(pace, BEGAN);
        int later = given(pace, BEGAN + Duration.ofHours(1).toNanos());

        assertThat(first).isBetween(10, 11);
        assertThat(later).isBetween(10, 11);
    }

    @Test
    void whatEndsIsGivenAsFastAsItIsTaken() {
        Pace pace = Pace.of(PlayMode.SEQUENTIAL, BEGAN);

        pace.gave(StreamTime.UNITS_PER_SECOND * 3_600);

        assertThat(pace.waitNanos(BEGAN)).isZero();
    }

    /** Seconds that may be given at one moment. */
    private static int given(Pace pace, long nowNanos) {
        int seconds = 0;
        while (pace.waitNanos(nowNanos) <= 0) {
            pace.gave(StreamTime.UNITS_PER_SECOND);
            seconds++;
        }
        return seconds;
    }
}

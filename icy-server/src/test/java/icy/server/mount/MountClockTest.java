package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import org.junit.jupiter.api.Test;

class MountClockTest {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final MountClock clock = new MountClock();

    @Test
    void runsOneSecondASecondFromItsHeadStart() {
        clock.begin(7 * SECOND_NANOS, 4 * StreamTime.UNITS_PER_SECOND);

        assertThat(clock.timeAt(7 * SECOND_NANOS)).isEqualTo(4 * StreamTime.UNITS_PER_SECOND);
        assertThat(clock.timeAt(3607 * SECOND_NANOS)).isEqualTo(3604 * StreamTime.UNITS_PER_SECOND);
    }

    @Test
    void tellsTheWallClockTimeAtWhichAMomentWasTheLiveEdge() {
        clock.begin(0, 0);

        long wall = clock.wallMillis(6 * StreamTime.UNITS_PER_SECOND, 10 * SECOND_NANOS, 1_000_000);
        assertThat(wall).isEqualTo(996_000);
    }

    @Test
    void timeThatIsGivenUpIsNotDueAnyMore() {
        clock.begin(0, 0);
        clock.slip(2 * StreamTime.UNITS_PER_SECOND);

        assertThat(clock.timeAt(5 * SECOND_NANOS)).isEqualTo(3 * StreamTime.UNITS_PER_SECOND);
    }
}

package icy.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void theFirstTryIsAtOnceAndSoIsTheOneAfterAStreamThatLasted() {
        Backoff backoff = new Backoff(() -> 0.5);
        assertThat(backoff.mayTry(-7)).isTrue();

        backoff.ended(0, 0);
        assertThat(backoff.mayTry(0)).isFalse();

        backoff.ended(10 * SECOND, 5 * SECOND);
        assertThat(backoff.mayTry(10 * SECOND)).isTrue();
    }

    @Test
    void eachFailureDoublesTheWaitUpToAMinute() {
        Backoff backoff = new Backoff(() -> 0.5);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            backoff.ended(0, SECOND);
            assertThat(backoff.secondsLeft(0)).isEqualTo(seconds);
            assertThat(backoff.mayTry(seconds * SECOND - 1)).isFalse();
            assertThat(backoff.mayTry(seconds * SECOND)).isTrue();
        }
        backoff.reset();
        assertThat(backoff.mayTry(0)).isTrue();
    }

    /** The law: however often it fails, and whatever the clock says, the wait is 0.8 to 72 s. */
    @Property
    void waitsStayWithinTheirBounds(
            @ForAll @IntRange(min = 1, max = 200) int failures,
            @ForAll @DoubleRange(max = 1) double random,
            @ForAll long now) {
        Backoff backoff = new Backoff(() -> random);
        for (int i = 0; i < failures; i++) {
            backoff.ended(now, 0);
        }

        assertThat(backoff.mayTry(now + SECOND * 79 / 100)).isFalse();
        assertThat(backoff.mayTry(now + 72 * SECOND)).isTrue();
    }
}

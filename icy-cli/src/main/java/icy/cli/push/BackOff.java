package icy.cli.push;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: 1, 2, 4, 8, 16, then 30 s, each a fifth more or less, so that the sources of a
 * server that was away do not all come back in the same instant. A minute on the air makes up for failures before it.
 *
 * <p>Thread: one at a time.
 */
final class BackOff {

    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long FORGIVEN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private int failures;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The next wait.
     *
     * @param onAirNanos how long the connection lasted that has failed; 0 if there was none
     */
    long nextNanos(long onAirNanos) {
        if (onAirNanos >= FORGIVEN_AFTER_NANOS) {
            failures = 0;
        }
        long nanos = Math.min(MOST_NANOS, TimeUnit.SECONDS.toNanos(1L << Math.min(failures, 5)));
        failures++;
        return (long) (nanos * (1 + JITTER * (2 * random.nextDouble() - 1)));
    }
}

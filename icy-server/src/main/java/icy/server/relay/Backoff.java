package icy.server.relay;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * When an upstream may be tried again: at once after a stream that had lasted, then after 1 s, 2 s, 4 s… up to a minute.
 * Each wait is up to a fifth shorter or longer, so that the relays of a master that comes back do not come all at once.
 *
 * <p>Thread: whoever owns the object.
 */
final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final double JITTER = 0.2;

    /** One that gave audio for less time has failed: else one that closes at once would be tried without end. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DoubleSupplier random;
    private int failures;
    private long notBeforeNanos;

    /** @param random from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    boolean mayTry(long nowNanos) {
        return failures == 0 || nowNanos - notBeforeNanos >= 0;
    }

    /** In how many whole seconds it may be tried again. */
    long secondsLeft(long nowNanos) {
        return failures == 0
                ? 0
                : Math.max(0, TimeUnit.NANOSECONDS.toSeconds(notBeforeNanos - nowNanos + FIRST_NANOS / 2));
    }

    /** How often it has failed in a row. */
    int failures() {
        return failures;
    }

    /** The stream is over, after it had given audio for {@code lastedNanos}; 0: it never did. */
    void ended(long nowNanos, long lastedNanos) {
        if (lastedNanos >= LASTING_NANOS) {
            failures = 0;
            return;
        }
        long wait = Math.min(MOST_NANOS, FIRST_NANOS << Math.min(failures, 6));
        failures++;
        double jitter = 1 + JITTER * (2 * random.getAsDouble() - 1);
        notBeforeNanos = nowNanos + (long) (wait * jitter);
    }

    /** Forgets all failures: somebody listens again. */
    void reset() {
        failures = 0;
    }
}

package icy.server.library;

import java.util.concurrent.TimeUnit;

/**
 * Leaves most of a processor and a disk to others: whoever works calls {@link #breathe} now and then, and is held up for
 * as long as makes its work the share of the time that it may have. Time spent waiting for a disk counts as work.
 *
 * <p>Thread: the one that works.
 */
final class Pace {
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Nobody waits longer at a time, whatever the work before it was: a suspended machine, a disk that woke up. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final double restPerWork;
    private long workingSinceNanos = System.nanoTime();
    private long owedNanos;

    /** @param share of the time that may be worked, over 0 to 1 */
    Pace(double share) {
        this.restPerWork = (1 - share) / share;
    }

    /** Work begins now: what was done before does not count. */
    void begin() {
        workingSinceNanos = System.nanoTime();
    }

    /** Rests for what was worked since the last call. An interrupt ends the rest and stays set. */
    void breathe() {
        long now = System.nanoTime();
        owedNanos += (long) ((now - workingSinceNanos) * restPerWork);
        if (owedNanos >= SHORTEST_SLEEP_NANOS) {
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(owedNanos, LONGEST_SLEEP_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            owedNanos = 0;
            now = System.nanoTime();
        }
        workingSinceNanos = now;
    }
}

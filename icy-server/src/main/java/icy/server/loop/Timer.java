package icy.server.loop;

/**
 * Something to run on a loop at a moment. It is made once and armed as often as needed, without garbage.
 *
 * <p>Thread: its loop.
 */
public final class Timer {
    static final int NOT_ARMED = -1;

    final Runnable task;
    /** Kept by {@link Timers}: when this is due, and where in the heap it stands. */
    long deadlineNanos;

    int slot = NOT_ARMED;

    private final Timers timers;

    Timer(Timers timers, Runnable task) {
        this.timers = timers;
        this.task = task;
    }

    /** Arms this timer for {@code deadlineNanos} of the loop's clock, whether or not it was armed before. */
    public void at(long deadlineNanos) {
        timers.arm(this, deadlineNanos);
    }

    /** Disarms this timer at once; nothing of it stays behind in the loop. */
    public void cancel() {
        timers.disarm(this);
    }

    public boolean armed() {
        return slot != NOT_ARMED;
    }
}

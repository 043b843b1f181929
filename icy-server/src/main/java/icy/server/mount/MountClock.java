package icy.server.mount;

import icy.core.ring.StreamTime;

/**
 * The one clock of a mount: which stream time is due at which moment of the monotonic clock, and at which wall-clock time
 * it was the live edge.
 *
 * <p>It runs at exactly one second a second from the moment the mount begins. It is set back only when the process was
 * held up so long (a sleeping machine) that catching up would mean sending a flood.
 *
 * <p>Thread: {@link #begin} and {@link #slip} the mount's home loop; the rest any.
 */
final class MountClock {
    private volatile long epochNanos;

    /** From now on stream time {@code time} is due at {@code nowNanos}, and the rest follows. */
    void begin(long nowNanos, long time) {
        epochNanos = nowNanos - StreamTime.toNanos(time);
    }

    /** Sets the clock back by {@code units}. */
    void slip(long units) {
        epochNanos += StreamTime.toNanos(units);
    }

    /** The stream time that is due at {@code nowNanos}. */
    long timeAt(long nowNanos) {
        return StreamTime.ofNanos(nowNanos - epochNanos);
    }

    /** The wall-clock time in milliseconds at which {@code time} was, or will be, due. */
    long wallMillis(long time, long nowNanos, long nowWallMillis) {
        return nowWallMillis - StreamTime.toMillis(timeAt(nowNanos) - time);
    }
}

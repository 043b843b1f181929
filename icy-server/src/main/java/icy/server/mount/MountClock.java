package icy.server.mount;

import icy.core.ring.StreamTime;

/**
 * The one clock of a mount: which stream time is due at which moment of the monotonic clock, and at which wall-clock time
 * it was the live edge.
 *
 * <p>It runs at one second a second from the moment the mount begins, or, while a live source is on the air, a trifle
 * faster or slower ({@link #slew}), because no two crystals agree. It is set back only when time cannot be caught up with:
 * a sleeping machine, a gap between two live sources.
 *
 * <p>Thread: {@link #timeAt} and {@link #wallMillis} any; the rest the mount's home loop.
 */
final class MountClock {
    /** From {@code nanos} on, at which {@code time} is due, the clock gains {@code ppm} millionths. */
    private record Course(long nanos, long time, int ppm) {
        long timeAt(long nowNanos) {
            long elapsed = nowNanos - nanos;
            return time + StreamTime.ofNanos(elapsed + elapsed / 1_000 * ppm / 1_000);
        }
    }

    private volatile Course course = new Course(0, 0, 0);

    /** From now on stream time {@code time} is due at {@code nowNanos}, and the rest follows. */
    void begin(long nowNanos, long time) {
        course = new Course(nowNanos, time, 0);
    }

    /** Sets the clock back by {@code units}. */
    void slip(long units) {
        Course now = course;
        course = new Course(now.nanos, now.time - units, now.ppm);
    }

    /** Lets it gain {@code ppm} millionths from {@code nowNanos} on; negative: lose. */
    void slew(long nowNanos, int ppm) {
        Course now = course;
        if (now.ppm != ppm) {
            course = new Course(nowNanos, now.timeAt(nowNanos), ppm);
        }
    }

    int slewPpm() {
        return course.ppm;
    }

    /** The stream time that is due at {@code nowNanos}. */
    long timeAt(long nowNanos) {
        return course.timeAt(nowNanos);
    }

    /** The wall-clock time in milliseconds at which {@code time} was, or will be, due. */
    long wallMillis(long time, long nowNanos, long nowWallMillis) {
        return nowWallMillis - StreamTime.toMillis(timeAt(nowNanos) - time);
    }
}

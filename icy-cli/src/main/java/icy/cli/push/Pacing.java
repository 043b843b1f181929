package icy.cli.push;

import icy.core.ring.StreamTime;

/**
 * When each unit may be sent: what the listeners of a server without a buffer would hear now, and a head start on it.
 *
 * <p>Thread: one at a time.
 */
final class Pacing {

    /** Later than this, the time is given up instead of caught up with: what stood still for so long was no hiccup. */
    private static final long MOST_LATE_UNITS = 10 * StreamTime.UNITS_PER_SECOND;

    private final long aheadUnits;
    private long zeroNanos;
    private boolean started;

    /** @param aheadUnits how much may be sent before its time, as stream time */
    Pacing(long aheadUnits) {
        this.aheadUnits = aheadUnits;
    }

    /** The first unit plays now; only the first call counts. */
    void start(long nowNanos) {
        if (!started) {
            started = true;
            zeroNanos = nowNanos;
        }
    }

    boolean hasStarted() {
        return started;
    }

    /** The stream time that plays now. */
    long playing(long nowNanos) {
        return StreamTime.ofNanos(nowNanos - zeroNanos);
    }

    /** How long until the unit at {@code position} may be sent; not more than 0 if it may now. */
    long waitNanos(long position, long nowNanos) {
        long late = playing(nowNanos) - position;
        if (late > MOST_LATE_UNITS) {
            zeroNanos += StreamTime.toNanos(late);
        }
        return StreamTime.toNanos(position - aheadUnits - playing(nowNanos));
    }
}

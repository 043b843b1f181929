package icy.server.listenfile;

import icy.core.ring.StreamTime;
import java.time.Duration;

/**
 * How fast a client may be given what has no end: a burst at once, then a little faster than it sounds, so that it gains
 * on any hiccup and still never has more than it can be expected to play.
 *
 * <p>Thread: the connection's loop.
 */
final class Pace {
    private static final long BURST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final double SPEED = 1.2;

    /** What {@link #waitNanos} says at the beginning: the burst is all that may ever be given at once. */
    private static final long MOST_CREDIT_NANOS = (long) (-BURST_NANOS / SPEED);

    private final boolean paced;
    private long beganNanos;
    private long givenUnits;

    private Pace(boolean paced, long beganNanos) {
        this.paced = paced;
        this.beganNanos = beganNanos;
    }

    static Pace of(PlayMode mode, long nowNanos) {
        return new Pace(mode.endless(), nowNanos);
    }

    void gave(long units) {
        givenUnits += units;
    }

    /** How long to wait before more is given; 0 or less: not at all. */
    long waitNanos(long nowNanos) {
        if (!paced) {
            return 0;
        }
        long ahead = StreamTime.toNanos(givenUnits) - BURST_NANOS;
        long wait = (long) (ahead / SPEED) - (nowNanos - beganNanos);
        if (wait < MOST_CREDIT_NANOS) { // who stops for an hour is not owed an hour
            beganNanos += MOST_CREDIT_NANOS - wait;
        }
        return wait;
    }
}

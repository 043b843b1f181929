package icy.server.mount;

import icy.server.stats.Counter;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What one {@link Audience} counts.
 *
 * <p>Two terms, two numbers: <i>connections</i> are sockets that are sent the stream, and counted here; who is a
 * <i>listener</i> is for {@link Attendance} to say.
 *
 * <p>Thread: written by the audience's loop, read by any.
 */
final class MountStats {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    final Counter connections = new Counter();
    final Counter joins = new Counter();
    final Counter bytesSent = new Counter();
    final Counter skips = new Counter();
    private final Counter[] closes = new Counter[CloseReason.values().length];

    private volatile long flushLagNanos;
    private volatile long minSlackMillis = Long.MAX_VALUE;
    private volatile long minSlackMillisBefore = Long.MAX_VALUE;
    private long minuteBeganNanos;

    MountStats() {
        Arrays.setAll(closes, reason -> new Counter());
    }

    /** How late the latest round of writes began. */
    long flushLagNanos() {
        return flushLagNanos;
    }

    void flushLagNanos(long nanos) {
        flushLagNanos = nanos;
    }

    /** The least time there was between a listener and being too slow, in the last minute or two. */
    long minSlackMillis() {
        return Math.min(minSlackMillis, minSlackMillisBefore);
    }

    void slackMillis(long millis, long nowNanos) {
        if (nowNanos - minuteBeganNanos >= MINUTE_NANOS) {
            minuteBeganNanos = nowNanos;
            minSlackMillisBefore = minSlackMillis;
            minSlackMillis = millis;
        } else if (millis < minSlackMillis) {
            minSlackMillis = millis;
        }
    }

    Counter closes(CloseReason reason) {
        return closes[reason.ordinal()];
    }
}

package icy.server.mount;

import icy.server.stats.Counter;
import java.util.Arrays;

/**
 * What one {@link Audience} counts.
 *
 * <p>Two terms, two numbers: <i>connections</i> are sockets that are sent the stream; a <i>listener</i> is somebody who
 * has been sent it for some seconds, which probes and the first of VLC's two connections never are.
 *
 * <p>Thread: written by the audience's loop, read by any.
 */
final class MountStats {
    final Counter connections = new Counter();
    final Counter listeners = new Counter();
    final Counter joins = new Counter();
    final Counter bytesSent = new Counter();
    final Counter skips = new Counter();
    final Counter flushes = new Counter();
    private final Counter[] closes = new Counter[CloseReason.values().length];

    private volatile long flushLagNanos;
    private volatile long minSlackMillis = Long.MAX_VALUE;

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

    /** The least that lay between a listener and the limit beyond which it is too slow. */
    long minSlackMillis() {
        return minSlackMillis;
    }

    void slackMillis(long millis) {
        if (millis < minSlackMillis) {
            minSlackMillis = millis;
        }
    }

    Counter closes(CloseReason reason) {
        return closes[reason.ordinal()];
    }
}

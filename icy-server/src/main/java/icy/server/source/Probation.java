package icy.server.source;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bad link from flapping the air of one mount: each loss of what came over one, within a minute of the loss
 * before, doubles the time for which the next must be ready before it is heard instead of something better than silence.
 *
 * <p>Thread: the mount's home loop.
 */
final class Probation {
    private static final long FLAPPING_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_DOUBLINGS = 4;

    private static final Logger log = LoggerFactory.getLogger(Probation.class);

    private final String mount;
    private int losses;
    private long lastLossNanos;
    private @Nullable Source candidate;
    private long sinceNanos;

    /** @param mount its name, for the log */
    Probation(String mount) {
        this.mount = mount;
    }

    /** A live source or relay that was on the air had to be given up. */
    void lost(long now) {
        losses = isFlapping(now) ? losses + 1 : 1;
        lastLossNanos = now;
    }

    /** Whether {@code next}, which is ready and was at each call since {@link #cancel}, has been so for long enough. */
    boolean isOver(Source next, long now) {
        long needed = losses > 1 && isFlapping(now) ? FIRST_NANOS << Math.min(losses - 2, MOST_DOUBLINGS) : 0;
        if (candidate != next) {
            candidate = next;
            sinceNanos = now;
            if (needed > 0) {
                log.info(
                        "mount {}: {} is heard in {} s if it lasts: what was live was lost {} times in a row",
                        mount,
                        next.view().description(),
                        TimeUnit.NANOSECONDS.toSeconds(needed),
                        losses);
            }
        }
        return now - sinceNanos >= needed;
    }

    /** Nobody waits to be heard any more. */
    void cancel() {
        candidate = null;
    }

    private boolean isFlapping(long now) {
        return losses > 0 && now - lastLossNanos < FLAPPING_NANOS;
    }
}

package icy.server.listenfile;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of files that cannot be played: each once an hour, for all clients together, and not more than some a
 * minute. Anybody can ask for a list with thousands of them, as often as they like.
 *
 * <p>Thread: any.
 */
final class Complaints {
    private static final Logger log = LoggerFactory.getLogger(Complaints.class);
    private static final long FORGETTING_NANOS = Duration.ofHours(1).toNanos();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST_A_MINUTE = 10;
    private static final int MOST_KNOWN = 1_000;

    private final Set<String> known = new HashSet<>();
    private long hourBeganNanos;
    private long minuteBeganNanos;
    private int thisMinute;
    private int leftOut;

    Complaints(long nowNanos) {
        hourBeganNanos = nowNanos;
        minuteBeganNanos = nowNanos;
    }

    /** Says that a file of a list is left out, and why. */
    void about(String list, String file, String why, long nowNanos) {
        if (isWorthALine(list + "\n" + file, nowNanos)) {
            log.warn("{}: {}: {}", list, file, why);
        }
    }

    synchronized boolean isWorthALine(String what, long nowNanos) {
        if (nowNanos - hourBeganNanos >= FORGETTING_NANOS || known.size() >= MOST_KNOWN) {
            hourBeganNanos = nowNanos;
            known.clear();
        }
        if (nowNanos - minuteBeganNanos >= MINUTE_NANOS) {
            if (leftOut > 0) {
                log.warn("{} other files of lists could not be played", leftOut);
            }
            minuteBeganNanos = nowNanos;
            thisMinute = 0;
            leftOut = 0;
        }
        if (!known.add(what)) {
            return false;
        }
        if (thisMinute >= MOST_A_MINUTE) {
            leftOut++;
            return false;
        }
        thisMinute++;
        return true;
    }
}

package icy.server.mount;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Which header pages are in force where in a stream: an Ogg decoder needs those of the link it begins in, and one who
 * joins some seconds back may be in the link before the present one.
 *
 * <p>Thread: any; the mount's home loop adds.
 */
final class Preambles {
    /** More links than that in a retained window would be less than a second each. */
    private static final int MOST = 600;

    /**
     * The headers of one link.
     *
     * @param from stream position of the first header page
     * @param to stream position of the first page after them
     */
    record Preamble(long from, long to, byte[] pages) {}

    private final Deque<Preamble> newestFirst = new ArrayDeque<>();

    synchronized void add(Preamble preamble) {
        newestFirst.addFirst(preamble);
        if (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
    }

    /** Forgets those that no retained position needs. */
    synchronized void forgetBefore(long position) {
        while (newestFirst.size() > 1) {
            Iterator<Preamble> oldest = newestFirst.descendingIterator();
            oldest.next();
            if (oldest.next().from() > position) {
                return; // the oldest is still in force at the position
            }
            newestFirst.removeLast();
        }
    }

    /** The link that {@code position} is in; null before the first. */
    @Nullable
    synchronized Preamble at(long position) {
        for (Preamble each : newestFirst) {
            if (each.from() <= position) {
                return each;
            }
        }
        return null;
    }
}

package icy.server.http;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Counts finished requests and listeners by the status they were answered with, on their way to the access log.
 *
 * <p>Thread: any.
 */
public final class AnswerCounts implements AccessLog {
    private final AccessLog next;
    /** A few dozen statuses at the most: they are this server's own. */
    private final ConcurrentMap<Integer, LongAdder> counts = new ConcurrentHashMap<>();

    public AnswerCounts(AccessLog next) {
        this.next = next;
    }

    @Override
    public void log(Entry entry) {
        counts.computeIfAbsent(entry.status(), status -> new LongAdder()).increment();
        next.log(entry);
    }

    /** Status and count, by status. */
    public void forEach(BiConsumer<Integer, Long> action) {
        SortedMap<Integer, LongAdder> inOrder = new TreeMap<>(counts);
        inOrder.forEach((status, count) -> action.accept(status, count.sum()));
    }
}

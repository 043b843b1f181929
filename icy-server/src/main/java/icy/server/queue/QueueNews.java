package icy.server.queue;

import icy.server.api.EventSource;
import icy.server.api.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Event {@code queue}: a queue has changed. Of many changes of one queue the newest is told.
 *
 * <p>Thread: any.
 */
final class QueueNews implements EventSource {
    private final Map<String, Told> newest = new LinkedHashMap<>();
    private long number;

    /** @param change the revision of the book that it made */
    private record Told(long number, long change, QueueEventJson event) {}

    /** Remembers what a change has made of its queues, unless it is told late and there has been another. */
    synchronized void changed(Queues.Change change) {
        long revision = change.after().revision();
        for (String name : change.queues()) {
            Told told = newest.get(name);
            if (told == null || told.change() < revision) {
                number++;
                newest.remove(name); // it goes to the end
                newest.put(name, new Told(number, revision, QueueEventJson.of(name, change)));
            }
        }
        while (newest.size() > QueueLimits.MOST_QUEUES) {
            newest.remove(newest.keySet().iterator().next());
        }
    }

    @Override
    public synchronized long newest() {
        return number;
    }

    @Override
    public synchronized List<Event> after(long told) {
        return newest.values().stream()
                .filter(each -> each.number() > told)
                .map(each -> new Event(each.number(), "queue", Json.bytes(QueueEventJson.class, each.event())))
                .toList();
    }
}

package icy.server.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which files of a queue are not there at the moment. Looked for when somebody asks, and not again for some seconds: pages
 * ask often, and disks may be slow.
 *
 * <p>Thread: a worker.
 */
final class MissingFiles {
    private static final long GOOD_NANOS = Duration.ofSeconds(5).toNanos();

    private final QueueFiles media;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    private record Look(long revision, long nanos, List<String> missing) {}

    MissingFiles(QueueFiles media) {
        this.media = media;
    }

    List<String> of(NamedQueue queue) {
        long now = System.nanoTime();
        Look last = looks.get(queue.name());
        if (last != null && last.revision() == queue.revision() && now - last.nanos() < GOOD_NANOS) {
            return last.missing();
        }
        List<String> missing = media.missing(queue.files());
        if (looks.size() >= QueueLimits.MOST_QUEUES) {
            looks.clear(); // of queues that are deleted, too
        }
        looks.put(queue.name(), new Look(queue.revision(), now, missing));
        return missing;
    }
}

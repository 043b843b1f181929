package icy.server.queue;

import icy.server.loop.WorkerPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Which files of a queue are not there at the moment. Looked for when somebody asks, and not again for some seconds: pages
 * ask often, and disks may be slow. However many ask, one looks; and who waits long is told what was so before.
 *
 * <p>Thread: any; the disk's workers look.
 */
final class MissingFiles {
    private static final long GOOD_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PATIENCE_MILLIS = 2_000;

    private final UnaryOperator<List<String>> missing;
    private final WorkerPool disk;
    private final Map<String, Look> looks = new HashMap<>();

    /**
     * What is known of one queue's files.
     *
     * @param asked those that were looked for
     * @param gone those that were not there; of a look under way, when it is over
     */
    private record Look(
            long beganNanos, Set<String> asked, List<String> before, CompletableFuture<List<String>> gone) {}

    /** @param missing says which of some files are not there, and may take long */
    MissingFiles(UnaryOperator<List<String>> missing, WorkerPool disk) {
        this.missing = missing;
        this.disk = disk;
    }

    /** Those that are missing, as far as the disk says so in time. */
    CompletableFuture<List<String>> of(NamedQueue queue) {
        Look look = look(queue);
        Set<String> files = new HashSet<>(queue.files());
        return look.gone()
                .copy()
                .completeOnTimeout(look.before(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(gone -> gone.stream().filter(files::contains).toList());
    }

    /** The look under way, or the last one if it is new enough and knows all files, or another. */
    private synchronized Look look(NamedQueue queue) {
        long now = System.nanoTime();
        List<String> files = queue.files();
        Look last = looks.get(queue.name());
        if (last != null && (!last.gone().isDone() || isGood(last, files, now))) {
            return last;
        }
        if (looks.size() >= QueueLimits.MOST_QUEUES) {
            looks.clear(); // of queues that are deleted, too
        }
        List<String> before = last == null ? List.of() : last.gone().getNow(List.of());
        Look next = new Look(now, Set.copyOf(files), before, new CompletableFuture<>());
        boolean room = disk.tryExecute(() -> finish(next, files));
        if (!room) {
            next.gone().complete(before);
        }
        looks.put(queue.name(), next);
        return next;
    }

    private static boolean isGood(Look last, List<String> files, long now) {
        return now - last.beganNanos() < GOOD_NANOS && last.asked().containsAll(files);
    }

    /** Thread: one of the disk's. */
    private void finish(Look look, List<String> files) {
        List<String> gone = look.before();
        try {
            gone = missing.apply(files);
        } finally {
            look.gone().complete(gone);
        }
    }
}

package icy.server.queue;

import icy.server.api.Json;
import icy.server.loop.WorkerPool;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells hooks of changes, off everybody's path.
 *
 * <p>Thread: any.
 */
final class HookSender implements AutoCloseable {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));

    private final WorkerPool workers;
    private final Clock clock;
    private final List<Duration> pauses;
    private final Map<Long, HookLine> lines = new HashMap<>();
    private final HookClient client = new HookClient();

    /** @param workers ask name servers */
    HookSender(WorkerPool workers, Clock clock) {
        this(workers, clock, PAUSES);
    }

    HookSender(WorkerPool workers, Clock clock, List<Duration> pauses) {
        this.workers = workers;
        this.clock = clock;
        this.pauses = pauses;
    }

    /** Has the hooks told whose queues have changed. */
    synchronized void changed(Queues.Change change) {
        for (Hook hook : change.before().hooks()) { // a deleted queue's hooks are told of its end
            if (change.queues().contains(hook.queue())) {
                String json = Json.text(QueueEventJson.class, QueueEventJson.of(hook.queue(), change));
                line(hook).send(json);
            }
        }
        if (change.before().hooks() != change.after().hooks()) {
            forgetAllBut(change.after());
        }
    }

    /** What became of the newest message to this hook; empty if there was none. */
    synchronized String lastResult(Hook hook) {
        HookLine line = lines.get(hook.id());
        return line == null ? "" : line.lastResult();
    }

    @Override
    public synchronized void close() {
        lines.values().forEach(HookLine::close);
        lines.clear();
    }

    /** A hook that was deleted is told nothing more; one whose queue was, is still told of that. */
    private void forgetAllBut(QueueBook book) {
        Set<Long> there = book.hooks().stream().map(Hook::id).collect(Collectors.toSet());
        lines.values().removeIf(line -> {
            Hook hook = line.hook();
            boolean gone = !there.contains(hook.id());
            if (gone && book.queue(hook.queue()).isPresent()) {
                line.close();
            }
            return gone;
        });
    }

    private HookLine line(Hook hook) {
        return lines.computeIfAbsent(hook.id(), id -> new HookLine(hook, client::get, workers, clock, pauses));
    }
}

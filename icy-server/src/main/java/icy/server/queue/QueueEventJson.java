package icy.server.queue;

import io.avaje.jsonb.Json;

/**
 * What is told of a change: by {@code /api/events} and to hooks.
 *
 * @param action append, replace, template, remove, move, clear, mode, delete, import, activation or restore
 * @param revision what the queue's {@code ETag} is now; of a deleted one that of its end
 */
@Json(naming = Json.Naming.LowerUnderscore)
record QueueEventJson(String queue, String action, long revision, int fileCount, boolean loop, boolean shuffle) {

    static QueueEventJson of(String name, Queues.Change change) {
        NamedQueue queue = change.after()
                .queue(name)
                .orElseGet(() -> NamedQueue.empty(name).revised(change.after().revision()));
        return new QueueEventJson(
                name, change.action(), queue.revision(), queue.entries().size(), queue.loop(), queue.shuffle());
    }
}

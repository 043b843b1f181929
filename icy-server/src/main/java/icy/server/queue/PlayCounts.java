package icy.server.queue;

import icy.server.state.StateStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often each file of a queue was begun for a client. Counted here, and handed to the store from time to time: a crash
 * may lose the last seconds, for which nobody was told otherwise.
 *
 * <p>Thread: any.
 */
final class PlayCounts {
    private static final Logger log = LoggerFactory.getLogger(PlayCounts.class);

    /** Counted and not yet handed over; those of files beyond are not counted. */
    private static final int MOST_PENDING = 10_000;

    private static final String ADD = """
            insert into queue_play (queue, file, plays, last_ms)
            select name, ?, ?, ? from queue where kind = 'queue' and name = ?
            on conflict (queue, file) do update set plays = plays + excluded.plays, last_ms = excluded.last_ms
            """;

    private final StateStore store;
    private final Clock clock;
    private Map<Key, Count> pending = new HashMap<>();

    private record Key(String queue, String file) {}

    private record Count(int plays, long lastMillis) {}

    /** How often a file was begun, and when last. */
    record Plays(String file, long plays, long lastMillis) {}

    PlayCounts(StateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** A client has been given the first of this file. */
    synchronized void played(String queue, String file) {
        Key key = new Key(queue, file);
        if (pending.size() < MOST_PENDING || pending.containsKey(key)) {
            long now = clock.millis();
            pending.merge(key, new Count(1, now), (old, one) -> new Count(old.plays() + 1, now));
        }
    }

    /** Hands over what was counted. */
    CompletableFuture<Void> flush() {
        Map<Key, Count> counted = take();
        if (counted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return store.<Integer>write(handle -> add(handle, counted)).handle((done, failure) -> {
            if (failure != null) {
                log.warn("{} play counts are lost: {}", counted.size(), failure.getMessage());
            }
            return null;
        });
    }

    /** The most played files of one queue, or of all. Thread: a worker. */
    List<Plays> mostPlayed(String queue, int limit) {
        return store.read(handle -> handle.createQuery("""
                        select file, sum(plays) as total, max(last_ms) from queue_play
                        where :queue = '' or queue = :queue
                        group by file order by total desc, file limit :limit
                        """)
                .bind("queue", queue)
                .bind("limit", limit)
                .map((row, context) -> new Plays(row.getString(1), row.getLong(2), row.getLong(3)))
                .list());
    }

    /** How often files of one queue, or of all, were begun. Thread: a worker. */
    long total(String queue) {
        return store.read(handle -> handle.createQuery(
                        "select coalesce(sum(plays), 0) from queue_play where :queue = '' or queue = :queue")
                .bind("queue", queue)
                .mapTo(Long.class)
                .one());
    }

    private synchronized Map<Key, Count> take() {
        Map<Key, Count> counted = pending;
        pending = new HashMap<>();
        return counted;
    }

    private static int add(Handle handle, Map<Key, Count> counted) {
        PreparedBatch batch = handle.prepareBatch(ADD);
        counted.forEach((key, count) -> batch.add(key.file(), count.plays(), count.lastMillis(), key.queue()));
        return batch.execute().length;
    }
}

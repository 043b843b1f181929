package icy.server.queue;

import icy.server.http.HttpError;
import icy.server.webhook.Webhooks;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues in the database. What is saved is the difference between two books, so an edit of a long queue writes a row or
 * two.
 *
 * <p>Thread: the store's.
 */
final class QueueTables {
    private static final Logger log = LoggerFactory.getLogger(QueueTables.class);
    private static final String QUEUE = "queue";
    private static final String TEMPLATE = "template";

    private QueueTables() {}

    static long revision(Handle handle) {
        return handle.select("select value from queue_revision")
                .mapTo(Long.class)
                .one();
    }

    static QueueBook load(Handle handle) {
        return new QueueBook(
                revision(handle), queues(handle, QUEUE), queues(handle, TEMPLATE), activations(handle), hooks(handle));
    }

    /** Writes what is different. */
    static void save(Handle handle, QueueBook before, QueueBook after) {
        handle.execute("update queue_revision set value = ?", after.revision());
        save(handle, QUEUE, before.queues(), after.queues());
        save(handle, TEMPLATE, before.templates(), after.templates());
        saveActivations(handle, before.activations(), after.activations());
        saveHooks(handle, before.hooks(), after.hooks());
    }

    private static Map<String, NamedQueue> queues(Handle handle, String kind) {
        Map<String, List<NamedQueue.Entry>> entries = new HashMap<>();
        handle.select("select queue, place, file from queue_file where kind = ? order by queue, place", kind)
                .map((row, context) -> entries.computeIfAbsent(row.getString(1), name -> new ArrayList<>())
                        .add(new NamedQueue.Entry(row.getLong(2), row.getString(3))))
                .forEach(added -> {});
        Map<String, NamedQueue> queues = new LinkedHashMap<>();
        handle.select("select name, revision, loop, shuffle from queue where kind = ? order by place", kind)
                .map((row, context) -> new NamedQueue(
                        row.getString(1),
                        row.getLong(2),
                        entries.getOrDefault(row.getString(1), List.of()),
                        row.getBoolean(3),
                        row.getBoolean(4)))
                .forEach(queue -> queues.put(queue.name(), queue));
        return queues;
    }

    private static List<Activation> activations(Handle handle) {
        return handle.createQuery("""
                        select id, queue, source_kind, source, local_time, zone, every, due_ms
                        from queue_activation order by id
                        """).map((row, context) -> activation(row)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Nothing for what another Java has kept of which this one knows no zone: the rest is there all the same. */
    private static Optional<Activation> activation(ResultSet row) throws SQLException {
        try {
            return Optional.of(new Activation(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3).equals(TEMPLATE),
                    row.getString(4),
                    LocalDateTime.parse(row.getString(5)),
                    ZoneId.of(row.getString(6)),
                    Activation.Every.parse(row.getString(7)),
                    Instant.ofEpochMilli(row.getLong(8))));
        } catch (DateTimeException | HttpError e) {
            log.warn("queue {}: activation {} is left out: {}", row.getString(2), row.getLong(1), e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Hook> hooks(Handle handle) {
        return handle.createQuery("select id, queue, url, secret from queue_hook order by id")
                .map((row, context) -> new Hook(
                        row.getString(2),
                        new Webhooks.Receiver(row.getLong(1), URI.create(row.getString(3)), row.getString(4))))
                .list();
    }

    private static void save(
            Handle handle, String kind, Map<String, NamedQueue> before, Map<String, NamedQueue> after) {
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                handle.execute("delete from queue where kind = ? and name = ?", kind, name);
                handle.execute("delete from queue_play where queue = ? and ? = 'queue'", name, kind);
            }
        }
        after.forEach((name, queue) -> {
            NamedQueue was = before.get(name);
            if (was != queue) {
                save(handle, kind, was == null, queue);
                saveEntries(handle, kind, was == null ? NamedQueue.empty(name) : was, queue);
            }
        });
    }

    private static void save(Handle handle, String kind, boolean fresh, NamedQueue queue) {
        if (fresh) {
            handle.execute("""
                    insert into queue (kind, name, revision, loop, shuffle, place)
                    values (?, ?, ?, ?, ?, (select coalesce(max(place), 0) + 1 from queue))
                    """, kind, queue.name(), queue.revision(), queue.loop(), queue.shuffle());
        } else {
            handle.execute(
                    "update queue set revision = ?, loop = ?, shuffle = ? where kind = ? and name = ?",
                    queue.revision(),
                    queue.loop(),
                    queue.shuffle(),
                    kind,
                    queue.name());
        }
    }

    /** Walks along both lists, which are in the order of their places. */
    private static void saveEntries(Handle handle, String kind, NamedQueue before, NamedQueue after) {
        List<NamedQueue.Entry> gone = new ArrayList<>();
        List<NamedQueue.Entry> come = new ArrayList<>();
        int old = 0;
        for (NamedQueue.Entry entry : after.entries()) {
            while (old < before.entries().size() && before.entries().get(old).place() < entry.place()) {
                gone.add(before.entries().get(old++));
            }
            boolean same =
                    old < before.entries().size() && before.entries().get(old).place() == entry.place();
            if (!same) {
                come.add(entry);
            } else if (!before.entries().get(old++).equals(entry)) {
                come.add(entry);
            }
        }
        gone.addAll(before.entries().subList(old, before.entries().size()));
        if (!gone.isEmpty()) {
            PreparedBatch delete =
                    handle.prepareBatch("delete from queue_file where kind = ? and queue = ? and place = ?");
            gone.forEach(entry -> delete.add(kind, after.name(), entry.place()));
            delete.execute();
        }
        if (!come.isEmpty()) {
            PreparedBatch insert = handle.prepareBatch(
                    "insert or replace into queue_file (kind, queue, place, file) values (?, ?, ?, ?)");
            come.forEach(entry -> insert.add(kind, after.name(), entry.place(), entry.file()));
            insert.execute();
        }
    }

    private static void saveActivations(Handle handle, List<Activation> before, List<Activation> after) {
        if (before == after) {
            return;
        }
        Set<Activation> kept = new HashSet<>(after);
        before.stream()
                .filter(each -> !kept.contains(each))
                .forEach(each -> handle.execute("delete from queue_activation where id = ?", each.id()));
        kept.removeAll(new HashSet<>(before));
        kept.forEach(each -> handle.execute(
                """
                insert into queue_activation (id, queue, source_kind, source, local_time, zone, every, due_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                each.id(),
                each.queue(),
                each.fromTemplate() ? TEMPLATE : QUEUE,
                each.source(),
                each.local().toString(),
                each.zone().getId(),
                each.every().text(),
                each.due().toEpochMilli()));
    }

    private static void saveHooks(Handle handle, List<Hook> before, List<Hook> after) {
        if (before == after) {
            return;
        }
        before.stream()
                .filter(hook -> !after.contains(hook))
                .forEach(hook -> handle.execute("delete from queue_hook where id = ?", hook.id()));
        after.stream()
                .filter(hook -> !before.contains(hook))
                .forEach(hook -> handle.execute(
                        "insert into queue_hook (id, queue, url, secret) values (?, ?, ?, ?)",
                        hook.id(),
                        hook.queue(),
                        hook.receiver().url().toString(),
                        hook.receiver().secret()));
    }
}

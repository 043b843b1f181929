package icy.server.queue;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Queues in the database. What is saved is the difference between two books, so an edit of a long queue writes a row or
 * two.
 *
 * <p>Thread: the store's.
 */
final class QueueTables {
    private static final String QUEUE = "queue";
    private static final String TEMPLATE = "template";

    private QueueTables() {}

    static long revision(Handle handle) {
        return handle.select("select value from queue_revision")
                .mapTo(Long.class)
                .one();
    }

    static QueueBook load(Handle handle) {
        Map<Long, List<NamedQueue.Entry>> entries = new HashMap<>();
        handle.createQuery("select queue, place, file from queue_file order by queue, place")
                .map((row, context) -> entries.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                        .add(new NamedQueue.Entry(row.getLong(2), row.getString(3))))
                .forEach(added -> {});
        return new QueueBook(
                revision(handle),
                queues(handle, QUEUE, entries),
                queues(handle, TEMPLATE, entries),
                activations(handle),
                hooks(handle));
    }

    /** Writes what is different. */
    static void save(Handle handle, QueueBook before, QueueBook after) {
        handle.execute("update queue_revision set value = ?", after.revision());
        save(handle, QUEUE, before.queues(), after.queues());
        save(handle, TEMPLATE, before.templates(), after.templates());
        saveActivations(handle, before.activations(), after.activations());
        saveHooks(handle, before.hooks(), after.hooks());
    }

    /** Says that what is there now is another state than any that was known. */
    static void skipTo(Handle handle, long revision) {
        handle.execute("update queue_revision set value = ?", revision);
    }

    private static Map<String, NamedQueue> queues(
            Handle handle, String kind, Map<Long, List<NamedQueue.Entry>> entries) {
        Map<String, NamedQueue> queues = new LinkedHashMap<>();
        handle.select("select id, name, revision, loop, shuffle from queue where kind = ? order by id", kind)
                .map((row, context) -> new NamedQueue(
                        row.getLong(1),
                        row.getString(2),
                        row.getLong(3),
                        entries.getOrDefault(row.getLong(1), List.of()),
                        row.getBoolean(4),
                        row.getBoolean(5)))
                .forEach(queue -> queues.put(queue.name(), queue));
        return queues;
    }

    private static List<Activation> activations(Handle handle) {
        return handle.createQuery("""
                        select id, queue, source_kind, source, local_time, zone, every, due_ms
                        from queue_activation order by id
                        """)
                .map((row, context) -> new Activation(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3).equals(TEMPLATE),
                        row.getString(4),
                        LocalDateTime.parse(row.getString(5)),
                        ZoneId.of(row.getString(6)),
                        Activation.Every.parse(row.getString(7)),
                        Instant.ofEpochMilli(row.getLong(8))))
                .list();
    }

    private static List<Hook> hooks(Handle handle) {
        return handle.createQuery("select id, queue, url, secret from queue_hook order by id")
                .map((row, context) ->
                        new Hook(row.getLong(1), row.getString(2), URI.create(row.getString(3)), row.getString(4)))
                .list();
    }

    private static void save(
            Handle handle, String kind, Map<String, NamedQueue> before, Map<String, NamedQueue> after) {
        before.forEach((name, queue) -> {
            NamedQueue now = after.get(name);
            if (now == null || now.id() != queue.id()) {
                handle.execute("delete from queue where id = ?", queue.id());
            }
        });
        after.forEach((name, queue) -> {
            NamedQueue was = before.get(name);
            if (was == queue) {
                return;
            }
            if (was == null || was.id() != queue.id()) {
                insert(handle, kind, queue);
                was = NamedQueue.empty(queue.id(), name);
            } else {
                handle.execute(
                        "update queue set revision = ?, loop = ?, shuffle = ? where id = ?",
                        queue.revision(),
                        queue.loop(),
                        queue.shuffle(),
                        queue.id());
            }
            saveEntries(handle, was, queue);
        });
    }

    private static void insert(Handle handle, String kind, NamedQueue queue) {
        handle.execute(
                "insert into queue (id, kind, name, revision, loop, shuffle) values (?, ?, ?, ?, ?, ?)",
                queue.id(),
                kind,
                queue.name(),
                queue.revision(),
                queue.loop(),
                queue.shuffle());
    }

    /** Walks along both lists, which are in the order of their places. */
    private static void saveEntries(Handle handle, NamedQueue before, NamedQueue after) {
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
            PreparedBatch delete = handle.prepareBatch("delete from queue_file where queue = ? and place = ?");
            gone.forEach(entry -> delete.add(after.id(), entry.place()));
            delete.execute();
        }
        if (!come.isEmpty()) {
            PreparedBatch insert =
                    handle.prepareBatch("insert or replace into queue_file (queue, place, file) values (?, ?, ?)");
            come.forEach(entry -> insert.add(after.id(), entry.place(), entry.file()));
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
                        hook.url().toString(),
                        hook.secret()));
    }
}

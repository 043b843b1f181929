package icy.server.queue;

import icy.server.http.HttpError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it is at one moment; each edit makes another. A template is the same thing under a name of its own.
 *
 * <p>Thread: any.
 *
 * @param revision changes with each edit, and no earlier queue of this name has had it
 * @param entries the files, in the order of their places
 * @param loop whether it begins again at its end, unless a client asks otherwise
 * @param shuffle whether it is played in random order, unless a client asks otherwise
 */
record NamedQueue(String name, long revision, List<Entry> entries, boolean loop, boolean shuffle) {
    /** Between two places, so that files can be moved between them without touching the others. */
    static final long GAP = 1L << 20;

    /**
     * A file in the queue.
     *
     * @param place says where it stands: each is greater than the one before
     */
    record Entry(long place, String file) {}

    NamedQueue {
        entries = List.copyOf(entries);
        QueueLimits.requireFiles(entries.size());
    }

    static NamedQueue empty(String name) {
        return new NamedQueue(name, 0, List.of(), false, false);
    }

    List<String> files() {
        return entries.stream().map(Entry::file).toList();
    }

    NamedQueue append(List<String> files) {
        return insert(entries.size(), files);
    }

    NamedQueue replace(List<String> files) {
        return clear().append(files);
    }

    NamedQueue clear() {
        return with(List.of());
    }

    /** Puts files before the one at {@code index}, or at the end. */
    NamedQueue insert(int index, List<String> files) {
        if (index < 0 || index > entries.size()) {
            throw outOfRange("index", index, entries.size());
        }
        long before = index == 0
                ? firstPlace() - (files.size() + 1) * GAP
                : entries.get(index - 1).place();
        long step = index == entries.size() ? GAP : (entries.get(index).place() - before) / (files.size() + 1);
        List<Entry> all = new ArrayList<>(entries);
        for (int i = 0; i < files.size(); i++) {
            all.add(index + i, new Entry(before + (i + 1) * step, files.get(i)));
        }
        return step == 0 ? replace(all.stream().map(Entry::file).toList()) : with(all);
    }

    NamedQueue remove(int index) {
        requireIndex("index", index);
        List<Entry> others = new ArrayList<>(entries);
        others.remove(index);
        return with(others);
    }

    /** Moves a file to where it has {@code to} others before it. */
    NamedQueue move(int from, int to) {
        requireIndex("old_index", from);
        requireIndex("new_index", to);
        if (from == to) {
            return this;
        }
        return remove(from).insert(to, List.of(entries.get(from).file()));
    }

    /** With the files of another, played as that is. */
    NamedQueue like(NamedQueue other) {
        return replace(other.files()).mode(other.loop(), other.shuffle());
    }

    /** Null leaves it as it is. */
    NamedQueue mode(@Nullable Boolean looped, @Nullable Boolean shuffled) {
        return new NamedQueue(
                name, revision, entries, looped == null ? loop : looped, shuffled == null ? shuffle : shuffled);
    }

    /** The same under the next revision. */
    NamedQueue revised(long next) {
        return new NamedQueue(name, next, entries, loop, shuffle);
    }

    private long firstPlace() {
        return entries.isEmpty() ? GAP : entries.get(0).place();
    }

    private NamedQueue with(List<Entry> others) {
        return new NamedQueue(name, revision, others, loop, shuffle);
    }

    private void requireIndex(String what, int index) {
        if (index < 0 || index >= entries.size()) {
            throw outOfRange(what, index, entries.size() - 1);
        }
    }

    private HttpError outOfRange(String what, int index, int last) {
        return new HttpError(
                400,
                entries.isEmpty()
                        ? "There is no %s %d: the queue is empty.".formatted(what, index)
                        : "There is no %s %d: the queue has %d files, 0 to %d."
                                .formatted(what, index, entries.size(), last));
    }
}

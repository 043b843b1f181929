package icy.server.queue;

import icy.server.http.HttpError;
import icy.server.state.StateStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to all named queues.
 *
 * <pre>
 * change ──> store's thread: the book as the last change left it ──edit──> the next one ──> tables
 *                                                                            │ commit
 *                           readers <── the published book <─────────────────┘
 * </pre>
 *
 * The store's thread alone makes changes, one after the other, so none is lost; and they are published in the order in
 * which they were made, once they are on the disk. A change that comes to nothing (its commit failed, a backup was
 * restored) leaves the store's own book behind the database or beside it: the revision in the database tells.
 *
 * <p>Thread: any.
 */
final class Queues {
    private static final Logger log = LoggerFactory.getLogger(Queues.class);

    private static final QueueBook UNKNOWN = QueueBook.EMPTY.revised(-1);

    private final StateStore store;
    private final InstantSource clock;
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    private volatile CompletableFuture<QueueBook> loaded;
    private volatile QueueBook published = QueueBook.EMPTY;

    /** The store's thread's own: with changes whose commit is under way. */
    private QueueBook working = QueueBook.EMPTY;

    /**
     * The store's thread's own: no change may have this revision again, whatever a backup says. At first it is the time: the
     * database may have been restored while no server ran, and knows only some of the revisions that were given out before.
     */
    private long taken;

    /**
     * What a change has made.
     *
     * @param action a word for it
     * @param queues names of those that are different now, or gone
     */
    record Change(QueueBook before, QueueBook after, String action, List<String> queues) {
        Change(QueueBook before, QueueBook after, String action) {
            this(before, after, action, after.changedSince(before));
        }
    }

    /** What a request wants changed; it may refuse by an {@link HttpError}. The number is the revision of what it makes. */
    @FunctionalInterface
    interface Edit {
        QueueBook apply(QueueBook before, long revision);
    }

    /** Begins to read what is kept; changes and readers wait for it. */
    Queues(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.taken = clock.instant().toEpochMilli();
        this.loaded = load();
        store.onRestored(this::reload);
    }

    private CompletableFuture<QueueBook> load() {
        return store.write(handle -> {
            working = QueueTables.load(handle);
            published = working;
            return working;
        });
    }

    /** All there is; waits while it is read after a start, for which it is tried again. Thread: a worker. */
    QueueBook book() {
        try {
            loadedOrAgain().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return published;
    }

    /** Why that is not done yet, as a sentence; empty if it is. Thread: any. */
    Optional<String> whyUnread() {
        if (!loaded.isDone()) {
            return Optional.of("The queues are being read. Try again in a moment.");
        }
        if (!loaded.isCompletedExceptionally()) {
            return Optional.empty();
        }
        Throwable why = loaded.handle((book, failure) -> failure).join();
        loadedOrAgain();
        return Optional.of("The queues cannot be read: %s.".formatted(why.getMessage()));
    }

    /** What has failed once, by a full disk perhaps, need not fail again. */
    private synchronized CompletableFuture<QueueBook> loadedOrAgain() {
        if (loaded.isCompletedExceptionally()) {
            loaded = load();
        }
        return loaded;
    }

    /** All there is, as far as it has been read. Thread: any. */
    QueueBook presentBook() {
        return published;
    }

    /** Is told of each change, soon after it is on the disk; it must not block. Two may come in the wrong order. */
    void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** Has {@code edit} done, after all that were given before it. */
    CompletableFuture<Change> change(String action, Edit edit) {
        return store.write(handle -> apply(handle, action, edit)).thenApply(this::published);
    }

    /** Edits one queue, which must be there. */
    CompletableFuture<NamedQueue> edit(
            String name, Precondition precondition, String action, UnaryOperator<NamedQueue> edit) {
        return edit(
                name,
                precondition,
                action,
                () -> {
                    throw new HttpError(
                            404, "There is no queue \"%s\": POST files to it and there is.".formatted(name));
                },
                edit);
    }

    /** Edits one queue, which is made if it is not there. */
    CompletableFuture<NamedQueue> editOrMake(
            String name, Precondition precondition, String action, UnaryOperator<NamedQueue> edit) {
        return edit(name, precondition, action, () -> NamedQueue.empty(name), edit);
    }

    private CompletableFuture<NamedQueue> edit(
            String name,
            Precondition precondition,
            String action,
            Supplier<NamedQueue> otherwise,
            UnaryOperator<NamedQueue> edit) {
        return change(action, (book, revision) -> {
                    precondition.require(book.queue(name));
                    NamedQueue before = book.queue(name).orElse(null);
                    NamedQueue after = edit.apply(before == null ? otherwise.get() : before);
                    return after == before ? book : book.withQueue(after.revised(revision));
                })
                .thenApply(change -> change.after().queue(name).orElseThrow());
    }

    private Change apply(Handle handle, String action, Edit edit) {
        QueueBook before = present(handle);
        long revision = Math.max(before.revision(), taken) + 1;
        QueueBook after = edit.apply(before, revision);
        if (after == before) {
            return new Change(before, before, action);
        }
        QueueLimits.requireRoom(after);
        QueueBook revised = after.revised(revision);
        QueueTables.save(handle, before, revised);
        working = revised;
        return new Change(before, revised, action);
    }

    /** As the database has it, changes that are being committed included. */
    private QueueBook present(Handle handle) {
        if (QueueTables.revision(handle) != working.revision()) {
            log.debug("queues are read anew, for changes of theirs have come to nothing");
            working = QueueTables.load(handle);
        }
        return working;
    }

    private Change published(Change change) {
        publish(change.after());
        if (change.after() != change.before()) {
            listeners.forEach(listener -> listener.accept(change));
        }
        return change;
    }

    /** Unless a later one is there already: futures of one commit may be told by several threads. */
    private synchronized void publish(QueueBook book) {
        if (book.revision() > published.revision()) {
            published = book;
        }
    }

    /** A backup has taken the place of all. No revision may come twice, so they go on where they were. */
    private CompletableFuture<?> reload() {
        taken = Math.max(taken, Math.max(working.revision(), published.revision()));
        working = UNKNOWN; // whatever revision the backup has, it is not what was known
        QueueBook before = published;
        return store.write(handle -> {
                    QueueBook restored = QueueTables.load(handle);
                    QueueBook after =
                            withoutPast(restored, clock.instant()).revised(Math.max(restored.revision(), taken) + 1);
                    QueueTables.save(handle, restored, after);
                    working = after;
                    return new Change(before, after, "restore");
                })
                .thenApply(this::published);
    }

    /** What was due since the backup was made was done then; done again it would undo what was restored. */
    private static QueueBook withoutPast(QueueBook book, Instant now) {
        QueueBook after = book;
        for (Activation each : book.activations()) {
            if (!each.due().isAfter(now)) {
                log.info(
                        "queue {}: not made from \"{}\" at {}, which is past", each.queue(), each.source(), each.due());
                after = after.withoutActivation(each.id());
                after = each.every() == Activation.Every.ONCE ? after : after.withActivation(each.after(now));
            }
        }
        return after;
    }
}

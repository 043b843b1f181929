package icy.server.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlives the process: one SQLite file in the data folder.
 *
 * <pre>
 * any thread -- write --> queue --> [ thread {@code store}: all that has come, in one commit ] --> futures
 * a worker   -- read  --> one of a few connections, which see what is committed
 * </pre>
 *
 * An idle store commits a work at once; while one commit is on its way to the disk the next works gather, and are
 * committed together. A future that has completed stands for a change that neither kill -9 nor a power cut undoes.
 *
 * <p>Thread: any, except where a method says otherwise. What depends on a future without an executor of its own runs on
 * the store's thread and must not block.
 */
public final class StateStore implements AutoCloseable {
    /** Works that may wait; for those beyond, the answer is {@link StateUnavailable}. */
    static final int MOST_QUEUED = 10_000;

    /** So that nobody waits for thousands that came after. */
    private static final int MOST_A_COMMIT = 1_000;

    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(StateStore.class);

    private final StateFile file;
    private final boolean fresh;
    private final Writer writer;
    private final Readers readers;
    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final List<Supplier<CompletableFuture<?>>> onRestored = new CopyOnWriteArrayList<>();
    private final AtomicInteger restores = new AtomicInteger();
    private final Thread thread;
    private @Nullable StateUnavailable closed;

    /** Something to do with the database: statements, and what is made of their results. It must not keep the handle. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Handle handle) throws Exception;
    }

    private StateStore(StateFile file) {
        this.file = file;
        this.fresh = !Files.exists(file.path());
        this.writer = new Writer(file);
        this.readers = new Readers(file);
        this.thread = new Thread(this::run, "store");
        thread.setDaemon(true); // whoever forgets to close it has been told all that was committed
    }

    /**
     * Opens the store in a folder and waits until it is open.
     *
     * @param dataDir null: what is kept does not outlive the store
     * @throws IOException with a sentence for the operator
     */
    public static StateStore open(@Nullable Path dataDir) throws IOException {
        StateStore store = begin(dataDir);
        store.awaitOpen();
        return store;
    }

    /**
     * As {@link #open}, without waiting: works queue meanwhile, and whoever reads waits.
     *
     * @throws UnwritableFolderException if nothing can be kept in the folder
     * @throws IOException if another process has the folder; what else may be wrong {@link #awaitOpen} tells
     */
    public static StateStore begin(@Nullable Path dataDir) throws IOException {
        StateStore store = new StateStore(StateFile.take(dataDir));
        store.thread.start();
        return store;
    }

    /**
     * Waits until the database is open.
     *
     * @throws IOException with a sentence for the operator; the store is closed then
     */
    public void awaitOpen() throws IOException {
        try {
            opened.get();
        } catch (ExecutionException e) {
            throw new IOException(reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the database was opened", e);
        }
    }

    /** Whether there is something in a folder that a store has kept there. */
    public static boolean isIn(Path dataDir) {
        return Files.exists(dataDir.resolve(StateFile.NAME));
    }

    /**
     * As {@link #restore(Path)}, in a folder that no store is open in. A database that is damaged is put aside.
     *
     * @throws IOException with a sentence for the operator
     */
    public static Restored restore(Path dataDir, Path backup) throws IOException {
        try (StateFile file = StateFile.take(dataDir)) {
            Restoring restoring = new Restoring(file);
            try {
                file.prepare();
            } catch (DamagedStateException e) {
                return restoring.insteadOfDamaged(backup, file.former("damaged"));
            }
            return restoring.from(backup, file.formerAt(LocalDateTime.now()));
        }
    }

    /** Where the database is. */
    public Path folder() {
        return file.folder();
    }

    /** Whether there was no database before, so that there is nothing to be read yet. */
    public boolean fresh() {
        return fresh;
    }

    /**
     * Has {@code work} done on the store's thread, after all that were given before it, and completes the future when that
     * is on the disk. A work that throws undoes only itself, and its future fails with what it threw. The future of a work
     * that cannot be kept fails with {@link StateUnavailable}.
     */
    public <T> CompletableFuture<T> write(Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        add(pending);
        return pending.result();
    }

    /**
     * What {@code work} reads, from what is committed. What it throws unchecked is passed on.
     *
     * <p>Thread: a worker; it may wait for the disk, and for others who read.
     *
     * @throws StateUnavailable if nothing can be read
     */
    public <T> T read(Work<T> work) {
        try {
            opened.get();
            StateUnavailable why = closed();
            if (why != null) {
                throw why;
            }
            return readers.read(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        } catch (ExecutionException e) {
            throw new StateUnavailable("Nothing can be read: " + reason(e), e);
        } catch (Exception e) {
            if (e instanceof RuntimeException unchecked && SqliteFault.in(e).isEmpty()) {
                throw unchecked;
            }
            log.error("{}: cannot be read", file.path(), e);
            throw new StateUnavailable(
                    "Nothing can be read: %s."
                            .formatted(SqliteFault.sentence(file.path().toString(), e)),
                    e);
        }
    }

    /**
     * Writes all that is committed to {@code target}, while others go on, and has it on the disk when this returns. A
     * file that is there already is replaced once the new one is whole.
     *
     * <p>Thread: a worker.
     *
     * @throws IOException with a sentence for the operator
     */
    public void backup(Path target) throws IOException {
        awaitOpen();
        file.copyTo(target);
    }

    /**
     * Puts the content of {@code backup} in the place of all that is kept, after what was given before, and has those told
     * who asked by {@link #onRestored}; the future completes when they have followed. What was kept before is left in a
     * file beside the database. The future fails with an {@link IOException} with a sentence for the operator if the backup
     * is none; then nothing has changed.
     */
    public CompletableFuture<Restored> restore(Path backup) {
        CompletableFuture<Restored> result = new CompletableFuture<>();
        add(new Job.Alone(() -> restore(backup, result), result));
        return result;
    }

    /**
     * {@code task} is run on the store's thread whenever a backup has taken the place of what was kept, and its future
     * completes when that is followed. Works that were given meanwhile are done first, on what the backup has: whoever
     * writes what follows from something older looks at {@link #restores}.
     */
    public void onRestored(Supplier<CompletableFuture<?>> task) {
        onRestored.add(task);
    }

    /** How often a backup has taken the place of what was kept; in a work, exactly. */
    public int restores() {
        return restores.get();
    }

    /** Commits what was given so far and gives the folder back. What comes later is refused. */
    @Override
    public void close() {
        end(stopping());
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(ExecutionException e) {
        return String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    private static StateUnavailable stopping() {
        return new StateUnavailable("The server is stopping.");
    }

    private synchronized void end(StateUnavailable why) {
        if (closed == null) {
            closed = why;
            queue.add(Job.END);
        }
    }

    private synchronized @Nullable StateUnavailable closed() {
        return closed;
    }

    private void add(Job job) {
        StateUnavailable why = tryAdd(job);
        if (why != null) {
            job.refuse(why);
        }
    }

    /** Never behind the end. Null: it waits its turn. */
    private synchronized @Nullable StateUnavailable tryAdd(Job job) {
        if (closed != null) {
            return closed;
        }
        if (queue.size() >= MOST_QUEUED) {
            return new StateUnavailable(
                    "Too many changes wait to be kept: %d. Try again in a moment.".formatted(MOST_QUEUED));
        }
        queue.add(job);
        return null;
    }

    private void run() {
        try (file;
                readers;
                writer) {
            file.prepare();
            file.clearAway();
            opened.complete(null);
            work();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (opened.isDone()) {
                log.error("the database's thread has failed: restart the server", e);
            }
            opened.completeExceptionally(e);
            refuseAll(new StateUnavailable(String.valueOf(e.getMessage()), e));
        }
    }

    private void refuseAll(StateUnavailable why) {
        end(why);
        for (Job job = queue.poll(); job != null; job = queue.poll()) {
            job.refuse(why);
        }
    }

    private void work() throws InterruptedException {
        List<Pending<?>> group = new ArrayList<>();
        while (true) {
            Job job = queue.take();
            while (job instanceof Pending<?> pending) {
                group.add(pending);
                job = group.size() < MOST_A_COMMIT ? queue.poll() : null;
            }
            if (!group.isEmpty()) {
                writer.commit(group);
                group.clear();
            }
            if (job == Job.END) {
                return;
            }
            if (job instanceof Job.Alone alone) {
                alone.task().run();
            }
        }
    }

    private void restore(Path backup, CompletableFuture<Restored> result) {
        Restored restored;
        try {
            restored = new Restoring(file).from(backup, file.formerAt(LocalDateTime.now()));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
            return;
        }
        log.info("everything kept is now as {} has it; as it was before it is in {}", backup, restored.former());
        restores.incrementAndGet();
        CompletableFuture.allOf(onRestored.stream().map(StateStore::begun).toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        log.error("somebody could not follow a restored backup: restart the server", failure);
                    }
                    result.complete(restored);
                });
    }

    private static CompletableFuture<?> begun(Supplier<CompletableFuture<?>> task) {
        try {
            return task.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}

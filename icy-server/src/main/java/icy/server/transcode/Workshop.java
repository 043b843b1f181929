package icy.server.transcode;

import icy.server.encode.OutputCodec;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are being read or made: each is there once, however many ask for it. What nobody reads any more is made
 * to its end if it is half done, and given up if not.
 *
 * <p>Thread: those of {@link #find} and {@link #begin} may wait for the disk; all else does not.
 */
final class Workshop {
    /** Players that seek hang up, and ask again at once. */
    private static final Duration UNUSED = Duration.ofSeconds(10);

    private static final double WORTH_FINISHING = 0.5;
    private static final Logger log = LoggerFactory.getLogger(Workshop.class);

    private final TranscodeCache cache;
    private final WorkerPool workers;
    private final Duration patience;
    private final Map<String, SharedTranscode> present = new HashMap<>();
    private volatile boolean closed;
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    /** @param patience how long an encoder may make nothing */
    Workshop(TranscodeCache cache, WorkerPool workers, Duration patience) {
        this.cache = cache;
        this.workers = workers;
        this.patience = patience;
    }

    /** That file, if it is there or on its way. */
    Optional<TranscodedFile> find(String name, OutputCodec codec, Instant modified) throws IOException {
        Optional<TranscodedFile> found = findPresent(name);
        if (found.isEmpty()) {
            Optional<FileChannel> kept = cache.open(name);
            if (kept.isPresent()) {
                FileChannel channel = kept.get();
                found = Optional.of(add(name, GrowingFile.complete(channel, channel.size()), codec, modified)
                        .newReader());
            }
        }
        if (found.isPresent()) {
            hits.incrementAndGet();
        }
        return found;
    }

    /**
     * Begins to make it.
     *
     * @param firstByte what its reader wants first of a file of that length
     * @param ended is run when it is made, or will not be
     * @return empty if there is no room on the disk
     */
    Optional<TranscodedFile> begin(
            String name, Recipe recipe, LongUnaryOperator firstByte, SoundEncoder encoder, Runnable ended)
            throws IOException {
        if (closed) {
            throw new IOException("the server stops");
        }
        Optional<FileChannel> channel = cache.begin(name, recipe.expectedBytes(), this::isPresent);
        if (channel.isEmpty()) {
            return Optional.empty();
        }
        misses.incrementAndGet();
        ConstantMp3 layout = recipe.layout();
        GrowingFile file = new GrowingFile(channel.get(), layout == null ? GrowingFile.UNKNOWN : layout.length());
        SharedTranscode shared =
                add(name, file, recipe.format().codec(), recipe.sound().stamp().modified());
        TranscodedFile reader = shared.newReader();
        TranscodeJob job = new TranscodeJob(recipe, file, encoder, workers, new Making(shared, ended));
        shared.madeBy(job);
        long first = layout == null ? 0 : firstByte.applyAsLong(layout.length());
        if (layout != null && TranscodeJob.isFar(first, layout)) {
            reader.whenReadable(first, () -> {}); // an encoder begins there, and what is before it is made later
        } else {
            job.assign();
        }
        return Optional.of(reader);
    }

    /** Looks after what is being made; once a second. */
    void tick() {
        List<SharedTranscode> all;
        synchronized (present) {
            all = List.copyOf(present.values());
        }
        for (SharedTranscode shared : all) {
            TranscodeJob job = shared.job();
            if (job == null) {
                continue;
            }
            if (shared.isUnusedFor(UNUSED) && job.progress() < WORTH_FINISHING) {
                job.cancel("nobody waits for it any more");
            } else {
                job.tick(patience);
            }
        }
    }

    /** Removes what nobody has asked for in that time; says how many files that were. */
    int clear(Duration olderThan) {
        return cache.clear(olderThan, this::isPresent);
    }

    /** Removes what is too old. */
    void expire() {
        cache.expire(this::isPresent);
    }

    CacheStats stats() {
        int jobs;
        synchronized (present) {
            jobs = (int) present.values().stream()
                    .filter(shared -> shared.job() != null)
                    .count();
        }
        return new CacheStats(
                cache.bytes(), cache.files(), hits.get(), misses.get(), cache.evictions(), jobs, failures.get());
    }

    /** Ends all encoders. */
    void close() {
        closed = true;
        List<SharedTranscode> all;
        synchronized (present) {
            all = List.copyOf(present.values());
        }
        all.stream().map(SharedTranscode::job).forEach(job -> {
            if (job != null) {
                job.cancel("the server stops");
            }
        });
    }

    private Optional<TranscodedFile> findPresent(String name) {
        synchronized (present) {
            SharedTranscode shared = present.get(name);
            return shared == null ? Optional.empty() : Optional.of(shared.newReader());
        }
    }

    private SharedTranscode add(String name, GrowingFile file, OutputCodec codec, Instant modified) {
        SharedTranscode shared = new SharedTranscode(name, file, codec, modified, this::unused);
        synchronized (present) {
            present.put(name, shared);
        }
        return shared;
    }

    private boolean isPresent(String name) {
        synchronized (present) {
            return present.containsKey(name);
        }
    }

    /** Nobody reads it now; one that is made or will never be can go. */
    private void unused(SharedTranscode shared) {
        synchronized (present) {
            if (shared.isUsed() || shared.job() != null) {
                return;
            }
            present.remove(shared.name(), shared);
        }
        Runnable close = () -> close(shared.file().channel());
        if (!workers.tryExecute(close)) { // freeing the blocks of a removed file takes the kernel a while
            close.run();
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing a file of the cache", e);
        }
    }

    /** Sees a file to its end. */
    private final class Making implements TranscodeJob.Owner {
        private final SharedTranscode shared;
        private final Runnable ended;

        Making(SharedTranscode shared, Runnable ended) {
            this.shared = shared;
            this.ended = ended;
        }

        @Override
        public void made(TranscodeJob job) {
            try {
                FileStamp before = job.recipe().sound().stamp();
                if (!FileStamp.of(before.path()).equals(before)) {
                    throw new IOException("the file was changed while it was read");
                }
                cache.finish(shared.name(), shared.file().channel(), Workshop.this::isPresent);
                shared.file().complete();
                over();
            } catch (IOException e) {
                failed(job, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void failed(TranscodeJob job, String reason) {
            log.info("{}: {}", job.recipe().sound().stamp().path(), reason);
            failures.incrementAndGet();
            cache.abandon(shared.name()); // before another can begin a file of that name
            synchronized (present) {
                present.remove(shared.name(), shared); // whoever asks next begins anew
            }
            shared.file().fail(reason);
            over();
        }

        private void over() {
            shared.madeBy(null);
            ended.run();
            if (!shared.isUsed()) {
                unused(shared);
            }
        }
    }
}

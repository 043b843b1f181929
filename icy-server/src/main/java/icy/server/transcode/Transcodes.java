package icy.server.transcode;

import icy.core.tracks.AudioKind;
import icy.server.config.TranscodeConfig;
import icy.server.encode.EncodedFormat;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door: files in another quality, from the cache, or in the making. One is made once, however many ask for it at
 * once, and can be read from the moment it is begun.
 *
 * <p>Thread: any that may wait for a disk; what is opened is for any.
 */
public final class Transcodes implements AutoCloseable {
    /** A disk that was asleep needs ten seconds; an encoder that makes nothing for longer than this never will. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A file that cannot be decoded is found out in a tenth of that. */
    private static final Duration FIRST_BYTES = Duration.ofSeconds(2);

    /** As HTTP says it: so much is being made that this is not begun. */
    static final int TOO_MUCH = 429;

    /** Whoever makes files ahead, as one of the clients. */
    private static final String AHEAD = "ahead";

    private static final int RETRY_SECONDS = 5;
    private static final int RETRY_FULL_SECONDS = 60;
    /** Nobody should wait for the search for encoders; and it should not delay the first audio of the mounts. */
    private static final int PREPARED_AFTER_SECONDS = 3;

    private static final int LOCKS = 64;
    private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();
    private static final Logger log = LoggerFactory.getLogger(Transcodes.class);

    /** What there is once the disk and the encoders have been looked at. */
    private record Equipment(Workshop workshop, List<SoundEncoder> encoders) {}

    private volatile TranscodeConfig config;
    private final CacheFolder folder;
    private final WorkerPool workers;
    private final Supplier<List<SoundEncoder>> encoders;
    private final Duration patience;
    private final InstantSource clock;
    private final JobLimits limits;
    private final SoundReader sounds = new SoundReader();
    private volatile @Nullable Equipment equipment;
    /** One who begins a file keeps others from beginning it, too. */
    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new Object()).toList();

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "transcode-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Looks for encoders, and for what the cache holds, in some seconds, or when that is needed first. What a process has
     * left half made that was killed is removed then.
     *
     * @param dataDir below which the cache is; null: in a folder of its own, for as long as the process lives
     * @param workers those that read what encoders write
     */
    public Transcodes(TranscodeConfig config, @Nullable Path dataDir, WorkerPool workers) {
        this(config, new CacheFolder(dataDir), workers, Encoders::ofThisMachine, PATIENCE, InstantSource.system());
    }

    Transcodes(
            TranscodeConfig config,
            CacheFolder folder,
            WorkerPool workers,
            Supplier<List<SoundEncoder>> encoders,
            Duration patience,
            InstantSource clock) {
        this.config = config;
        this.folder = folder;
        this.workers = workers;
        this.encoders = encoders;
        this.patience = patience;
        this.clock = clock;
        this.limits = new JobLimits(config.jobs(), config.jobsPerClient());
        if (folder.isKept()) {
            watch.schedule(this::prepare, PREPARED_AFTER_SECONDS, TimeUnit.SECONDS);
        }
        watch.scheduleWithFixedDelay(() -> whenEquipped(Workshop::tick), 1, 1, TimeUnit.SECONDS);
        watch.scheduleWithFixedDelay(() -> whenEquipped(Workshop::expire), 1, HOUR_SECONDS, TimeUnit.SECONDS);
    }

    /** Has other qualities from now on; other bounds need another start. */
    public void follow(TranscodeConfig next) {
        config = next;
    }

    /** As below, from its beginning. */
    public CompletableFuture<Opened> open(Path file, String quality, InetAddress client) {
        return open(file, quality, client, length -> 0);
    }

    /**
     * A file in a quality.
     *
     * @param quality as clients say it; what is not known means the standard one
     * @param client who asks: for one alone not too many are made at once
     * @param firstByte what its client wants first of a file of that length: there an encoder begins
     */
    public CompletableFuture<Opened> open(Path file, String quality, InetAddress client, LongUnaryOperator firstByte) {
        Optional<Wish> wish = Wish.ofQuality(quality, config);
        if (wish.isEmpty()) {
            return CompletableFuture.completedFuture(new Opened.Original());
        }
        Opened opened = open(file, wish.get(), client.getHostAddress(), firstByte);
        return opened instanceof Opened.Transcoded made
                ? whenBegun(made.file(), file, firstByte)
                : CompletableFuture.completedFuture(opened);
    }

    /** As {@link #open}, for nobody yet; it is as much work as for a client. */
    Opened openAhead(Path file, String quality) {
        Optional<Wish> wish = Wish.ofQuality(quality, config);
        return wish.isEmpty() ? new Opened.Original() : open(file, wish.get(), AHEAD, length -> 0);
    }

    /** What there is in force. */
    TranscodeConfig config() {
        return config;
    }

    /**
     * A file in exactly this format, for what is on the air: its own bitrate is never good enough, and it is made however
     * much is made for others.
     *
     * @throws IOException with a reason for people, if it cannot be had
     */
    public TranscodedFile openForAir(Path file, EncodedFormat format, long firstByte) throws IOException {
        Opened opened = open(file, Wish.exactly(format), JobLimits.NOBODY, length -> firstByte);
        if (opened instanceof Opened.Transcoded made) {
            return made.file();
        }
        throw new IOException(opened instanceof Opened.Refused refused ? refused.sentence() : "it is as it should be");
    }

    /** What the cache holds, and what was done. */
    public CacheStats stats() throws IOException {
        return equipped().workshop().stats();
    }

    /** Removes what nobody has asked for in that time and nobody reads; says how many files that were. */
    public int clear(Duration olderThan) throws IOException {
        return equipped().workshop().clear(olderThan);
    }

    /** Ends all encoders; what is half made is made anew after a restart. */
    @Override
    public void close() {
        watch.shutdownNow();
        whenEquipped(Workshop::close);
        folder.close();
    }

    private Opened open(Path file, Wish wish, String client, LongUnaryOperator firstByte) {
        Optional<AudioKind> kind = AudioKind.of(file);
        if (kind.isEmpty()) {
            return new Opened.Refused(415, "%s is no music that this server knows.".formatted(nameOf(file)), 0);
        }
        Equipment present;
        try {
            present = equipped();
        } catch (IOException e) {
            log.error("no file can be given out in another quality: {}", e.toString());
            return new Opened.Refused(503, "This server cannot write to its cache; ask for quality=original.", 0);
        }
        try {
            Optional<SoundEncoder> encoder = present.encoders().stream()
                    .filter(each -> each.canMake(wish.codec(), kind.get()))
                    .findFirst();
            if (encoder.isEmpty()) {
                return new Opened.Refused(415, withoutEncoder(wish, kind.get()), 0);
            }
            FileStamp stamp = FileStamp.of(file);
            String name = wish.cacheName(stamp, encoder.get());
            synchronized (locks.get(Math.floorMod(name.hashCode(), LOCKS))) {
                Optional<TranscodedFile> there = present.workshop().find(name, wish.codec(), stamp.modified());
                if (there.isPresent()) {
                    return new Opened.Transcoded(there.get());
                }
                Sound sound = sounds.read(stamp, kind.get());
                return wish.isContentWith(sound)
                        ? new Opened.Original()
                        : begin(present.workshop(), name, wish.recipe(sound), encoder.get(), client, firstByte);
            }
        } catch (NoSuchFileException e) {
            return new Opened.Refused(404, "There is no %s.".formatted(nameOf(file)), 0);
        } catch (IOException e) {
            return undecodable(file, String.valueOf(e.getMessage()));
        }
    }

    private Opened begin(
            Workshop workshop,
            String name,
            Recipe recipe,
            SoundEncoder encoder,
            String client,
            LongUnaryOperator firstByte)
            throws IOException {
        Optional<String> tooMuch = tooMuch(limits.begin(client));
        if (tooMuch.isPresent()) {
            return new Opened.Refused(TOO_MUCH, tooMuch.get(), RETRY_SECONDS);
        }
        boolean begun = false;
        try {
            Optional<TranscodedFile> made = workshop.begin(name, recipe, firstByte, encoder, () -> limits.end(client));
            begun = made.isPresent();
            return begun
                    ? new Opened.Transcoded(made.get())
                    : new Opened.Refused(
                            503,
                            "There is no room on the server to make this file; ask for quality=original.",
                            RETRY_FULL_SECONDS);
        } finally {
            if (!begun) {
                limits.end(client);
            }
        }
    }

    private Optional<String> tooMuch(JobLimits.Verdict verdict) {
        return switch (verdict) {
            case ADMITTED -> Optional.empty();
            case CLIENT_HAS_ENOUGH ->
                Optional.of(
                        "For you %d files are being made already; wait for one of them, or ask for quality=original."
                                .formatted(config.jobsPerClient()));
            case ALL_ARE_BUSY ->
                Optional.of(
                        "The server is making as many files as it can; try again soon, or ask for quality=original.");
        };
    }

    /** A moment later, so that a file which cannot be decoded is refused, and not given out without its bytes. */
    private static CompletableFuture<Opened> whenBegun(TranscodedFile made, Path file, LongUnaryOperator firstByte) {
        long length = made.length();
        long first = length == TranscodedFile.UNKNOWN_LENGTH ? 0 : firstByte.applyAsLong(length);
        CompletableFuture<@Nullable Void> decided = new CompletableFuture<>();
        made.whenReadable(first, () -> decided.complete(null));
        return decided.completeOnTimeout(null, FIRST_BYTES.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(nothing -> begun(made, file, first));
    }

    private static Opened begun(TranscodedFile made, Path file, long first) {
        Optional<String> failure = made.failure().filter(reason -> made.readable(first) == 0);
        if (failure.isEmpty()) {
            return new Opened.Transcoded(made);
        }
        made.close();
        return undecodable(file, failure.get());
    }

    /** Has a worker look at once for what is needed later. */
    void prepare() {
        workers.tryExecute(() -> {
            try {
                equipped();
            } catch (IOException e) {
                log.warn("files in other qualities cannot be kept: {}", e.toString());
            }
        });
    }

    private synchronized Equipment equipped() throws IOException {
        Equipment present = equipment;
        if (present == null) {
            TranscodeConfig bounds = config;
            TranscodeCache cache = new TranscodeCache(folder.make(), bounds.cacheBytes(), bounds.cacheAge(), clock);
            present = new Equipment(new Workshop(cache, workers, patience), List.copyOf(encoders.get()));
            equipment = present;
        }
        return present;
    }

    private void whenEquipped(Consumer<Workshop> work) {
        Equipment present = equipment;
        if (present == null) {
            return;
        }
        try {
            work.accept(present.workshop());
        } catch (RuntimeException e) { // a schedule ends with its first failure, and hanging encoders would stay
            log.error("looking after the cache failed", e);
        }
    }

    private static Opened undecodable(Path file, String reason) {
        return new Opened.Refused(422, "%s cannot be given in another quality: %s.".formatted(nameOf(file), reason), 0);
    }

    private static String withoutEncoder(Wish wish, AudioKind kind) {
        return "This server has no encoder that makes %s of %s; ask for quality=original."
                .formatted(wish.codec(), kind);
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}

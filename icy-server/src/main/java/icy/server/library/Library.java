package icy.server.library;

import icy.server.library.ScanProgress.Phase;
import icy.server.media.MediaFolders;
import icy.server.media.TrackId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is to play, and what is known of it. One thread, {@code library}, looks through the media folders and keeps
 * the database; whoever asks reads from the database, through a few connections, and never waits for a scan.
 *
 * <p>Thread: any for {@link #start}, {@link #scan} and {@link #close}; for what asks the database a worker.
 */
public final class Library implements AutoCloseable {
    /** Files that are described with one question to the database. */
    private static final int DESCRIBED_AT_ONCE = 500;

    private static final long IDLE_MILLIS = 1_000;
    private static final long FAULT_MILLIS = 10_000;
    private static final long FOREVER_MILLIS = Long.MAX_VALUE;
    private static final long CLOSING_MILLIS = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Library.class);

    private final MediaFolders folders;
    private final @Nullable Path dataDir;
    private final Clock clock;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private volatile @Nullable LibraryReaders readers;
    private volatile @Nullable LibraryScan scan;
    private volatile boolean failed;
    private volatile boolean scanWanted;
    private volatile boolean closed;

    /** @param dataDir folder of the database; null: it does not outlive the library */
    public Library(MediaFolders folders, @Nullable Path dataDir, Clock clock) {
        this.folders = folders;
        this.dataDir = dataDir;
        this.clock = clock;
        this.thread = new Thread(this::run, "library");
        thread.setDaemon(true); // it may be stuck in a dead disk
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Opens the database and begins to look through the folders, on its own thread. Call once. */
    public void start() {
        thread.start();
    }

    /** Has all folders looked through now; returns at once. */
    public void scan() {
        scanWanted = true;
        wake.release();
    }

    /**
     * The track of that id or path, if the library has it.
     *
     * <p>Thread: a worker.
     */
    public Optional<Track> track(String idOrPath) {
        Optional<Track> byId =
                TrackId.parse(idOrPath).flatMap(id -> read(search -> search.byId(id), Optional.<Track>empty()));
        return byId.isPresent()
                ? byId
                : Optional.ofNullable(read(search -> search.byPath(List.of(idOrPath)), Map.<String, Track>of())
                        .get(idOrPath));
    }

    /**
     * What is known of these files, in their order. One that the library does not know, or not yet, has its name for a
     * title and nothing else.
     *
     * <p>Thread: a worker.
     */
    public List<Track> describe(List<Path> files) {
        List<Track> all = new ArrayList<>(files.size());
        for (int from = 0; from < files.size(); from += DESCRIBED_AT_ONCE) {
            all.addAll(describeSome(files.subList(from, Math.min(files.size(), from + DESCRIBED_AT_ONCE))));
        }
        return all;
    }

    private List<Track> describeSome(List<Path> files) {
        Map<Path, String> names = new LinkedHashMap<>();
        for (Path file : files) {
            names.computeIfAbsent(file, it -> folders.nameOf(it).orElse(""));
        }
        Map<String, Track> known = known(names.values());
        return files.stream()
                .map(file -> {
                    String name = names.getOrDefault(file, "");
                    Track track = known.get(name);
                    return track == null
                            ? Track.unknown(file, name.isEmpty() ? String.valueOf(file.getFileName()) : name)
                            : track;
                })
                .toList();
    }

    /** Names are better than nothing while the database cannot be read. */
    private Map<String, Track> known(Collection<String> names) {
        try {
            return read(search -> search.byPath(names), Map.<String, Track>of());
        } catch (RuntimeException e) { // what is on the air does not depend on it
            log.warn("library: tracks go by the names of their files: {}", e.getMessage());
            return Map.of();
        }
    }

    /** A page of tracks, and how many there are in all; nothing while the database is being opened. */
    Optional<TrackSearch.Page> page(TrackQuery query) {
        return read(search -> Optional.of(search.page(query)), nothing());
    }

    /** Without folders there is no database. */
    private Optional<TrackSearch.Page> nothing() {
        return folders() == 0 ? Optional.of(new TrackSearch.Page(List.of(), null)) : Optional.empty();
    }

    /** How many tracks match these words. */
    int count(String words) {
        return read(search -> search.count(words), 0);
    }

    LibraryCounts counts() {
        LibraryReaders present = readers;
        return present == null ? LibraryCounts.NONE : present.counts();
    }

    ScanProgress progress() {
        LibraryScan present = scan;
        ScanProgress progress = present != null
                ? present.progress()
                : ScanProgress.OPENING.in(folders() == 0 ? Phase.IDLE : Phase.OPENING);
        return failed ? progress.in(Phase.FAILED) : progress;
    }

    /** How many folders there are to look through, and single files. */
    int folders() {
        return folders.roots().size() + folders.files().size();
    }

    private <T> T read(Function<TrackSearch, T> question, T unless) {
        LibraryReaders present = readers;
        return present == null ? unless : present.read(question);
    }

    private void run() {
        while (!closed && folders() == 0) {
            sleep(FOREVER_MILLIS); // a reload may bring some
        }
        if (!closed) {
            keep();
        }
    }

    private void keep() {
        try (LibraryFile file = LibraryFile.open(dataDir);
                LibraryReaders reading = new LibraryReaders(file, clock);
                Handle handle = file.openForWriting();
                LibraryScan scanning = new LibraryScan(
                        folders, handle, new FolderWatch(FolderWatch.MOST_FOLDERS), clock, () -> !closed)) {
            scan = scanning;
            readers = reading;
            while (!closed) {
                step(scanning);
            }
        } catch (IOException | SQLException | RuntimeException e) {
            failed = true;
            if (!closed) {
                log.error("library: there is none, for its database cannot be used: {}", e.getMessage(), e);
            }
        } finally {
            readers = null;
        }
    }

    /** A fault of the disk or the database ends a step, not the library. */
    private void step(LibraryScan scanning) {
        try {
            if (scanWanted) {
                scanWanted = false;
                scanning.scanNow();
            }
            boolean wasBusy = scanning.step();
            if (!wasBusy && !closed) {
                sleep(IDLE_MILLIS);
            }
            scanning.settle();
        } catch (JdbiException e) {
            if (!closed) {
                log.error("library: what was found cannot be kept: {}", e.getMessage());
                sleep(FAULT_MILLIS);
            }
        }
    }

    private void sleep(long millis) {
        try {
            if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // only close() interrupts
        }
    }

    /** Ends the scan that runs; it goes on where it was with the next start. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        thread.interrupt();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package icy.server.library;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections for reading, made when they are first needed. They see what is committed, and nobody keeps the scan
 * waiting.
 *
 * <p>Thread: workers; whoever finds all connections taken waits for one.
 */
final class LibraryReaders implements AutoCloseable {
    /** As many as there are workers that may ask. */
    private static final int MOST = 4;

    private static final long CLOSING_MILLIS = 1_000;

    /** Counting reads all of an index; pages ask every second. */
    private static final Duration COUNTS_KEPT = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(LibraryReaders.class);

    private final LibraryFile file;
    private final Clock clock;
    private final Semaphore places = new Semaphore(MOST);
    private final Queue<Handle> idle = new ConcurrentLinkedQueue<>();
    private LibraryCounts counts = LibraryCounts.NONE;
    private Instant countsUntil = Instant.MIN;

    LibraryReaders(LibraryFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    <T> T read(Function<TrackSearch, T> question) {
        places.acquireUninterruptibly();
        try {
            Handle known = idle.poll();
            Handle handle = known == null ? file.openForReading() : known;
            T answer = answer(question, handle);
            idle.add(handle);
            return answer;
        } catch (SQLException e) {
            throw new IllegalStateException("the library's database cannot be opened: " + e.getMessage(), e);
        } finally {
            places.release();
        }
    }

    /** A connection that has failed is not used again: the database may have been damaged, or made anew. */
    private static <T> T answer(Function<TrackSearch, T> question, Handle handle) {
        try {
            return question.apply(new TrackSearch(handle));
        } catch (RuntimeException e) {
            close(handle);
            throw e;
        }
    }

    /** A handle that was made of a connection leaves that open. */
    private static void close(Handle handle) {
        try {
            handle.getConnection().close();
        } catch (SQLException e) {
            log.debug("a connection to the library did not close", e);
        }
    }

    /** How many files there are, or were a moment ago. */
    synchronized LibraryCounts counts() {
        Instant now = clock.instant();
        if (!now.isBefore(countsUntil)) {
            counts = read(TrackSearch::counts);
            countsUntil = now.plus(COUNTS_KEPT);
        }
        return counts;
    }

    /** Waits a moment for those who read; none may come after that. */
    @Override
    public void close() {
        try {
            if (!places.tryAcquire(MOST, CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
                log.warn("somebody reads the library for long; its files stay as they are");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        idle.forEach(LibraryReaders::close);
        idle.clear();
    }
}

package icy.server.library;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the library's thread has come.
 *
 * @param phase what it does now
 * @param filesFound by the scan of all folders that runs, or the last one
 * @param filesTagged of these: new or changed, so that their tags were read
 * @param filesReadThrough read to their ends since the start of the server
 * @param filesPerSecond of the scan that runs, or the last one
 * @param began of that scan; null before the first
 * @param ended of that scan; null while it runs
 * @param watched whether the system tells of every change, so that scans are but a safety net
 *     <p>Thread: any.
 */
record ScanProgress(
        Phase phase,
        long filesFound,
        long filesTagged,
        long filesReadThrough,
        double filesPerSecond,
        @Nullable Instant began,
        @Nullable Instant ended,
        boolean watched) {

    enum Phase {
        /** The database is being opened. */
        OPENING,
        /** Folders are looked through, and the tags of what is new are read. */
        SCANNING,
        /** Files are read to their ends, at leisure. */
        READING,
        /** Nothing to do until something changes. */
        IDLE,
        /** The library cannot be had; the log says why. */
        FAILED
    }

    static final ScanProgress OPENING = new ScanProgress(Phase.OPENING, 0, 0, 0, 0, null, null, false);

    ScanProgress in(Phase other) {
        return new ScanProgress(
                other, filesFound, filesTagged, filesReadThrough, filesPerSecond, began, ended, watched);
    }
}

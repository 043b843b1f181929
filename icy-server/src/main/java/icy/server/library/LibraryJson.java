package icy.server.library;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How things stand with the library, as {@code GET /api/library} shows it.
 *
 * @param folders how many media folders there are
 * @param tracks how many files it has, of whatever state
 * @param durationS of all that are there
 */
@Json(naming = Json.Naming.LowerUnderscore)
record LibraryJson(
        int folders, long tracks, long ok, long damaged, long bad, long missing, double durationS, Scan scan) {

    /**
     * How far the scan of the folders has come.
     *
     * @param phase opening, scanning (folders, and tags of what is new), reading (files to their ends), idle or failed
     * @param filesFound by the scan that runs, or the last one
     * @param filesTagged of these: new or changed, so that their tags were read
     * @param filesRead of all tracks: read to their ends, so that their duration and damage are known
     * @param filesToRead the others
     * @param filesPerS found by that scan in a second
     * @param began left out before the first one
     * @param ended left out while it runs
     * @param watched whether the system tells of every change; if not, folders are looked through every few minutes
     */
    @Json(naming = Json.Naming.LowerUnderscore)
    record Scan(
            String phase,
            long filesFound,
            long filesTagged,
            long filesRead,
            long filesToRead,
            double filesPerS,
            @Nullable String began,
            @Nullable String ended,
            boolean watched) {}

    static LibraryJson of(int folders, LibraryCounts counts, ScanProgress progress) {
        long there = counts.all() - counts.of(TrackState.MISSING);
        return new LibraryJson(
                folders,
                counts.all(),
                counts.of(TrackState.OK),
                counts.of(TrackState.DAMAGED),
                counts.of(TrackState.BAD),
                counts.of(TrackState.MISSING),
                counts.duration().toMillis() / 1000.0,
                new Scan(
                        progress.phase().name().toLowerCase(Locale.ROOT),
                        progress.filesFound(),
                        progress.filesTagged(),
                        counts.readThrough(),
                        there - counts.readThrough(),
                        Math.round(progress.filesPerSecond() * 10) / 10.0,
                        text(progress.began()),
                        text(progress.ended()),
                        progress.watched()));
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}

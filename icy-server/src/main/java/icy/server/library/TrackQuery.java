package icy.server.library;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which tracks are wanted.
 *
 * @param words typed by somebody; empty: all tracks
 * @param wrongOnly only those that are not {@link TrackState#OK}
 * @param limit how many at most
 * @param after where the page before ended; null: the first page
 *     <p>Thread: any.
 */
record TrackQuery(
        String words,
        boolean wrongOnly,
        Sort sort,
        boolean descending,
        int limit,
        @Nullable Cursor after) {

    /** What they are sorted by. */
    enum Sort {
        PATH("path"),
        TITLE("title"),
        ARTIST("artist"),
        ALBUM("album"),
        DURATION("duration"),
        /** The order in which the library came to know them, which is that of their rows. */
        ADDED("row");

        private final String column;

        Sort(String column) {
            this.column = column;
        }

        /** The column of {@code track_key}. */
        String column() {
            return column;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isNumber() {
            return this == DURATION || this == ADDED;
        }
    }
}

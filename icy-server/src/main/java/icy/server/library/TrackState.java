package icy.server.library;

import java.util.Locale;

/**
 * What a file is good for.
 *
 * <p>Thread: any.
 */
public enum TrackState {
    /** It plays. */
    OK,
    /** It plays, but for what is damaged in it. */
    DAMAGED,
    /** Nothing of it plays. */
    BAD,
    /** It was there. */
    MISSING;

    /** As the API and the database say it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TrackState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

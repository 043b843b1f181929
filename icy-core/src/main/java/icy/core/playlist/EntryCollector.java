package icy.core.playlist;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what a parser finds, up to {@link Playlist#MAX_ENTRIES}; a location that cannot be one is left out.
 *
 * <p>Thread: any, one at a time.
 */
final class EntryCollector {

    private final List<Playlist.Entry> entries = new ArrayList<>();

    void add(String location, String title, int lengthSeconds, String annotation, String info) {
        if (full()) {
            return;
        }
        String clean = CleanText.oneLine(location);
        if (!clean.isEmpty() && clean.length() <= Playlist.MAX_LOCATION_CHARS) {
            entries.add(new Playlist.Entry(clean, title, lengthSeconds, annotation, info));
        }
    }

    void add(String location, String title, int lengthSeconds) {
        add(location, title, lengthSeconds, "", "");
    }

    boolean full() {
        return entries.size() >= Playlist.MAX_ENTRIES;
    }

    Playlist playlist() {
        return new Playlist(entries);
    }

    /** Whole seconds of {@code 123}, {@code 123.4} or {@code -1}; unknown when it is no number or a negative one. */
    static int lengthSeconds(String number) {
        int end = 0;
        long seconds = 0;
        while (end < number.length() && number.charAt(end) >= '0' && number.charAt(end) <= '9') {
            seconds = Math.min(seconds * 10 + (number.charAt(end) - '0'), Integer.MAX_VALUE);
            end++;
        }
        return end == 0 ? Playlist.UNKNOWN_LENGTH : (int) seconds;
    }
}

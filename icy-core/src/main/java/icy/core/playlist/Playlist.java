package icy.core.playlist;

import java.util.List;

/**
 * What to play, in order. Entries are clean by construction, whatever the document they came from contained, so every
 * playlist can be written in every format and read back.
 *
 * <p>Thread: any.
 */
public record Playlist(List<Entry> entries) {

    /** More entries than this are not read from a document: at 100 bytes each they are what fits {@link #MAX_BYTES}. */
    public static final int MAX_ENTRIES = 100_000;

    /** Of a longer document the rest is not read. */
    public static final int MAX_BYTES = 10_000_000;

    /** Longer locations are no entries: Linux knows no path over 4,096 bytes, and servers refuse URLs over 8 kB. */
    public static final int MAX_LOCATION_CHARS = 8192;

    /** Longer titles and notes are cut. */
    public static final int MAX_TEXT_CHARS = 4096;

    /** The length of what never ends, and of what nobody has measured. */
    public static final int UNKNOWN_LENGTH = -1;

    public Playlist {
        entries = List.copyOf(entries);
    }

    public static Playlist of(Entry... entries) {
        return new Playlist(List.of(entries));
    }

    /**
     * One file or stream. Texts are cleaned rather than refused: surrounding space goes, a control character becomes a
     * space (a line end in a title would otherwise begin another entry), what UTF-8 cannot carry becomes U+FFFD.
     *
     * @param location a URL or a file path as written in the document, never empty; see {@link EntryPaths}. One that
     *     begins with {@code #} gets {@code ./} before it, which names the same file, because in M3U it is a comment
     * @param title empty when the document gives none
     * @param lengthSeconds {@link #UNKNOWN_LENGTH} when endless or unknown
     * @param annotation what XSPF tells people about the entry, over several lines if need be; M3U and PLS have no place
     *     for it
     * @param info the entry's home page; XSPF only
     */
    public record Entry(String location, String title, int lengthSeconds, String annotation, String info) {

        public Entry {
            location = CleanText.oneLine(location);
            if (location.isEmpty() || location.length() > MAX_LOCATION_CHARS) {
                throw new IllegalArgumentException("location has " + location.length() + " characters; it needs 1 to "
                        + MAX_LOCATION_CHARS + ": " + CleanText.cut(location, 60));
            }
            if (location.charAt(0) == '#') {
                location = "./" + location;
            }
            title = CleanText.cut(CleanText.oneLine(title), MAX_TEXT_CHARS).strip();
            lengthSeconds = Math.max(lengthSeconds, UNKNOWN_LENGTH);
            annotation =
                    CleanText.cut(CleanText.lines(annotation), MAX_TEXT_CHARS).strip();
            info = CleanText.cut(CleanText.oneLine(info), MAX_TEXT_CHARS).strip();
        }

        public Entry(String location, String title, int lengthSeconds) {
            this(location, title, lengthSeconds, "", "");
        }

        public Entry(String location) {
            this(location, "", UNKNOWN_LENGTH);
        }

        boolean bare() {
            return title.isEmpty() && lengthSeconds == UNKNOWN_LENGTH;
        }
    }
}

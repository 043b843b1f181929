package icy.core.playlist;

import java.util.Arrays;
import java.util.Locale;

/**
 * The documents players know. Reading is tolerant and total: any bytes give a playlist, in the worst case an empty one,
 * within {@link Playlist#MAX_BYTES} and {@link Playlist#MAX_ENTRIES}. Writing is what Icecast 2.4.4 and SHOUTcast send,
 * because that is what every player was tried with. For every playlist {@code parse(write(playlist))} is that playlist
 * (M3U and PLS have no place for an entry's annotation and info).
 *
 * <p>Thread: any.
 */
public enum PlaylistFormat {
    /** Plain lines, or extended with titles and lengths when an entry has any. */
    // Not application/vnd.apple.mpegurl, which means HLS. No charset: mpg123 compares the whole value.
    M3U("audio/x-mpegurl", "m3u") {
        @Override
        Playlist parse(String text) {
            return M3u.parse(text);
        }

        @Override
        public String write(Playlist playlist) {
            return M3u.write(playlist);
        }
    },
    /** Winamp's key=value form. */
    PLS("audio/x-scpls", "pls") {
        @Override
        Playlist parse(String text) {
            return Pls.parse(text);
        }

        @Override
        public String write(Playlist playlist) {
            return Pls.write(playlist);
        }
    },
    /** XML, xspf.org version 1. */
    XSPF("application/xspf+xml; charset=UTF-8", "xspf") {
        @Override
        Playlist parse(String text) {
            return Xspf.parse(text);
        }

        @Override
        public String write(Playlist playlist) {
            return Xspf.write(playlist);
        }
    };

    private final String contentType;
    private final String extension;

    PlaylistFormat(String contentType, String extension) {
        this.contentType = contentType;
        this.extension = extension;
    }

    /** What the document is, by its content, which does not lie, and else by its file name; M3U when neither tells. */
    public static PlaylistFormat recognise(String fileName, byte[] content) {
        byte[] head = content.length > 256 ? Arrays.copyOf(content, 256) : content;
        String start = CleanText.oneLine(CleanText.decode(head)).toLowerCase(Locale.ROOT);
        if (start.startsWith("[playlist]")) {
            return PLS;
        }
        if (start.startsWith("<?xml") || start.startsWith("<playlist")) {
            return XSPF;
        }
        String name = fileName.toLowerCase(Locale.ROOT);
        for (PlaylistFormat format : values()) {
            if (name.endsWith("." + format.extension)) {
                return format;
            }
        }
        return M3U;
    }

    /** Reads a whole document; {@code bytes} is only read. */
    public final Playlist parse(byte[] bytes) {
        return parse(CleanText.decode(bytes));
    }

    abstract Playlist parse(String text);

    /** The document; to be sent as UTF-8. */
    public abstract String write(Playlist playlist);

    /** The value of the {@code Content-Type} header. */
    public String contentType() {
        return contentType;
    }

    /** Without the dot. */
    public String extension() {
        return extension;
    }
}

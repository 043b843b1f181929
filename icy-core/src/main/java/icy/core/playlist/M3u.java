package icy.core.playlist;

import java.util.Locale;

/**
 * M3U: a location a line. Extended M3U says length and title in a comment before it:
 *
 * <pre>
 * #EXTM3U
 * #EXTINF:123,Artist - Title
 * music/file.mp3
 * </pre>
 *
 * <p>Thread: any.
 */
final class M3u {

    private static final String EXTINF = "#extinf:";

    private M3u() {}

    static Playlist parse(String text) {
        EntryCollector found = new EntryCollector();
        String title = "";
        int lengthSeconds = Playlist.UNKNOWN_LENGTH;
        int from = 0;
        while (from < text.length() && !found.full()) {
            int end = lineEnd(text, from);
            String line = text.substring(from, end).strip();
            from = end + 1; // between CR and LF is an empty line, which means nothing here
            if (line.regionMatches(true, 0, EXTINF, 0, EXTINF.length())) {
                String rest = line.substring(EXTINF.length()).strip();
                lengthSeconds = EntryCollector.lengthSeconds(rest);
                title = afterAttributes(rest);
            } else if (!line.isEmpty() && line.charAt(0) != '#') {
                found.add(line, title, lengthSeconds);
                title = "";
                lengthSeconds = Playlist.UNKNOWN_LENGTH;
            }
        }
        return found.playlist();
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** The title begins after the first comma; television lists put attributes before it, and commas in their quotes. */
    private static String afterAttributes(String extinf) {
        boolean quoted = false;
        for (int i = 0; i < extinf.length(); i++) {
            char c = extinf.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return extinf.substring(i + 1);
            }
        }
        return "";
    }

    static String write(Playlist playlist) {
        StringBuilder text = new StringBuilder();
        if (playlist.entries().stream().allMatch(Playlist.Entry::bare)) {
            // Icecast 2.4.4 sends the bare URL and CR LF.
            playlist.entries().forEach(entry -> text.append(entry.location()).append("\r\n"));
            return text.toString();
        }
        text.append("#EXTM3U\n"); // SHOUTcast's listen.m3u ends lines with LF
        for (Playlist.Entry entry : playlist.entries()) {
            text.append(EXTINF.toUpperCase(Locale.ROOT))
                    .append(entry.lengthSeconds())
                    .append(',')
                    .append(entry.title())
                    .append('\n')
                    .append(entry.location())
                    .append('\n');
        }
        return text.toString();
    }
}

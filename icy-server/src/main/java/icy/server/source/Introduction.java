package icy.server.source;

import icy.server.config.StationInfo;
import icy.server.http.Headers;
import java.util.Locale;
import java.util.Set;

/**
 * What a source says of itself and of its station in header fields, in any of the three dialects: {@code ice-name} of
 * Icecast 2, {@code icy-name} of SHOUTcast, {@code x-audiocast-name} of Icecast 1. Other fields are not looked at; what
 * these hold is made fit to be shown.
 *
 * <p>Thread: any; immutable.
 *
 * @param info what it did not say is as in {@link StationInfo#DEFAULT}
 * @param audioInfo its own words on bitrate, sample rate and channels, {@code bitrate=128;channels=2}; may be empty
 * @param agent the program it is; may be empty
 * @param metaint audio bytes between two metadata blocks in its body; 0: there are none
 */
record Introduction(StationInfo info, String audioInfo, String agent, int metaint) {
    private static final int MOST_CHARACTERS = 500; // what StationInfo takes
    private static final int MOST_METAINT = 1 << 24;
    private static final Set<String> YES = Set.of("1", "yes", "true");

    static Introduction of(Headers headers) {
        String name = station(headers, "name");
        StationInfo info = new StationInfo(
                name.isEmpty() ? StationInfo.DEFAULT.name() : name,
                station(headers, "genre"),
                station(headers, "description"),
                station(headers, "url"),
                YES.contains(first(headers, "ice-public", "icy-pub", "x-audiocast-public", "icy-public")
                        .toLowerCase(Locale.ROOT)));
        return new Introduction(info, audioInfo(headers), first(headers, "User-Agent"), metaint(headers));
    }

    private static String station(Headers headers, String what) {
        return first(headers, "ice-" + what, "icy-" + what, "x-audiocast-" + what);
    }

    private static String audioInfo(Headers headers) {
        String said = first(headers, "ice-audio-info");
        String kbps = first(headers, "ice-bitrate", "icy-br", "x-audiocast-bitrate");
        return said.isEmpty() && !kbps.isEmpty() ? "bitrate=" + kbps : said;
    }

    private static int metaint(Headers headers) {
        String digits = first(headers, "icy-metaint");
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        int metaint = Integer.parseInt(digits);
        return metaint <= MOST_METAINT ? metaint : 0;
    }

    /** The first that says anything, on one line of bounded length. */
    private static String first(Headers headers, String... names) {
        for (String name : names) {
            String value = shown(headers.first(name).orElse(""));
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MOST_CHARACTERS));
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .takeWhile(c -> shown.length() < MOST_CHARACTERS - 1)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }
}

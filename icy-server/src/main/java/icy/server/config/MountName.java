package icy.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a mount may be called: {@code /} and a name, or several with slashes between.
 *
 * <p>Names that are URLs of the server itself are refused, and so are those that players would take for a listen
 * playlist by their ending.
 *
 * <p>Thread: any.
 */
final class MountName {

    /** Letters and digits of any script, and the marks that need no escaping in a URL. */
    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{N}._~+@-]+");

    /** First segments that belong to the server, and are kept free for what it will do. */
    private static final Set<String> RESERVED = Set.of(
            "api",
            "admin",
            "play",
            "listen",
            "share",
            "covers",
            "qr",
            "hls",
            "health",
            "metrics",
            "studio",
            "queue",
            "web",
            "7.html",
            "admin.cgi",
            "stats",
            "statistics",
            "played",
            "played.html",
            "currentsong",
            "nextsong",
            "nextsongs",
            "home.html",
            "streamart",
            "playingart",
            "status.xsl",
            "server_version.xsl",
            "index.html",
            "status-json.xsl",
            "crossdomain.xml",
            "favicon.ico",
            "favicon.svg",
            "robots.txt");

    private static final List<String> PLAYLISTS = List.of(".m3u", ".m3u8", ".pls", ".xspf");

    /** In characters; some players keep a whole URL in 256. */
    private static final int MOST_CHARACTERS = 200;

    private MountName() {}

    static void require(String name) {
        if (!name.startsWith("/")) {
            throw refused(name, "must begin with a slash; write /" + name);
        }
        if (name.length() > MOST_CHARACTERS) {
            throw refused(name, "longer than %d characters".formatted(MOST_CHARACTERS));
        }
        String[] segments = name.substring(1).split("/", -1);
        for (String segment : segments) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                throw refused(
                        name, "write letters, digits and . _ ~ + @ - with single slashes between, like /jazz/high");
            }
        }
        if (RESERVED.contains(segments[0].toLowerCase(Locale.ROOT))) {
            throw refused(name, "/%s belongs to the server; choose another name".formatted(segments[0]));
        }
        // SHOUTcast's way to name a stream by its number.
        if (segments.length == 2 && segments[0].equals("stream") && segments[1].matches("\\d+")) {
            throw refused(name, "/stream/NUMBER leads SHOUTcast players to a mount by its number; choose another name");
        }
        for (String ending : PLAYLISTS) {
            if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
                throw refused(name, "names ending in %s are listen playlists; choose another".formatted(ending));
            }
        }
    }

    private static InvalidSettingException refused(String name, String rule) {
        return new InvalidSettingException(ConfigKey.MOUNT, name, rule);
    }
}

package icy.server.ondemand;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.Headers;

/**
 * Header fields that every answer with a file has.
 *
 * <p>Thread: any.
 */
final class PlayFields {
    static final String CACHE_CONTROL = "public, max-age=3600";

    /** What a script may read of an answer; a Chromecast's player needs the first four. */
    private static final String EXPOSED = "Content-Type, Accept-Encoding, Range, Content-Range, Content-Length,"
            + " Accept-Ranges, ETag, Last-Modified, Retry-After";

    private static final String UNESCAPED_PUNCTUATION = "!#$&+-.^_`|~"; // attr-char of RFC 8187 3.2.1

    private PlayFields() {}

    /** @param fileName under which a browser would keep it */
    static Headers of(String fileName) {
        return Headers.of(
                "Access-Control-Allow-Origin",
                "*",
                "Access-Control-Expose-Headers",
                EXPOSED,
                "Content-Disposition",
                "inline; filename*=UTF-8''" + escaped(fileName),
                "X-Content-Type-Options",
                "nosniff");
    }

    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder(name.length() + 16);
        for (byte each : name.getBytes(UTF_8)) {
            boolean plain = each >= '0' && each <= '9'
                    || each >= 'A' && each <= 'Z'
                    || each >= 'a' && each <= 'z'
                    || UNESCAPED_PUNCTUATION.indexOf(each) >= 0;
            if (plain) {
                escaped.append((char) each);
            } else {
                escaped.append('%').append("%02X".formatted(each));
            }
        }
        return escaped.toString();
    }
}

package icy.server.icecast;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The two ways in which Icecast writes a moment.
 *
 * <p>Thread: any.
 */
final class IcecastTime {
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssZ", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private IcecastTime() {}

    /** {@code Fri, 20 Nov 2026 22:45:08 +0000}. */
    static String text(Instant moment) {
        return TEXT.format(moment);
    }

    /** {@code 2026-11-20T22:45:08+0000}: the offset has no colon. */
    static String iso(Instant moment) {
        return ISO.format(moment);
    }
}

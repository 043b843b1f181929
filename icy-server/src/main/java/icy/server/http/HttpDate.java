package icy.server.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Dates in header fields (RFC 9110 5.6.7): whole seconds of UTC. One form is written, three are read.
 *
 * <p>Thread: any.
 */
final class HttpDate {
    /** The JDK's own RFC 1123 format writes a day below ten with one digit. */
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}: years of two digits are within 50 of now, roughly. */
    private static final DateTimeFormatter OF_RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH);

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final DateTimeFormatter OF_ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    private static final List<DateTimeFormatter> READ = List.of(WRITTEN, OF_RFC_850, OF_ASCTIME);

    private HttpDate() {}

    static String format(Instant moment) {
        return WRITTEN.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** Nothing if it is no date: such a field is to be ignored. */
    static Optional<Instant> parse(String text) {
        for (DateTimeFormatter format : READ) {
            try {
                return Optional.of(LocalDateTime.parse(text.strip(), format).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                continue; // one of the other two, perhaps
            }
        }
        return Optional.empty();
    }
}

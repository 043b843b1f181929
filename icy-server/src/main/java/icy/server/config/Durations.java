package icy.server.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as an operator writes them: {@code 500ms}, {@code 4s}, {@code 1.5s}, {@code 1m}, {@code 2h}.
 *
 * <p>Always with a unit: a bare 4 could be seconds to one reader and milliseconds to the next.
 *
 * <p>Thread: any.
 */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|min|h)");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            return Optional.empty();
        }
        double amount = Double.parseDouble(form.group(1));
        long unitMillis = switch (form.group(2)) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m", "min" -> 60_000;
            case "h" -> 3_600_000;
            default -> throw new AssertionError(form.group(2));
        };
        return Optional.of(Duration.ofMillis(Math.round(amount * unitMillis)));
    }

    /** The shortest way to write it: {@code 4s}, {@code 1m}, {@code 1500ms}. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds != 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}

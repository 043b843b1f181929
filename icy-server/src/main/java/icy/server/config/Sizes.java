package icy.server.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of bytes as an operator writes them: {@code 65536}, {@code 64k}, {@code 10m}, {@code 1g}; k is 1024.
 *
 * <p>Thread: any.
 */
final class Sizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([kmg]?)b?");

    private Sizes() {}

    static Optional<Long> parse(String text) {
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            return Optional.empty();
        }
        int shift = switch (form.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        return Optional.of(Long.parseLong(form.group(1)) << shift);
    }

    /** The shortest exact way to write it. */
    static String text(long bytes) {
        if (bytes == 0 || bytes % 1024 != 0) {
            return Long.toString(bytes);
        }
        long kilo = bytes >> 10;
        if (kilo % 1024 != 0) {
            return kilo + "k";
        }
        long mega = kilo >> 10;
        return mega % 1024 == 0 ? (mega >> 10) + "g" : mega + "m";
    }
}

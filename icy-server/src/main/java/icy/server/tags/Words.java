package icy.server.tags;

import org.jspecify.annotations.Nullable;

/**
 * Text from files, fit to be shown.
 *
 * <p>Thread: any.
 */
final class Words {
    private static final int MOST_CHARACTERS = 4096;

    private Words() {}

    /** Without line breaks, controls and blanks at the ends, and not endless. */
    static String tidy(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String bounded = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        return bounded.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}

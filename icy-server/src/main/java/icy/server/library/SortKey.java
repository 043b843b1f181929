package icy.server.library;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Texts as they are sorted: accents and case make no difference, and a text is told from another by its beginning.
 *
 * <p>Thread: any.
 */
final class SortKey {
    private static final int MOST_CHARACTERS = 40;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern LEADING_DIGITS = Pattern.compile("\\d{1,4}");

    private SortKey() {}

    static String of(String text) {
        String folded = fold(text);
        return folded.length() > MOST_CHARACTERS ? folded.substring(0, MOST_CHARACTERS) : folded;
    }

    /** All of it: files of one folder have long beginnings in common. */
    static String ofPath(String path) {
        return fold(path);
    }

    /** Albums are played from their first track to their last. */
    static String ofAlbum(String album, String trackNumber) {
        var digits = LEADING_DIGITS.matcher(trackNumber);
        int number = digits.lookingAt() ? Integer.parseInt(digits.group()) : 0;
        return of(album) + "\u0001%04d".formatted(number);
    }

    private static String fold(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD);
        return MARKS.matcher(plain).replaceAll("").toLowerCase(Locale.ROOT);
    }
}

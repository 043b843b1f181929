package icy.server.library;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody typed into a search box, as a question to SQLite's full-text search: each word may be the beginning of
 * one, and all must be there. Nothing that is typed is taken for an operator of its language.
 *
 * <p>Thread: any.
 */
final class SearchTerms {
    /** More words than a title has; each costs a look-up. */
    private static final int MOST_WORDS = 12;

    private static final int MOST_CHARACTERS = 60;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}]+");

    private SearchTerms() {}

    /** The expression; empty where there is no word in the text. */
    static String expression(String typed) {
        List<String> words = Arrays.stream(BETWEEN_WORDS.split(typed))
                .filter(word -> word.chars().anyMatch(Character::isLetterOrDigit))
                .limit(MOST_WORDS)
                .map(word -> word.length() > MOST_CHARACTERS ? word.substring(0, MOST_CHARACTERS) : word)
                .toList();
        return words.stream().map(word -> '"' + word + "\"*").collect(Collectors.joining(" "));
    }
}

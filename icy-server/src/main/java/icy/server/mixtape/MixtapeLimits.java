package icy.server.mixtape;

import icy.server.http.HttpError;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of everything there may be, and what is said to whoever wants more.
 *
 * <p>Thread: any.
 */
final class MixtapeLimits {
    static final int MOST_MIXTAPES = 1_000;
    static final int MOST_TRACKS = 500;
    static final int MOST_FILE_NAME_CHARACTERS = 1_000;

    /** Of a request: the names of all tracks, and the notes. */
    static final int MOST_BYTES = 2 << 20;

    /** Of a cover that is sent to be kept. */
    static final int MOST_COVER_BYTES = 8 << 20;

    private static final int MOST_TITLE_CHARACTERS = 200;
    private static final int MOST_NOTES_CHARACTERS = 10_000;
    private static final int MOST_SLUG_CHARACTERS = 80;
    private static final Pattern SLUG = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_SLUG = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-+|-+$");
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");
    private static final Pattern CONTROLS_IN_NOTES = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    private MixtapeLimits() {}

    static String requireSlug(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            throw new HttpError(
                    422,
                    "A slug has 1 to %d letters a to z, digits and hyphens, and no hyphen at either end: \"%s\" has not."
                            .formatted(MOST_SLUG_CHARACTERS, slug));
        }
        return slug;
    }

    /** A slug made of a title: {@code Été à Köln!} becomes {@code ete-a-koln}; what has no Latin letter, {@code mixtape}. */
    static String slugOf(String title) {
        String plain = ACCENTS.matcher(Normalizer.normalize(title.replace("ß", "ss"), Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        String slug = EDGES.matcher(NO_SLUG.matcher(plain).replaceAll("-")).replaceAll("");
        String cut = slug.length() > MOST_SLUG_CHARACTERS - 5 ? slug.substring(0, MOST_SLUG_CHARACTERS - 5) : slug;
        String even = EDGES.matcher(cut).replaceAll("");
        return even.isEmpty() ? "mixtape" : even;
    }

    static String requireTitle(@Nullable String title) {
        String bare = title == null ? "" : title.strip();
        if (bare.isEmpty()
                || bare.length() > MOST_TITLE_CHARACTERS
                || CONTROLS.matcher(bare).find()) {
            throw new HttpError(
                    422, "A mixtape has a title of 1 to %d characters, on one line.".formatted(MOST_TITLE_CHARACTERS));
        }
        return bare;
    }

    static String requireNotes(@Nullable String notes) {
        String even = notes == null ? "" : notes.replace("\r\n", "\n").strip();
        if (even.length() > MOST_NOTES_CHARACTERS
                || CONTROLS_IN_NOTES.matcher(even).find()) {
            throw new HttpError(
                    422,
                    "Notes are at most %d characters of text; of control characters they may have line ends and tabs."
                            .formatted(MOST_NOTES_CHARACTERS));
        }
        return even;
    }

    static void requireTracks(int tracks) {
        if (tracks < 1 || tracks > MOST_TRACKS) {
            throw new HttpError(422, "A mixtape has 1 to %d tracks, not %d.".formatted(MOST_TRACKS, tracks));
        }
    }

    static void requireRoom(int mixtapes) {
        if (mixtapes >= MOST_MIXTAPES) {
            throw new HttpError(
                    422,
                    "There are %d mixtapes, and no more can be kept: delete one that is not needed."
                            .formatted(mixtapes));
        }
    }
}

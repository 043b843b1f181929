package icy.server.library;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page of tracks ended: what its last track is sorted by, and which it is. So the next page begins right behind
 * it, whatever has come or gone meanwhile.
 *
 * @param sort that it belongs to
 * @param key of the last track
 * @param row of the last track
 *     <p>Thread: any.
 */
record Cursor(TrackQuery.Sort sort, String key, long row) {
    private static final String BETWEEN = "\n"; // a sort key is one line

    /** As clients carry it. */
    String text() {
        String text = sort.word() + BETWEEN + row + BETWEEN + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The cursor in this text; empty if it is none of that sort. */
    static Optional<Cursor> parse(String text, TrackQuery.Sort sort) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(BETWEEN, 3);
            if (parts.length != 3 || !parts[0].equals(sort.word())) {
                return Optional.empty();
            }
            if (sort.isNumber()) {
                Long.parseLong(parts[2]); // what is no number is no key of that sort
            }
            return Optional.of(new Cursor(sort, parts[2], Long.parseLong(parts[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

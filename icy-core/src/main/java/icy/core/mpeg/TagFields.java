package icy.core.mpeg;

import java.util.EnumMap;
import java.util.Map;

/**
 * Collects what several tags of a file say; the first one to say something is believed.
 *
 * <p>Thread: whoever owns the object.
 */
final class TagFields {

    enum Field {
        TITLE,
        ARTIST,
        ALBUM,
        ALBUM_ARTIST,
        TRACK_NUMBER,
        YEAR,
        GENRE
    }

    private final Map<Field, String> values = new EnumMap<>(Field.class);
    private boolean hasCover;

    void put(Field field, String value) {
        String tidy = TagText.tidy(value);
        if (!tidy.isEmpty()) {
            values.putIfAbsent(field, field == Field.GENRE ? Id3Genres.inWords(tidy) : tidy);
        }
    }

    void cover() {
        hasCover = true;
    }

    TrackTags toTags() {
        return new TrackTags(
                get(Field.TITLE),
                get(Field.ARTIST),
                get(Field.ALBUM),
                get(Field.ALBUM_ARTIST),
                get(Field.TRACK_NUMBER),
                get(Field.YEAR),
                get(Field.GENRE),
                hasCover);
    }

    private String get(Field field) {
        return values.getOrDefault(field, "");
    }
}

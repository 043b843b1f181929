package icy.cli.ctl;

import io.avaje.json.mapper.JsonMapper;
import java.util.List;
import java.util.Optional;

/**
 * What a server has answered.
 *
 * @param text as it came: JSON
 * @param tag its {@code ETag}; empty if it has none
 *     <p>Thread: any.
 */
record Answer(String text, String tag) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Nothing if the text is no JSON. */
    static Optional<Answer> of(String text, String tag) {
        try {
            Object unused = JSON.fromJson(text);
            return Optional.of(new Answer(text, tag));
        } catch (RuntimeException e) { // the parser's own
            return Optional.empty();
        }
    }

    Facts facts() {
        return Facts.of(JSON.fromJson(text));
    }

    /** The objects of an answer that is an array, or of the array of that name in it. */
    List<Facts> objects(String name) {
        Object value = JSON.fromJson(text);
        return value instanceof List<?> list
                ? list.stream().map(Facts::of).toList()
                : Facts.of(value).objects(name);
    }

    static String json(Object value) {
        return JSON.toJson(value);
    }
}

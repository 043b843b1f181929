package icy.cli.ctl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of an answer, to be shown: what it does not say is empty, so that a newer or older server's answer is
 * shown as far as it goes.
 *
 * <p>Thread: any.
 */
record Facts(Map<String, Object> fields) {

    static final Facts NONE = new Facts(Map.of());

    /** {@code value} if it is an object, else one without fields. */
    @SuppressWarnings("unchecked") // keys of JSON objects are strings
    static Facts of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new Facts((Map<String, Object>) map) : NONE;
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** A text as it is, a number without needless zeros; empty if it is not there. */
    String text(String name) {
        Object value = fields.get(name);
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return value == null ? "" : value.toString();
    }

    double number(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    Facts object(String name) {
        return of(fields.get(name));
    }

    /** The objects of an array; empty if there is none. */
    List<Facts> objects(String name) {
        return array(fields.get(name)).stream().map(Facts::of).toList();
    }

    List<String> texts(String name) {
        return array(fields.get(name)).stream().map(String::valueOf).toList();
    }

    /** What is shown of the track in a field: artist and title, else its path. */
    String track(String name) {
        return fields.get(name) instanceof Map ? object(name).trackName() : text(name);
    }

    /** If this is a track. */
    String trackName() {
        String title = text("title");
        if (title.isEmpty()) {
            return text("path");
        }
        return text("artist").isEmpty() ? title : text("artist") + " - " + title;
    }

    private static List<?> array(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}

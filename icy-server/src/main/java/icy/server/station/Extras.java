package icy.server.station;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import io.avaje.json.JsonReader;
import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The free-form object that is shown with a station. It comes out as it went in: nulls stay, and so does every digit of a
 * number, which may be somebody's identifier.
 *
 * <p>Thread: any.
 */
final class Extras {
    private static final Jsonb JSONB = Jsonb.instance();
    private static final String SHAPE = "{\"show\": \"Breakfast\"}";

    /** Objects and lists within each other; nobody draws more on a page. */
    private static final int MOST_DEPTH = 32;

    private Extras() {}

    /** The object that a request's body is, as it is to be kept. */
    static String of(Request request) {
        if (!(Json.body(Object.class, request, SHAPE) instanceof Map<?, ?>)) {
            throw new HttpError(422, "Extras are a JSON object, like %s.".formatted(SHAPE));
        }
        return Json.wholeText(Object.class, object(Json.text(request)));
    }

    /** A JSON object, as it was kept. */
    static Map<String, Object> object(String json) {
        try (JsonReader reader = JSONB.reader(json)) {
            return object(reader, 1);
        }
    }

    private static Map<String, Object> object(JsonReader reader, int depth) {
        Map<String, Object> all = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNextField()) {
            String name = reader.nextField();
            putAsItIs(all, name, value(reader, depth));
        }
        reader.endObject();
        return all;
    }

    @SuppressWarnings("NullAway") // the maps of this library hold nulls, too
    private static void putAsItIs(Map<String, Object> all, String name, @Nullable Object value) {
        all.put(name, value);
    }

    private static List<@Nullable Object> list(JsonReader reader, int depth) {
        List<@Nullable Object> all = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNextElement()) {
            all.add(value(reader, depth));
        }
        reader.endArray();
        return all;
    }

    private static @Nullable Object value(JsonReader reader, int depth) {
        if (depth >= MOST_DEPTH) {
            throw new HttpError(422, "Extras are %d objects and lists deep at most.".formatted(MOST_DEPTH));
        }
        if (reader.isNullValue()) {
            return null;
        }
        return switch (reader.currentToken()) {
            case BEGIN_OBJECT -> object(reader, depth + 1);
            case BEGIN_ARRAY -> list(reader, depth + 1);
            case NUMBER -> reader.readDecimal();
            case BOOLEAN -> reader.readBoolean();
            case STRING -> reader.readString();
            case NULL -> null;
        };
    }
}

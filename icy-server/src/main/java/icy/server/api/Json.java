package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.Body;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/**
 * Records as JSON and back, by adapters made at build time. Loaded by whoever first asks for JSON, not at the start.
 *
 * <p>Thread: any.
 */
public final class Json {
    private static final Jsonb JSONB = Jsonb.instance();
    private static final Jsonb WITH_NULLS = Jsonb.builder().serializeNulls(true).build();

    private Json() {}

    public static <T> byte[] bytes(Class<T> type, T value) {
        return JSONB.type(type).toJsonBytes(value);
    }

    public static <T> String text(Class<T> type, T value) {
        return JSONB.type(type).toJson(value);
    }

    /** What is not there is said to be null, for clients that know a fixed set of fields. */
    public static <T> String wholeText(Class<T> type, T value) {
        return WITH_NULLS.type(type).toJson(value);
    }

    public static <T> Response response(Class<T> type, T value) {
        return response(bytes(type, value));
    }

    /** As {@link #wholeText}. */
    public static <T> Response wholeResponse(Class<T> type, T value) {
        return response(WITH_NULLS.type(type).toJsonBytes(value));
    }

    private static Response response(byte[] json) {
        return Response.of(200, "application/json", new Body.Bytes(ByteBuffer.wrap(json)))
                .with("Cache-Control", "no-store");
    }

    /**
     * What a request's body says.
     *
     * @param shape what to write, for whoever wrote something else: <code>{"files": ["1.mp3"]}</code>
     * @throws HttpError 400 if it is no JSON, 422 if it is JSON of another shape
     */
    public static <T> T body(Class<T> type, Request request, String shape) {
        String body = text(request);
        if (body.isBlank()) {
            throw new HttpError(400, "The body is empty: write JSON, like %s.".formatted(shape));
        }
        if (hasHalfCharacter(body)) {
            throw new HttpError(422, "The body has half of a character: \\ud800 to \\udfff come in pairs.");
        }
        T said;
        try {
            said = JSONB.type(type).fromJson(body);
        } catch (RuntimeException
                | StackOverflowError e) { // the parser's own, and what it throws at odd numbers and depths
            throw isJson(body)
                    ? anotherShape(shape)
                    : new HttpError(400, "The body is no JSON: write it like %s.".formatted(shape));
        }
        if (said == null) { // adapters take the word null for any record
            throw anotherShape(shape);
        }
        return said;
    }

    /**
     * A request's body. A replacement character in a file's name would be kept as if it were meant.
     *
     * @throws HttpError 400 if it is not in UTF-8
     */
    public static String text(Request request) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The body is not in UTF-8, as JSON is.");
        }
    }

    /** Whether an escape stands for half of a character, as where a text was cut off: it could never be written again. */
    private static boolean hasHalfCharacter(String json) {
        boolean awaitsLow = false;
        for (int i = 0; i < json.length(); i++) {
            boolean isEscape = json.charAt(i) == '\\';
            int unit = isEscape ? escaped(json, i + 1) : json.charAt(i);
            boolean isLow = unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
            if (awaitsLow != isLow) {
                return true;
            }
            awaitsLow = unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
            i += !isEscape ? 0 : unit < 0 ? 1 : 5;
        }
        return awaitsLow;
    }

    /** What four digits after a u stand for; -1 if it is another escape. */
    private static int escaped(String json, int from) {
        boolean isUnit = json.startsWith("u", from) && from + 5 <= json.length();
        try {
            return isUnit ? HexFormat.fromHexDigits(json, from + 1, from + 5) : -1;
        } catch (IllegalArgumentException e) {
            return -1; // it is no JSON, as the parser will say
        }
    }

    private static boolean isJson(String body) {
        try {
            JSONB.type(Object.class).fromJson(body);
            return true;
        } catch (RuntimeException | StackOverflowError e) { // so many brackets that nobody can have meant them
            return false;
        }
    }

    private static HttpError anotherShape(String shape) {
        return new HttpError(422, "The body is JSON of another shape than %s.".formatted(shape));
    }
}

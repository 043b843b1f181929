package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.Body;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Records as JSON and back, by adapters made at build time. Loaded by whoever first asks for JSON, not at the start.
 *
 * <p>Thread: any.
 */
public final class Json {
    private static final Jsonb JSONB = Jsonb.instance();

    private Json() {}

    public static <T> byte[] bytes(Class<T> type, T value) {
        return JSONB.type(type).toJsonBytes(value);
    }

    public static <T> String text(Class<T> type, T value) {
        return JSONB.type(type).toJson(value);
    }

    public static <T> Response response(Class<T> type, T value) {
        return Response.of(200, "application/json", new Body.Bytes(ByteBuffer.wrap(bytes(type, value))))
                .with("Cache-Control", "no-store");
    }

    /**
     * What a request's body says.
     *
     * @param shape what to write, for whoever wrote something else: <code>{"files": ["1.mp3"]}</code>
     * @throws HttpError 400 if it is no JSON, 422 if it is JSON of another shape
     */
    public static <T> T body(Class<T> type, Request request, String shape) {
        String body = text(request.body());
        if (body.isBlank()) {
            throw new HttpError(400, "The body is empty: write JSON, like %s.".formatted(shape));
        }
        T said;
        try {
            said = JSONB.type(type).fromJson(body);
        } catch (RuntimeException e) { // the parser's own, and what it throws at numbers out of range
            throw isJson(body)
                    ? anotherShape(shape)
                    : new HttpError(400, "The body is no JSON: write it like %s.".formatted(shape));
        }
        if (said == null) { // adapters take the word null for any record
            throw anotherShape(shape);
        }
        return said;
    }

    /** A replacement character in a file's name would be kept as if it were meant. */
    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpError(400, "The body is not in UTF-8, as JSON is.");
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

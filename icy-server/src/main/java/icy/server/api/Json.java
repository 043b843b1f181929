package icy.server.api;

import icy.server.http.Body;
import icy.server.http.Response;
import io.avaje.jsonb.Jsonb;
import java.nio.ByteBuffer;

/**
 * Records as JSON, by adapters made at build time. Loaded by whoever first asks for JSON, not at the start.
 *
 * <p>Thread: any.
 */
final class Json {
    private static final Jsonb JSONB = Jsonb.instance();

    private Json() {}

    static <T> byte[] bytes(Class<T> type, T value) {
        return JSONB.type(type).toJsonBytes(value);
    }

    static <T> Response response(Class<T> type, T value) {
        return Response.of(200, "application/json", new Body.Bytes(ByteBuffer.wrap(bytes(type, value))))
                .with("Cache-Control", "no-store");
    }
}

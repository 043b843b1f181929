package icy.server.api;

import icy.server.http.Endpoint;
import icy.server.http.Request;
import icy.server.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * {@code /api/openapi.json}: what there is under {@code /api}, described for programs. The document is written by hand,
 * and held to the routes and answers by its test.
 *
 * <p>Thread: a worker.
 */
public final class OpenApi implements Endpoint.Blocking {
    @Override
    public Response handle(Request request) throws IOException {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("openapi.json is missing from the class path");
            }
            return Response.bytes("application/json", ByteBuffer.wrap(in.readAllBytes()))
                    .with("Cache-Control", "no-cache");
        }
    }
}

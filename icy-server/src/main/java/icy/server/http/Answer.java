package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.loop.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A {@link Response} on its way to the one who asked: the bytes that are left of it.
 *
 * <p>Thread: its connection's loop.
 */
final class Answer {
    private final int status;
    private final boolean keepAlive;
    private final ByteBuffer[] headAndBody;

    private Answer(int status, boolean keepAlive, ByteBuffer head, ByteBuffer body) {
        this.status = status;
        this.keepAlive = keepAlive;
        this.headAndBody = new ByteBuffer[] {head, body};
    }

    static Answer of(Response response, Exchange exchange, HeadWriter writer, String serverName) {
        Request request = exchange.request();
        ByteBuffer body;
        Headers.Builder headers = Headers.builder().add("Date", writer.date()).add("Server", serverName);
        headers.addAll(response.headers());
        if (response.body() instanceof Body.Problem problem) {
            boolean json = request != null && request.prefersJson();
            headers.add("Content-Type", json ? Body.Problem.CONTENT_TYPE : "text/plain; charset=utf-8");
            body = ByteBuffer.wrap((json ? problem.json() : problem.sentence()).getBytes(UTF_8));
        } else if (response.body() instanceof Body.Bytes bytes) {
            body = bytes.content().duplicate();
        } else {
            body = ByteBuffer.allocate(0);
        }
        boolean sized = !(response.body() instanceof Body.Endless);
        if (sized && response.status() != 204 && response.status() != 304) { // RFC 9110 8.6
            headers.add("Content-Length", Integer.toString(body.remaining()));
        }
        boolean keepAlive = sized && exchange.reusable();
        headers.add("Connection", keepAlive ? "keep-alive" : "close");
        if (request != null
                && !request.method().equals("OPTIONS")
                && Cors.isReading(request.method())
                && !response.headers().contains("Access-Control-Allow-Origin")) {
            headers.addAll(Cors.READING);
        }
        // A client of HTTP/1.0 is answered in kind: some take anything else for an error.
        String protocol = request == null || request.http11() ? "HTTP/1.1" : "HTTP/1.0";
        byte[] head = HeadWriter.encode(protocol, response.status(), headers.build());
        if (request != null && request.isHead()) {
            body = ByteBuffer.allocate(0);
        }
        return new Answer(response.status(), keepAlive, ByteBuffer.wrap(head), body);
    }

    /** Writes what the socket takes; returns whether that was the rest. */
    boolean write(Wire wire) throws IOException {
        wire.write(headAndBody, 0, headAndBody.length);
        return !headAndBody[0].hasRemaining() && !headAndBody[1].hasRemaining() && !wire.pending();
    }

    /** All of it, if nothing has been written yet. */
    ByteBuffer bytes() {
        ByteBuffer all = ByteBuffer.allocate(headAndBody[0].remaining() + headAndBody[1].remaining());
        return all.put(headAndBody[0]).put(headAndBody[1]).flip();
    }

    int status() {
        return status;
    }

    /** Whether another request may follow on this connection. */
    boolean keepAlive() {
        return keepAlive;
    }
}

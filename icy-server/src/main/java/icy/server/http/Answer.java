package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.loop.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Response} on its way to the one who asked: the bytes that are left of it.
 *
 * <p>Thread: its connection's loop.
 */
final class Answer {
    private final int status;
    private final boolean keepAlive;
    private final ByteBuffer[] headAndBody;
    /** What follows the head instead of a body in memory. */
    private @Nullable Delivery delivery;

    private Answer(int status, boolean keepAlive, ByteBuffer head, ByteBuffer body, @Nullable Delivery delivery) {
        this.status = status;
        this.keepAlive = keepAlive;
        this.headAndBody = new ByteBuffer[] {head, body};
        this.delivery = delivery;
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
        Body.Supplied supplied = response.body() instanceof Body.Supplied it ? it : null;
        boolean sized = supplied == null ? !(response.body() instanceof Body.Endless) : supplied.isSized();
        if (sized && response.status() != 204 && response.status() != 304) { // RFC 9110 8.6
            headers.add("Content-Length", Long.toString(supplied == null ? body.remaining() : supplied.length()));
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
            response.body().release();
            supplied = null;
        }
        Delivery delivery = supplied == null ? null : new Delivery(supplied);
        return new Answer(response.status(), keepAlive, ByteBuffer.wrap(head), body, delivery);
    }

    /** Writes what the socket takes, and of a file as much as others will wait for. */
    Delivery.Progress write(Wire wire) throws IOException {
        if (headAndBody[0].hasRemaining() || headAndBody[1].hasRemaining()) {
            wire.write(headAndBody, 0, headAndBody.length);
            if (headAndBody[0].hasRemaining() || headAndBody[1].hasRemaining()) {
                return Delivery.Progress.HALTED;
            }
        }
        if (delivery != null) {
            return delivery.write(wire);
        }
        return wire.pending() ? Delivery.Progress.HALTED : Delivery.Progress.SENT;
    }

    /** Whether it may take its client long to take all of it. */
    boolean isLong() {
        return delivery != null;
    }

    /** Whether nothing but the end of the connection tells its end. */
    boolean endsWithConnection() {
        return delivery != null && !delivery.isSized();
    }

    /** When there is more to write, {@code wake} is called once, by any thread; false if that must be tried again later. */
    boolean await(Runnable wake) {
        if (delivery == null) {
            throw new IllegalStateException("nothing is awaited: all of it is in memory");
        }
        return delivery.await(wake);
    }

    /** Lets go of what the rest of it would come from. */
    void release() {
        if (delivery != null) {
            delivery.release();
            delivery = null;
        }
    }

    /** All of it, if nothing has been written yet and it is in memory. */
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

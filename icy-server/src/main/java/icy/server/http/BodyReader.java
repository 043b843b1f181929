package icy.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects a small request body, whole, for an endpoint that wants all of it at once. It grows with what arrives, not
 * with what was announced.
 *
 * <p>Thread: its connection's loop.
 */
final class BodyReader {
    /** Enough for any document an interface of this server takes; files come another way. */
    static final int MOST_BYTES = 1 << 20;

    private static final int FIRST_BYTES = 1024;

    private final long lengthBytes;
    private final @Nullable ChunkedDecoder chunks;
    private ByteBuffer body = ByteBuffer.allocate(FIRST_BYTES);

    /** @throws HttpError when the body is announced to be too large */
    BodyReader(Framing framing) {
        this.lengthBytes = framing.lengthBytes();
        this.chunks = framing.chunked() ? new ChunkedDecoder() : null;
        if (lengthBytes > MOST_BYTES) {
            throw tooLarge();
        }
    }

    /** Takes from {@code in} what belongs to the body and no more; returns whether that is all of it. */
    boolean read(ByteBuffer in) {
        while (true) {
            boolean whole = chunks != null ? chunks.decode(in, body) : copy(in);
            if (whole || !in.hasRemaining()) {
                return whole;
            }
            if (body.capacity() >= MOST_BYTES) {
                throw tooLarge();
            }
            body = ByteBuffer.allocate(Math.min(2 * body.capacity(), MOST_BYTES))
                    .put(body.flip());
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(body.array(), body.position());
    }

    private boolean copy(ByteBuffer in) {
        int wanted = (int) lengthBytes - body.position();
        int count = Math.min(wanted, Math.min(in.remaining(), body.remaining()));
        body.put(body.position(), in, in.position(), count);
        body.position(body.position() + count);
        in.position(in.position() + count);
        return count == wanted;
    }

    private static HttpError tooLarge() {
        return new HttpError(413, "The body is larger than %d bytes.".formatted(MOST_BYTES));
    }
}

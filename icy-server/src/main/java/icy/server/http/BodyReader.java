package icy.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects a small request body, whole, for an endpoint that wants all of it at once. It grows with what arrives, not
 * with what was announced, and takes its memory from a budget until it is released.
 *
 * <p>Thread: its connection's loop.
 */
final class BodyReader {
    /** Enough for any document an interface of this server takes; files come another way. */
    static final int MOST_BYTES = 1 << 20;

    /** Enough for a form that anybody may send. */
    static final int MOST_FORM_BYTES = 16 * 1024;

    private static final int FIRST_BYTES = 1024;

    private final RequestBudget budget;
    private final long lengthBytes;
    private final @Nullable ChunkedDecoder chunks;
    private final int mostBytes;
    private ByteBuffer body;

    BodyReader(Framing framing, RequestBudget budget) {
        this(framing, MOST_BYTES, budget);
    }

    /**
     * @param mostBytes a body may have
     * @throws HttpError when the body is announced to be too large, or there is no room for it now
     */
    BodyReader(Framing framing, int mostBytes, RequestBudget budget) {
        this.mostBytes = mostBytes;
        if (framing.lengthBytes() > mostBytes) {
            throw tooLarge();
        }
        this.budget = budget;
        this.lengthBytes = framing.lengthBytes();
        this.chunks = framing.chunked() ? new ChunkedDecoder() : null;
        this.body = allocate(FIRST_BYTES);
    }

    /** Takes from {@code in} what belongs to the body and no more; returns whether that is all of it. */
    boolean read(ByteBuffer in) {
        while (true) {
            boolean whole = chunks != null ? chunks.decode(in, body) : copy(in);
            if (whole || !in.hasRemaining()) {
                return whole;
            }
            if (!body.hasRemaining()) {
                grow();
            }
        }
    }

    /** A copy of what was read. */
    byte[] bytes() {
        return Arrays.copyOf(body.array(), body.position());
    }

    /** Gives the memory back; to be called once. */
    void release() {
        budget.give(body.capacity());
    }

    private void grow() {
        if (body.capacity() >= mostBytes) {
            throw tooLarge();
        }
        ByteBuffer larger = allocate(Math.min(2 * body.capacity(), mostBytes));
        larger.put(body.flip());
        budget.give(body.capacity());
        body = larger;
    }

    private ByteBuffer allocate(int bytes) {
        if (!budget.tryTake(bytes)) {
            throw new HttpError(503, "Too many large requests are under way. Please try again in a moment.");
        }
        return ByteBuffer.allocate(bytes);
    }

    private boolean copy(ByteBuffer in) {
        int wanted = (int) lengthBytes - body.position();
        int count = Math.min(wanted, Math.min(in.remaining(), body.remaining()));
        body.put(body.position(), in, in.position(), count);
        body.position(body.position() + count);
        in.position(in.position() + count);
        return count == wanted;
    }

    private HttpError tooLarge() {
        return new HttpError(413, "The body is larger than %d bytes.".formatted(mostBytes));
    }
}

package icy.server.relay;

import icy.server.http.ChunkedDecoder;
import icy.server.http.HttpError;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A short body that is read whole before anything is done with it. Of a longer one the rest is not read.
 *
 * <p>Thread: one at a time.
 */
final class UpstreamDocument {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final @Nullable ChunkedDecoder chunks;
    private final long lengthBytes;
    private final int mostBytes;
    private final int wantedBytes;

    UpstreamDocument(UpstreamAnswer answer, int mostBytes) {
        this.chunks = answer.chunked() ? new ChunkedDecoder() : null;
        this.lengthBytes = answer.chunked() ? Long.MAX_VALUE : answer.lengthBytes();
        this.mostBytes = mostBytes;
        this.wantedBytes = (int) Math.min(lengthBytes, mostBytes);
    }

    /**
     * Takes more of the body.
     *
     * @return whether that was its end, as far as can be known before the connection is closed
     */
    boolean take(ByteBuffer body) {
        if (chunks == null) {
            append(body);
            return bytes.size() >= wantedBytes;
        }
        ByteBuffer piece = ByteBuffer.allocate(4096);
        try {
            while (body.hasRemaining() && !chunks.done()) {
                chunks.decode(body, piece.clear());
                append(piece.flip());
            }
        } catch (HttpError e) {
            append(piece.flip()); // what came before the damage may do
            return true;
        }
        return chunks.done() || bytes.size() >= mostBytes;
    }

    /** Whether less came than was announced: the rest is missing. */
    boolean isCut() {
        return chunks == null
                ? lengthBytes != Long.MAX_VALUE && bytes.size() < wantedBytes
                : !chunks.done() && bytes.size() < mostBytes;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void append(ByteBuffer part) {
        while (part.hasRemaining() && bytes.size() < wantedBytes) {
            bytes.write(part.get());
        }
    }
}

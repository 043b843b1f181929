package icy.server.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Writes one run of bytes, and gives it to readers in pieces: the first at once, for somebody may be waiting to hear it,
 * the others less often, for a thousand readers may have to be woken.
 *
 * <p>Thread: the worker of a {@link Head}, but for {@link #next}.
 */
final class Publisher {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final GrowingFile file;
    private long publishedTo;
    private volatile long next;
    private long publishedAt;
    private boolean begun;

    Publisher(GrowingFile file, long from) {
        this.file = file;
        this.publishedTo = from;
        this.next = from;
    }

    /**
     * Writes the next bytes, as many of them as nobody else has made.
     *
     * @return whether that was all of them
     */
    boolean write(byte[] bytes, int offset, int count) throws IOException {
        long from = next;
        long end = file.claim(from, from + count);
        try {
            file.write(from, ByteBuffer.wrap(bytes, offset, (int) (end - from)));
        } catch (IOException e) {
            throw new UnwritableException(e);
        }
        next = end;
        boolean isDue = !begun || next - publishedTo >= PIECE_BYTES || System.nanoTime() - publishedAt >= PIECE_NANOS;
        if (isDue && next > publishedTo) {
            publish();
        }
        return end == from + count;
    }

    void publish() {
        if (next > publishedTo) {
            begun = true;
            publishedAt = System.nanoTime();
            file.publish(publishedTo, next);
            publishedTo = next;
        }
    }

    long next() {
        return next;
    }
}

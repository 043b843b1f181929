package icy.server.tags;

import icy.core.ring.StreamTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A file, piece by piece.
 *
 * <p>Thread: any that may wait for a disk.
 */
final class Pushing {
    private static final int CHUNK_BYTES = 64 * 1024;

    /** A cover among the comments comes before the music, and may be large. */
    private static final int MOST_BEGINNING_BYTES = 8 << 20;

    private Pushing() {}

    static void all(ReadableByteChannel from, Consumer<ByteBuffer> to) throws IOException {
        push(from, Long.MAX_VALUE, () -> false, to);
    }

    /** Its beginning, until that is enough, or it is hopeless. */
    static void until(ReadableByteChannel from, BooleanSupplier enough, Consumer<ByteBuffer> to) throws IOException {
        push(from, MOST_BEGINNING_BYTES, enough, to);
    }

    private static void push(ReadableByteChannel from, long most, BooleanSupplier enough, Consumer<ByteBuffer> to)
            throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        long bytes = 0;
        while (bytes < most && !enough.getAsBoolean() && from.read(chunk.clear()) >= 0) {
            bytes += chunk.position();
            to.accept(chunk.flip());
        }
    }

    /** The average bitrate of so many bytes over that time. */
    static int kbps(long bytes, long units) {
        return units <= 0 ? 0 : (int) Math.round(bytes * 8.0 * StreamTime.UNITS_PER_SECOND / units / 1000);
    }
}

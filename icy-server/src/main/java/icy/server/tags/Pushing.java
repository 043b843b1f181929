package icy.server.tags;

import icy.core.ring.StreamTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;

/**
 * A whole file, piece by piece.
 *
 * <p>Thread: any that may wait for a disk.
 */
final class Pushing {
    private static final int CHUNK_BYTES = 64 * 1024;

    private Pushing() {}

    static void all(ReadableByteChannel from, Consumer<ByteBuffer> to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (from.read(chunk.clear()) >= 0) {
            to.accept(chunk.flip());
        }
    }

    /** The average bitrate of so many bytes over that time. */
    static int kbps(long bytes, long units) {
        return units <= 0 ? 0 : (int) Math.round(bytes * 8.0 * StreamTime.UNITS_PER_SECOND / units / 1000);
    }
}

package icy.server.ondemand;

import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads pieces of files on workers and forgets them, so that the kernel has them in its memory when a loop sends them.
 *
 * <p>Thread: any.
 */
final class FileWarmer {
    private static final int PIECE_BYTES = 64 << 10;
    private static final int KEPT_BUFFERS = 8; // as many as there are workers, about

    private final WorkerPool workers;
    /** Direct ones are dear to make, and the JDK would copy through one anyhow. */
    private final Queue<ByteBuffer> buffers = new ArrayBlockingQueue<>(KEPT_BUFFERS);

    FileWarmer(WorkerPool workers) {
        this.workers = workers;
    }

    /**
     * Has a worker read so many bytes and then call {@code done}, with what went wrong if something did; false if no
     * worker has time.
     */
    boolean warm(FileChannel file, long position, long count, Consumer<@Nullable IOException> done) {
        return workers.tryExecute(() -> {
            IOException failure = null;
            try {
                read(file, position, position + count);
            } catch (IOException e) {
                failure = e;
            }
            done.accept(failure);
        });
    }

    private void read(FileChannel file, long from, long to) throws IOException {
        ByteBuffer kept = buffers.poll();
        ByteBuffer buffer = kept == null ? ByteBuffer.allocateDirect(PIECE_BYTES) : kept;
        try {
            long at = from;
            while (at < to) {
                int count = file.read(buffer.clear().limit((int) Math.min(PIECE_BYTES, to - at)), at);
                if (count <= 0) {
                    return; // it has become shorter; whoever sends it will see that
                }
                at += count;
            }
        } finally {
            buffers.offer(buffer);
        }
    }
}

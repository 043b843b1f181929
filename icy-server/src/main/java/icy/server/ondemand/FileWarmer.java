package icy.server.ondemand;

import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on workers what may wait for a disk: reads pieces of files and forgets them, so that the kernel has them in its memory when a loop sends them.
 *
 * <p>Thread: any.
 */
final class FileWarmer {
    private static final int PIECE_BYTES = 64 << 10;
    private static final int KEPT_BUFFERS = 8; // as many as there are workers, about

    private static final Logger log = LoggerFactory.getLogger(FileWarmer.class);

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
            } catch (RuntimeException | OutOfMemoryError e) { // whoever waits must hear of it, whatever it is
                failure = new IOException(e);
            }
            done.accept(failure);
        });
    }

    /** Closes it on a worker: where it was deleted meanwhile, that may take the disk as long as deleting it would have. */
    void close(FileChannel file) {
        if (!workers.tryExecute(() -> closeNow(file))) {
            closeNow(file);
        }
    }

    private static void closeNow(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("closing a file", e); // it was only read
        }
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

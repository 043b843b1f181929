package icy.server.cover;

import icy.server.loop.WorkerPool;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has pictures decoded one at a time, however many processors there are, since a large one takes 100 MB while it is; those
 * that wait have so many bytes in all. Between two pictures others get their turn on the workers.
 *
 * <p>Thread: any.
 */
final class Decoding {
    private static final long MOST_WAITING_BYTES = 4L * PictureReader.MOST_BYTES;
    private static final int MOST_WAITING = 500;
    private static final Logger log = LoggerFactory.getLogger(Decoding.class);

    private final WorkerPool painters;
    private final Queue<Decoding.Task> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean isBusy;

    Decoding(WorkerPool painters) {
        this.painters = painters;
    }

    private record Task(long bytes, Runnable work) {}

    /** Runs {@code work}, which holds a picture of so many bytes, on a worker, or returns false when there is no room. */
    synchronized boolean tryExecute(long length, Runnable work) {
        if (bytes + length > MOST_WAITING_BYTES || waiting.size() >= MOST_WAITING) {
            return false;
        }
        if (!isBusy && !painters.tryExecute(this::decode)) {
            return false;
        }
        isBusy = true;
        waiting.add(new Task(length, work));
        bytes += length;
        return true;
    }

    /** Thread: a painter. */
    private void decode() {
        boolean isHandedOn = false;
        while (!isHandedOn) {
            Task task = next();
            if (task == null) {
                return;
            }
            run(task);
            isHandedOn = painters.tryExecute(this::decode); // behind what else waits there
        }
    }

    private synchronized @Nullable Task next() {
        Task task = waiting.poll();
        isBusy = task != null;
        return task;
    }

    private void run(Task task) {
        try {
            task.work().run();
        } catch (RuntimeException | Error e) { // the next ones are to be decoded all the same
            log.error("a picture was given up", e);
        } finally {
            done(task);
        }
    }

    private synchronized void done(Task task) {
        bytes -= task.bytes();
    }
}

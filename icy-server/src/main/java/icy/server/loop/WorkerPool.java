package icy.server.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for work that may block, and a bounded queue before them. A full pool says no at once, and the caller answers
 * for it (503, or try again in the next tick).
 *
 * <p>Threads are made when first needed and end after half a minute of idleness.
 *
 * <p>Thread: any.
 */
public final class WorkerPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final ThreadPoolExecutor executor;
    private final AtomicInteger unfinished = new AtomicInteger();

    /**
     * @param queueLimit tasks that may wait for a thread. With 0 nothing waits: each task gets an idle thread or a new
     *     one, so a thread that is stuck in a dead disk is replaced, until all {@code threads} are.
     */
    WorkerPool(String name, int threads, int queueLimit) {
        this.name = name;
        BlockingQueue<Runnable> queue =
                queueLimit == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queueLimit);
        int core = queueLimit == 0 ? 0 : threads; // beyond its core an executor grows only while its queue is full
        this.executor = new ThreadPoolExecutor(core, threads, IDLE_SECONDS, TimeUnit.SECONDS, queue, namedThreads());
        executor.allowCoreThreadTimeOut(core > 0);
    }

    /** Runs {@code task} on a worker, or returns false when there is no room (or the pool is closed). */
    public boolean tryExecute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            unfinished.decrementAndGet();
            return false;
        }
    }

    /** Runs tasks here, or where there is no room on a thread of {@code spare}; never on the one that asks. */
    Executor orElse(WorkerPool spare) {
        return task -> {
            if (!tryExecute(task) && !spare.tryExecute(task)) {
                throw new RejectedExecutionException(name + " and " + spare.name + " are full");
            }
        };
    }

    /** From now on there may be so many threads; never fewer than before. */
    synchronized void atLeast(int threads) {
        if (threads > executor.getMaximumPoolSize()) {
            executor.setMaximumPoolSize(threads);
        }
    }

    public String name() {
        return name;
    }

    /** Tasks that wait for a thread. */
    public int queued() {
        return executor.getQueue().size();
    }

    /** Tasks taken on and not done yet, whether they wait, run, or are on their way to a thread. */
    public int unfinished() {
        return unfinished.get();
    }

    /** Threads that are at work. */
    public int active() {
        return executor.getActiveCount();
    }

    /** Takes no more tasks, forgets those that wait and interrupts those at work. Does not wait for them. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // the thread goes on with other people's work
            log.error(
                    "{}: a task failed and was abandoned",
                    Thread.currentThread().getName(),
                    e);
        } finally {
            unfinished.decrementAndGet();
        }
    }

    private ThreadFactory namedThreads() {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true); // a thread stuck in a dead disk must not keep the process alive
            return thread;
        };
    }
}

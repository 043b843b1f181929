package icy.server.state;

import java.util.concurrent.CompletableFuture;

/**
 * What waits for the store's thread.
 *
 * <p>Thread: any.
 */
sealed interface Job permits Pending, Job.Alone {
    /** After this one the thread ends. */
    Alone END = new Alone(() -> {}, new CompletableFuture<>());

    /** Nothing of it was done. */
    void refuse(Throwable why);

    /** Done between two commits, without a transaction about it. */
    record Alone(Runnable task, CompletableFuture<?> result) implements Job {
        @Override
        public void refuse(Throwable why) {
            result.completeExceptionally(why);
        }
    }
}

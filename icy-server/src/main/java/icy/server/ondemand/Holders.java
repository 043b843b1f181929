package icy.server.ondemand;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many use something that must be closed when the last of them has done with it.
 *
 * <p>Thread: any.
 */
final class Holders {
    private final Runnable close;
    private final AtomicInteger count = new AtomicInteger(1);

    /** Held by whoever makes it. */
    Holders(Runnable close) {
        this.close = close;
    }

    /** One more; false if it is closed already. */
    boolean join() {
        int now = count.get();
        while (now > 0) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    int count() {
        return count.get();
    }

    /** One less. */
    void leave() {
        if (count.decrementAndGet() == 0) {
            close.run();
        }
    }
}

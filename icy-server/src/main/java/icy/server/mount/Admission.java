package icy.server.mount;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections may be sent a stream at once, all mounts together.
 *
 * <p>Thread: any.
 */
final class Admission {
    private final int limit;
    private final AtomicInteger present = new AtomicInteger();

    Admission(int limit) {
        this.limit = limit;
    }

    /** Takes a place if there is one; to be given back by {@link #leave}. */
    boolean tryEnter() {
        if (present.incrementAndGet() <= limit) {
            return true;
        }
        present.decrementAndGet();
        return false;
    }

    void leave() {
        present.decrementAndGet();
    }

    int limit() {
        return limit;
    }
}

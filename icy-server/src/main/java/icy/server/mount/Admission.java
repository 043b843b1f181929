package icy.server.mount;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many connections may be sent a stream at once, all mounts together.
 *
 * <p>Thread: any.
 */
final class Admission {
    private volatile int limit;
    private final AtomicInteger present = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();

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

    /** A number that no other connection of this server's run has. */
    long nextId() {
        return lastId.incrementAndGet();
    }

    void leave() {
        present.decrementAndGet();
    }

    int limit() {
        return limit;
    }

    /** Who is there already stays, even if they are too many now. */
    void limit(int next) {
        limit = next;
    }
}

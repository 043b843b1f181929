package icy.server.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for request bodies and long heads, shared by all connections: without it, many clients with a request each that
 * is small enough would still add up to more than there is.
 *
 * <p>Thread: any.
 */
final class RequestBudget {
    private final AtomicLong leftBytes;

    RequestBudget(long bytes) {
        this.leftBytes = new AtomicLong(bytes);
    }

    boolean tryTake(long bytes) {
        long left = leftBytes.addAndGet(-bytes);
        if (left < 0) {
            leftBytes.addAndGet(bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        leftBytes.addAndGet(bytes);
    }

    long leftBytes() {
        return leftBytes.get();
    }
}

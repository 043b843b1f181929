package icy.server.stats;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that one thread changes and any thread reads. Adding costs a plain store: no lock, no contended cache line.
 *
 * <p>Thread: {@link #add} its owner; {@link #get} any.
 */
public final class Counter {
    private final AtomicLong value = new AtomicLong();

    public void add(long amount) {
        value.lazySet(value.getPlain() + amount);
    }

    public long get() {
        return value.get();
    }
}

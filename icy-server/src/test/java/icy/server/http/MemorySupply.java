package icy.server.http;

import icy.server.loop.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes in memory of which a test says how many are there already.
 *
 * <p>Thread: any.
 */
final class MemorySupply implements Supply {
    private final byte[] bytes;
    private final AtomicInteger releases = new AtomicInteger();
    private final List<Runnable> waiters = new ArrayList<>();
    private int there;
    private boolean ended;
    private boolean attended = true;
    private boolean failed;
    private int refusals;

    private MemorySupply(byte[] bytes, int there) {
        this.bytes = bytes;
        this.there = there;
    }

    static MemorySupply whole(byte[] bytes) {
        return new MemorySupply(bytes, bytes.length);
    }

    /** Has nothing until {@link #grow}. */
    static MemorySupply growing(byte[] bytes) {
        return new MemorySupply(bytes, 0);
    }

    synchronized void grow(int to) {
        there = to;
        wake();
    }

    /** There will be no more than there is. */
    synchronized void end() {
        ended = true;
        wake();
    }

    /** What is missing cannot be had. */
    synchronized void fail() {
        failed = true;
        wake();
    }

    /** How often nobody could see to one who wanted to wait. */
    synchronized int refusals() {
        return refusals;
    }

    /** Whether somebody sees to those who wait. */
    synchronized void attended(boolean now) {
        attended = now;
    }

    private void wake() {
        waiters.forEach(Runnable::run);
        waiters.clear();
    }

    synchronized int waiting() {
        return waiters.size();
    }

    int releases() {
        return releases.get();
    }

    @Override
    public synchronized long ready(long position) throws IOException {
        if (failed && position >= there) {
            throw new IOException("the disk is broken");
        }
        boolean over = position >= bytes.length || ended && position >= there;
        return over ? END : Math.max(there - position, 0);
    }

    @Override
    public synchronized boolean await(long position, Runnable wake) {
        if (attended && (ended || there > position)) {
            wake.run();
        } else if (attended) {
            waiters.add(wake);
        } else {
            refusals++;
        }
        return attended;
    }

    @Override
    public long send(long position, long count, Wire wire) throws IOException {
        return wire.write(ByteBuffer.wrap(bytes, (int) position, (int) count));
    }

    @Override
    public void release() {
        releases.incrementAndGet();
    }
}

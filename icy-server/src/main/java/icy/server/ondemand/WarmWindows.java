package icy.server.ondemand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Which windows of a file the kernel has in its memory, as far as can be known: those that a worker has read a few seconds
 * ago, all of each. From there a loop may send without waiting for the disk. That some bytes were sent says nothing of the
 * others in the window.
 *
 * <pre>
 *  file   |  window 0  |  window 1  |  window 2  |...
 *            read 2 s     read 7 s     nothing known:
 *            ago: warm    ago: warm,   whoever wants it waits until a worker has read it
 *                         but ageing: read again while it is used
 * </pre>
 *
 * <p>Thread: any.
 */
final class WarmWindows {
    static final int WINDOW_BYTES = 256 << 10;

    /** What was read half a minute ago, and is used, a kernel has not given to others; reading it again is not free. */
    static final int WARM_SECONDS = 30;

    private static final int AGEING_SECONDS = WARM_SECONDS / 2;

    private static final int COLD = Integer.MIN_VALUE;
    private static final int FAILED = COLD + 1;

    private final LongSupplier nanoClock;
    private final long startNanos;
    /** For each window the second, since the start, in which it was last read. */
    private final AtomicIntegerArray readSeconds;
    /** By window, who waits for it; guarded by itself. A window that a worker has in hand is in it. */
    private final Map<Integer, List<Runnable>> awaited = new HashMap<>();

    WarmWindows(long fileBytes, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.readSeconds = new AtomicIntegerArray(Math.toIntExact(fileBytes / WINDOW_BYTES) + 1);
        for (int window = 0; window < readSeconds.length(); window++) {
            readSeconds.setPlain(window, COLD);
        }
    }

    static int windowOf(long position) {
        return (int) (position / WINDOW_BYTES);
    }

    static long beginOf(int window) {
        return (long) window * WINDOW_BYTES;
    }

    boolean isWarm(int window) {
        int read = readSeconds.getOpaque(window);
        return read > FAILED && second() - read <= WARM_SECONDS;
    }

    /** Whether it is cold or soon will be, and nobody reads it yet. */
    boolean isAgeing(int window) {
        int read = readSeconds.getOpaque(window);
        return (read <= FAILED || second() - read > AGEING_SECONDS) && !isAwaited(window);
    }

    /** Whether the disk could not give it when it was asked last. */
    boolean hasFailed(int window) {
        return readSeconds.getOpaque(window) == FAILED;
    }

    private boolean isAwaited(int window) {
        synchronized (awaited) {
            return awaited.containsKey(window);
        }
    }

    private int second() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - startNanos);
    }

    /** Has {@code waiter} called when the window was read; true if nobody reads it yet, which the caller must see to. */
    boolean await(int window, Runnable waiter) {
        synchronized (awaited) {
            List<Runnable> waiters = awaited.computeIfAbsent(window, none -> new ArrayList<>(1));
            waiters.add(waiter);
            return waiters.size() == 1;
        }
    }

    /** It has been read: whoever waits for it goes on. */
    void read(int window) {
        readSeconds.setOpaque(window, second());
        waiters(window).forEach(Runnable::run);
    }

    /** It cannot be read: whoever waits for it is told by {@link #hasFailed}. */
    void fail(int window) {
        readSeconds.setOpaque(window, FAILED);
        waiters(window).forEach(Runnable::run);
    }

    /** It has not been read: those who wait for it, {@code first} apart, are to ask again. */
    void abandon(int window, Runnable first) {
        waiters(window).stream().filter(waiter -> waiter != first).forEach(Runnable::run);
    }

    private List<Runnable> waiters(int window) {
        synchronized (awaited) {
            List<Runnable> waiters = awaited.remove(window);
            return waiters == null ? List.of() : waiters;
        }
    }
}

package icy.server.loop;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The armed timers of a loop: a binary heap by deadline in which every timer knows its own slot, so that disarming one
 * removes it in logarithmic time. Ten thousand cancelled idle timeouts leave nothing behind.
 *
 * <p>Deadlines are compared by subtraction because {@link System#nanoTime} may wrap.
 *
 * <p>Thread: its loop.
 */
final class Timers {
    private static final long NANOS_A_MILLI = 1_000_000;

    private @Nullable Timer[] heap = new @Nullable Timer[16];
    private int size;

    void arm(Timer timer, long deadlineNanos) {
        disarm(timer);
        timer.deadlineNanos = deadlineNanos;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, timer);
    }

    void disarm(Timer timer) {
        int slot = timer.slot;
        if (slot == Timer.NOT_ARMED) {
            return;
        }
        timer.slot = Timer.NOT_ARMED;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            siftDown(slot, last);
            if (last.slot == slot) {
                siftUp(slot, last);
            }
        }
    }

    /**
     * Hands every timer that is due to {@code run}, disarmed, in the order of their deadlines. A timer that arms itself
     * again for the past runs in the next turn, so that it cannot keep the sockets waiting.
     */
    void expire(long nowNanos, Consumer<Runnable> run) {
        for (int most = size; most > 0 && size > 0; most--) {
            Timer next = at(0);
            if (next.deadlineNanos - nowNanos > 0) {
                return;
            }
            disarm(next);
            run.accept(next.task);
        }
    }

    /** Milliseconds to sleep until the next timer is due, rounded up; 0 if it is due now, -1 if there is none. */
    long sleepMillis(long nowNanos) {
        if (size == 0) {
            return -1;
        }
        long nanos = at(0).deadlineNanos - nowNanos;
        // Rounded up: rounded down, the last fraction of a millisecond would be spent spinning.
        return nanos <= 0 ? 0 : (nanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI;
    }

    int size() {
        return size;
    }

    private void siftUp(int slot, Timer timer) {
        while (slot > 0) {
            int parent = (slot - 1) / 2;
            Timer above = at(parent);
            if (above.deadlineNanos - timer.deadlineNanos <= 0) {
                break;
            }
            put(slot, above);
            slot = parent;
        }
        put(slot, timer);
    }

    private void siftDown(int slot, Timer timer) {
        while (2 * slot + 1 < size) {
            int child = 2 * slot + 1;
            if (child + 1 < size && at(child + 1).deadlineNanos - at(child).deadlineNanos < 0) {
                child++;
            }
            Timer below = at(child);
            if (timer.deadlineNanos - below.deadlineNanos <= 0) {
                break;
            }
            put(slot, below);
            slot = child;
        }
        put(slot, timer);
    }

    private void put(int slot, Timer timer) {
        heap[slot] = timer;
        timer.slot = slot;
    }

    private Timer at(int slot) {
        Timer timer = heap[slot];
        if (timer == null) {
            throw new IllegalStateException("no timer in slot " + slot + " of " + size);
        }
        return timer;
    }
}

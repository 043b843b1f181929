package icy.server.mount;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Listeners spread over the slices of a flush interval, so that no slice holds the loop longer than a few milliseconds.
 *
 * <p>A newcomer goes to the first slice that has room: few listeners share one slice, and the loop sleeps through the
 * others; many fill all slices evenly. Adding, removing and walking allocate nothing, save when a slice grows.
 *
 * <p>Thread: one loop.
 */
final class Wheel {
    /** Listeners a slice takes before the next one is begun: half a millisecond of writing. */
    private static final int SLICE_FILL = 64;

    private @Nullable Listener[][] slices;
    private int[] sizes;
    private int size;

    Wheel(int slices) {
        this.slices = new Listener[slices][];
        Arrays.fill(this.slices, new Listener[0]);
        this.sizes = new int[slices];
    }

    int slices() {
        return sizes.length;
    }

    int sliceSize(int slice) {
        return sizes[slice];
    }

    Listener get(int slice, int index) {
        Listener listener = slices[slice][index];
        if (listener == null) {
            throw new IllegalStateException("slice " + slice + " has no listener " + index);
        }
        return listener;
    }

    void add(Listener listener) {
        int fill = Math.max(SLICE_FILL, size / sizes.length + 1);
        int slice = 0;
        while (sizes[slice] >= fill && slice < sizes.length - 1) {
            slice++;
        }
        int index = sizes[slice]++;
        if (index == slices[slice].length) {
            slices[slice] = Arrays.copyOf(slices[slice], Math.max(8, index + index / 2));
        }
        slices[slice][index] = listener;
        listener.place(this, slice, index);
        size++;
    }

    /** The last listener of the slice takes the place of the removed one. */
    void remove(int slice, int index) {
        int last = --sizes[slice];
        Listener moved = slices[slice][last];
        slices[slice][last] = null;
        if (index != last && moved != null) {
            slices[slice][index] = moved;
            moved.place(this, slice, index);
        }
        size--;
    }

    /** Deals all listeners out again over another number of slices. */
    void resize(int newSlices) {
        @Nullable Listener[][] old = slices;
        int[] oldSizes = sizes;
        slices = new Listener[newSlices][];
        Arrays.fill(slices, new Listener[0]);
        sizes = new int[newSlices];
        int all = size;
        size = 0;
        int fill = Math.max(SLICE_FILL, all / newSlices + 1);
        for (int slice = 0; slice < newSlices; slice++) {
            slices[slice] = new Listener[Math.min(all, fill)];
        }
        for (int slice = 0; slice < oldSizes.length; slice++) {
            for (int i = 0; i < oldSizes[slice]; i++) {
                Listener listener = old[slice][i];
                if (listener != null) {
                    add(listener);
                }
            }
        }
    }
}

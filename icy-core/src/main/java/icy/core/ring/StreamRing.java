package icy.core.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The newest stretch of a mount's stream: one direct buffer that all listeners share, and where and when each unit in it
 * begins.
 *
 * <pre>
 *     overwritten    history      retained window (seconds)          not yet
 *   ──────────────┬───────────┬──────────────────────────────────┬─────────────
 *                 │  primes   │ a listener may be anywhere here  │
 *            edge-capacity  retainedFrom                        edge     stream position →
 * </pre>
 *
 * <p>Positions are absolute: bytes since the mount began, never wrapped; only this class folds them. Units are numbered
 * from 0 as they are appended. The retained window is held in time, not in bytes: when it no longer fits (a track of a
 * higher bitrate), the writer moves to a buffer half as large again, up to {@code maxBytes}; beyond that the window gets
 * shorter. Some units before the window are kept too, because the oldest entry may need bytes of them.
 *
 * <p>One writer, any number of readers, no lock. The writer raises {@code reserved}, copies, then raises {@code
 * published}; a reader that has used bytes asks {@link #holds} afterwards whether they were still whole. Readers that
 * stay inside the retained window are ahead of the writer by at least the history.
 *
 * <p>Thread: {@link #append} the mount's home loop; everything else any.
 */
public final class StreamRing {
    /** What {@link #unitAtTime} and {@link #unitAtPosition} answer while nothing has been appended. */
    public static final long NO_UNIT = -1;

    /** Kept before the window: 64 units cover the 511 bytes an MP3 frame may point back to, at any bitrate. */
    public static final int HISTORY_UNITS = 64;

    private static final int HISTORY_BYTES = 16 * 1024;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long retainUnits;
    private final int maxBytes;
    /** Whether there was memory when more was needed; the writer's own. */
    private boolean mayGrow = true;

    private volatile Storage storage;
    private volatile long reservedPosition;
    private volatile long publishedUnits;
    private volatile long edgePosition;
    private volatile long edgeTime;
    private volatile long retainedFromUnit;

    /** A ring whose stream begins at time 0; see {@link #StreamRing(long, int, int, long)}. */
    public StreamRing(long retainUnits, int initialBytes, int maxBytes) {
        this(retainUnits, initialBytes, maxBytes, 0);
    }

    /**
     * @param retainUnits length of the retained window in stream time
     * @param initialBytes first size of the buffer
     * @param maxBytes the buffer never grows beyond this
     * @param fromTime stream time of the first unit
     */
    public StreamRing(long retainUnits, int initialBytes, int maxBytes, long fromTime) {
        if (retainUnits <= 0 || initialBytes <= 2 * HISTORY_BYTES || maxBytes < initialBytes) {
            throw new IllegalArgumentException("retainUnits=" + retainUnits + ", initialBytes=" + initialBytes
                    + " (more than " + 2 * HISTORY_BYTES + "), maxBytes=" + maxBytes);
        }
        this.retainUnits = retainUnits;
        this.maxBytes = maxBytes;
        this.storage = new Storage(initialBytes, 1024);
        this.edgeTime = fromTime;
    }

    /** Copies one whole unit in and publishes it. */
    public void append(byte[] bytes, int offset, int length, long durationUnits) {
        if (length <= 0 || length > HISTORY_BYTES * 4 || durationUnits < 0) {
            throw new IllegalArgumentException("length=" + length + ", durationUnits=" + durationUnits);
        }
        long position = edgePosition;
        long unit = publishedUnits;
        makeRoom(position, unit, length);
        Storage to = storage;
        reservedPosition = position + length; // a volatile write: readers see it before any overwritten byte
        VarHandle.storeStoreFence();
        to.put(position, bytes, offset, length);
        to.mark(unit, position, edgeTime);
        // The edge's own mark: the unit to come begins where this one ends.
        to.mark(unit + 1, position + length, edgeTime + durationUnits);
        edgeTime += durationUnits; // Single writer: no other thread adds to it.
        edgePosition = position + length;
        publishedUnits = unit + 1;
        long from = retainedFromUnit;
        while (from < unit && to.time(from + 1) <= edgeTime - retainUnits) {
            from++;
        }
        retainedFromUnit = from;
    }

    /** Stream position of the live edge: where the next unit will begin. */
    public long edgePosition() {
        return edgePosition;
    }

    /** Stream time of the live edge. */
    public long edgeTime() {
        return edgeTime;
    }

    /** Units appended since the mount began; the newest whole unit has this number minus one. */
    public long units() {
        return publishedUnits;
    }

    /** Number of the oldest unit in the retained window. */
    public long retainedFromUnit() {
        return retainedFromUnit;
    }

    /** Stream position at which the retained window begins. */
    public long retainedFromPosition() {
        return unitPosition(retainedFromUnit);
    }

    /** Where unit {@code unit} begins; {@code unit == units()} is the live edge. Valid while {@link #holds} that position. */
    public long unitPosition(long unit) {
        return storage.position(unit);
    }

    /** When unit {@code unit} begins. Valid as {@link #unitPosition}. */
    public long unitTime(long unit) {
        return storage.time(unit);
    }

    /** The retained unit that plays at {@code time}, or the nearest one still or already there; NO_UNIT when empty. */
    public long unitAtTime(long time) {
        return search(time, /* byTime= */ true);
    }

    /** The retained unit that holds the byte at {@code position}, or the nearest; NO_UNIT when empty. */
    public long unitAtPosition(long position) {
        return search(position, /* byTime= */ false);
    }

    /** Whether the bytes from {@code position} on have not been overwritten; ask again after having used them. */
    public boolean holds(long position) {
        return holds(position, storage);
    }

    /**
     * Copies bytes out; for joins, not for flushes.
     *
     * @return whether all of them were still whole
     */
    public boolean copy(long position, byte[] into, int offset, int length) {
        Storage from = storage;
        from.get(position, into, offset, length);
        return holds(position, from);
    }

    /** Bytes the buffer takes in memory now. */
    public int capacityBytes() {
        return storage.capacity();
    }

    /** The buffer that holds the edge now; a reader makes its own views of it and renews them when this changes. */
    Storage storage() {
        return storage;
    }

    boolean holds(long position, Storage in) {
        VarHandle.loadLoadFence(); // the bytes were read before this
        return position >= reservedPosition - in.capacity();
    }

    private long search(long key, boolean byTime) {
        long units = publishedUnits;
        if (units == 0) {
            return NO_UNIT;
        }
        Storage in = storage;
        long low = retainedFromUnit;
        long high = units - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if ((byTime ? in.time(middle) : in.position(middle)) <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void makeRoom(long edge, long units, int length) {
        Storage old = storage;
        long from = Math.max(0, retainedFromUnit - HISTORY_UNITS);
        if (units + 2 - from > old.markCapacity()) {
            old = old.withMoreMarks(units);
            storage = old;
        }
        if (edge + length - old.position(retainedFromUnit) + HISTORY_BYTES <= old.capacity()) {
            return;
        }
        if (mayGrow && old.capacity() < maxBytes) {
            try {
                storage = old.withMoreBytes((int) Math.min(maxBytes, old.capacity() * 3L / 2), edge);
                return;
            } catch (OutOfMemoryError e) {
                mayGrow = false; // asking again would hold the writer up each time
            }
        }
        long needed = edge + length + HISTORY_BYTES - old.capacity();
        long unit = retainedFromUnit;
        while (unit < units && old.position(unit) < needed) {
            unit++;
        }
        retainedFromUnit = unit;
    }

    /** A buffer and its marks; either is replaced when the window outgrows it. */
    static final class Storage {
        private final ByteBuffer bytes;
        private final long[] positions;
        private final long[] times;

        Storage(int capacityBytes, int markCapacity) {
            this(ByteBuffer.allocateDirect(capacityBytes), new long[markCapacity], new long[markCapacity]);
        }

        private Storage(ByteBuffer bytes, long[] positions, long[] times) {
            this.bytes = bytes;
            this.positions = positions;
            this.times = times;
        }

        int capacity() {
            return bytes.capacity();
        }

        int markCapacity() {
            return positions.length;
        }

        int index(long position) {
            return (int) (position % bytes.capacity());
        }

        ByteBuffer view() {
            return bytes.duplicate();
        }

        long position(long unit) {
            return (long) LONGS.getOpaque(positions, (int) unit & (positions.length - 1));
        }

        long time(long unit) {
            return (long) LONGS.getOpaque(times, (int) unit & (times.length - 1));
        }

        void mark(long unit, long position, long time) {
            LONGS.setOpaque(positions, (int) unit & (positions.length - 1), position);
            LONGS.setOpaque(times, (int) unit & (times.length - 1), time);
        }

        void put(long position, byte[] from, int offset, int length) {
            int index = index(position);
            int first = Math.min(length, capacity() - index);
            bytes.put(index, from, offset, first);
            bytes.put(0, from, offset + first, length - first);
        }

        void get(long position, byte[] into, int offset, int length) {
            int index = index(position);
            int first = Math.min(length, capacity() - index);
            bytes.get(index, into, offset, first);
            bytes.get(0, into, offset + first, length - first);
        }

        /** The same bytes with twice as many marks. */
        Storage withMoreMarks(long units) {
            int marks = 2 * markCapacity();
            Storage next = new Storage(bytes, new long[marks], new long[marks]);
            for (long unit = Math.max(0, units + 1 - markCapacity()); unit <= units; unit++) {
                next.mark(unit, position(unit), time(unit));
            }
            return next;
        }

        /** The same marks over a larger buffer; this one is not written again. */
        Storage withMoreBytes(int capacityBytes, long edge) {
            Storage next = new Storage(ByteBuffer.allocateDirect(capacityBytes), positions, times);
            byte[] piece = new byte[8192];
            long position = Math.max(0, edge - capacity());
            while (position < edge) {
                int length = (int) Math.min(piece.length, edge - position);
                get(position, piece, 0, length);
                next.put(position, piece, 0, length);
                position += length;
            }
            return next;
        }
    }
}

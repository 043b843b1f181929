package icy.core.ring;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one gathering write to one listener carries: stretches of the ring, and small pieces that are the listener's own.
 *
 * <p>Belongs to a loop and a ring and is reused for every listener of that pair: the views of the ring only move their
 * position and limit, small pieces are copied into one scratch buffer, and nothing is allocated. Every piece remembers
 * what it was, so that after a short write its owner can tell exactly how far it came.
 *
 * <p>Thread: one loop.
 */
public final class Gather {
    /** Pieces in one write. 64 carry 4 s of audio even when a metadata block comes every 512 bytes at 64 kbit/s. */
    public static final int MAX_PIECES = 64;

    private static final int SCRATCH_BYTES = 16 * 1024;

    private final StreamRing ring;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final ByteBuffer[] scratchViews = new ByteBuffer[MAX_PIECES];
    private final ByteBuffer[] ringViews = new ByteBuffer[MAX_PIECES];
    private final ByteBuffer[] buffers = new ByteBuffer[MAX_PIECES];
    private final int[] lengths = new int[MAX_PIECES];
    private final @Nullable Object[] tags = new Object[MAX_PIECES];
    private StreamRing.@Nullable Storage storage;
    private int scratchUsed;
    private int count;
    private long bytes;

    public Gather(StreamRing ring) {
        this.ring = ring;
        for (int i = 0; i < MAX_PIECES; i++) {
            scratchViews[i] = scratch.duplicate();
        }
    }

    /**
     * Empties it for the next listener.
     *
     * @return the live edge: the ring may be added up to there
     */
    public long begin() {
        long edge = ring.edgePosition(); // before the storage: a newer storage holds all that an older one held
        StreamRing.Storage now = ring.storage();
        if (storage != now) {
            storage = now;
            for (int i = 0; i < MAX_PIECES; i++) {
                ringViews[i] = now.view();
            }
        }
        for (int i = 0; i < count; i++) {
            tags[i] = null;
        }
        count = 0;
        scratchUsed = 0;
        bytes = 0;
        return edge;
    }

    /** Whether ring bytes added from {@code position} on were whole until now: to be asked after the write. */
    public boolean held(long position) {
        StreamRing.Storage from = storage;
        return from != null && ring.holds(position, from);
    }

    /**
     * Adds ring bytes.
     *
     * @return how many were added: fewer than {@code length} where the buffer wraps (add again), 0 when full or nothing was asked
     */
    public int addRing(long position, int length, Object tag) {
        StreamRing.Storage from = storage;
        if (count == MAX_PIECES || from == null || length <= 0) {
            return 0;
        }
        int index = from.index(position);
        int part = Math.min(length, from.capacity() - index);
        ByteBuffer view = ringViews[count];
        view.limit(index + part).position(index);
        add(view, part, tag);
        return part;
    }

    /**
     * Copies bytes in.
     *
     * @return how many were added: fewer than {@code length}, or 0, when full
     */
    public int addBytes(byte[] from, int offset, int length, Object tag) {
        int part = Math.min(length, SCRATCH_BYTES - scratchUsed);
        if (count == MAX_PIECES || part == 0) {
            return 0;
        }
        scratch.put(scratchUsed, from, offset, part);
        ByteBuffer view = scratchViews[count];
        view.limit(scratchUsed + part).position(scratchUsed);
        scratchUsed += part;
        add(view, part, tag);
        return part;
    }

    /** The pieces, of which {@link #count()} count; their positions move as they are written. */
    public ByteBuffer[] buffers() {
        return buffers;
    }

    public int count() {
        return count;
    }

    /** Bytes of all pieces together. */
    public long bytes() {
        return bytes;
    }

    public int length(int piece) {
        return lengths[piece];
    }

    /** What the piece was added as. */
    public @Nullable Object tag(int piece) {
        return tags[piece];
    }

    private void add(ByteBuffer view, int length, Object tag) {
        buffers[count] = view;
        lengths[count] = length;
        tags[count] = tag;
        count++;
        bytes += length;
    }
}

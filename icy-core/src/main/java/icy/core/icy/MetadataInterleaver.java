package icy.core.icy;

import icy.core.ring.Gather;
import org.jspecify.annotations.Nullable;

/**
 * Where one listener is in the stream, byte for byte: which audio comes next, how far the next metadata block is, and
 * what is left of a block that was sent in part.
 *
 * <pre>
 *   first bytes (a primer)   ring, from position on
 *   ├───────────────────────┼──────────────┤L block├──────────────┤L├──────────────┤L├─ …
 *   └────────── metaint bytes of audio ────┘       └─── metaint ──┘ └─── metaint ──┘
 * </pre>
 *
 * <p>A cursor without side effects on others: {@link #gather} says what comes next and changes nothing, {@link #took} is
 * told how much of that the socket accepted. A short write anywhere, in the middle of a block too, resumes exactly. The
 * first block carries the title in full; later ones only a change. Neither method allocates.
 *
 * <p>Thread: the listener's loop.
 */
public final class MetadataInterleaver {
    private static final int NO_METADATA = Integer.MAX_VALUE;
    private static final byte[] NOTHING = {};

    /** What a piece of a {@link Gather} is: one of these, or the {@link TitleMark} whose block it belongs to. */
    private enum Piece {
        RING,
        FIRST,
        UNCHANGED
    }

    private final int metaint;
    private int audioLeft;
    private long position;
    private byte[] first;
    private int firstSent;
    /** How many of the first bytes finish a unit that was sent in part: those can't be left out any more. */
    private int mustSend;

    private TitleMark mark;
    private boolean titleSent;
    private @Nullable TitleMark blockInWork;
    private int blockSent;

    /**
     * @param metaint audio bytes between blocks, or 0 for a listener that asked for no metadata
     * @param position stream position of its first ring byte
     * @param first audio that is sent before that byte and stands outside stream time; may be empty
     * @param mark the title in force there, or an earlier one
     */
    public MetadataInterleaver(int metaint, long position, byte[] first, TitleMark mark) {
        if (metaint < 0) {
            throw new IllegalArgumentException("metaint=" + metaint);
        }
        this.metaint = metaint;
        this.audioLeft = metaint == 0 ? NO_METADATA : metaint;
        this.position = position;
        this.first = first;
        this.mark = mark;
    }

    /** Stream position of the next ring byte this listener gets. */
    public long position() {
        return position;
    }

    /** Whether bytes are due that do not come from the ring: the rest of a block, or of the first bytes. */
    public boolean owes() {
        return blockInWork != null || firstSent < first.length;
    }

    /**
     * Goes on at {@code newPosition}; the metadata count runs on. First bytes that were begun are finished first.
     *
     * @param rest of the unit that was sent in part; may be empty
     * @param before what a beginner needs at the new position; may be empty
     * @param newMark the title in force there, or an earlier one
     */
    public void moveTo(long newPosition, byte[] rest, byte[] before, TitleMark newMark) {
        int owedEnd = firstSent > mustSend ? first.length : mustSend;
        int owed = owedEnd - firstSent;
        byte[] next = new byte[owed + rest.length + before.length];
        System.arraycopy(first, firstSent, next, 0, owed);
        System.arraycopy(rest, 0, next, owed, rest.length);
        System.arraycopy(before, 0, next, owed + rest.length, before.length);
        first = next;
        firstSent = 0;
        mustSend = owed + rest.length;
        position = newPosition;
        titleSent = titleSent && newMark.title().equals(mark.title());
        mark = newMark;
    }

    /** Adds to {@code gather} what comes next, up to stream position {@code edge}, as far as it has room. */
    public void gather(Gather gather, long edge) {
        int left = audioLeft;
        long at = position;
        int firstAt = firstSent;
        boolean sent = titleSent;
        TitleMark now = mark;
        TitleMark begun = blockInWork;
        if (begun != null) {
            if (!addBlock(gather, begun.block(), blockSent, begun)) {
                return;
            }
            now = begun;
            sent = true;
            left = metaint;
        }
        // A block goes out together with the audio behind it, so that a title given in between is not an interval late.
        while (firstAt < first.length || at < edge) {
            if (left == 0) {
                TitleMark inForce = now.at(at);
                boolean changed = !sent || !inForce.title().equals(now.title());
                if (!addBlock(
                        gather,
                        changed ? inForce.block() : MetadataBlock.UNCHANGED,
                        0,
                        changed ? inForce : Piece.UNCHANGED)) {
                    return;
                }
                now = inForce;
                sent = true;
                left = metaint;
            }
            int added;
            if (firstAt < first.length) {
                added = gather.addBytes(first, firstAt, Math.min(left, first.length - firstAt), Piece.FIRST);
                firstAt += added;
            } else {
                added = gather.addRing(at, (int) Math.min(left, edge - at), Piece.RING);
                at += added;
            }
            if (added <= 0) {
                return;
            }
            if (metaint > 0) {
                left -= added;
            }
        }
    }

    /** The first {@code bytes} of what was gathered have been taken by the socket. */
    public void took(Gather gather, long bytes) {
        long rest = bytes;
        for (int i = 0; rest > 0; i++) {
            int part = (int) Math.min(rest, gather.length(i));
            rest -= part;
            Object tag = gather.tag(i);
            if (tag == Piece.RING) {
                position += part;
                countAudio(part);
            } else if (tag == Piece.FIRST) {
                tookFirst(part);
                countAudio(part);
            } else if (tag == Piece.UNCHANGED) {
                audioLeft = metaint;
            } else if (tag instanceof TitleMark titled) {
                tookBlock(titled, part);
            }
        }
        if (metaint == 0) {
            mark = mark.at(position); // one who is sent no titles must not keep them from being forgotten
        }
    }

    private void tookFirst(int part) {
        firstSent += part;
        if (firstSent == first.length) {
            first = NOTHING;
            firstSent = 0;
            mustSend = 0;
        }
    }

    private void tookBlock(TitleMark titled, int part) {
        blockSent += part;
        blockInWork = titled;
        if (blockSent == titled.block().length) {
            blockSent = 0;
            blockInWork = null;
            mark = titled;
            titleSent = true;
            audioLeft = metaint;
        }
    }

    private void countAudio(int part) {
        if (metaint > 0) {
            audioLeft -= part;
        }
    }

    /** Whether the block was added whole: only then may audio follow it. */
    private static boolean addBlock(Gather gather, byte[] block, int from, Object tag) {
        int length = block.length - from;
        return gather.addBytes(block, from, length, tag) == length;
    }
}

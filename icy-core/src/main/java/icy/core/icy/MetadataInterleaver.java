package icy.core.icy;

import icy.core.ring.Gather;
import org.jspecify.annotations.Nullable;

/**
 * Where one listener is in the stream, byte for byte: which audio comes next, how far the next metadata block is, and
 * what is left of a block that was sent in part.
 *
 * <pre>
 *   intro, then a primer     ring, from position on
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
    /** Sent before the ring, one after the other, and counted as one: {@link #firstSent}. */
    private byte[] first;

    private byte[] second;
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
        this(metaint, position, NOTHING, first, mark);
    }

    /**
     * As above, with something else before all of that.
     *
     * @param intro audio of its own, which many listeners may share
     */
    public MetadataInterleaver(int metaint, long position, byte[] intro, byte[] first, TitleMark mark) {
        if (metaint < 0) {
            throw new IllegalArgumentException("metaint=" + metaint);
        }
        this.metaint = metaint;
        this.audioLeft = metaint == 0 ? NO_METADATA : metaint;
        this.position = position;
        this.first = intro;
        this.second = first;
        this.mark = mark;
    }

    /** Stream position of the next ring byte this listener gets. */
    public long position() {
        return position;
    }

    /** Whether bytes are due that do not come from the ring: the rest of a block, or of the first bytes. */
    public boolean owes() {
        return blockInWork != null || firstSent < firstLength();
    }

    /**
     * Goes on at {@code newPosition}; the metadata count runs on. An intro or primer that was begun is finished first.
     *
     * @param rest of the unit that was sent in part; may be empty
     * @param before what a beginner needs at the new position; may be empty
     * @param newMark the title in force there, or an earlier one
     */
    public void moveTo(long newPosition, byte[] rest, byte[] before, TitleMark newMark) {
        int owed = begunEnd() - firstSent;
        byte[] next = new byte[owed + rest.length + before.length];
        int ofFirst = Math.max(0, Math.min(owed, first.length - firstSent));
        System.arraycopy(first, Math.min(firstSent, first.length), next, 0, ofFirst);
        System.arraycopy(second, Math.max(0, firstSent - first.length), next, ofFirst, owed - ofFirst);
        System.arraycopy(rest, 0, next, owed, rest.length);
        System.arraycopy(before, 0, next, owed + rest.length, before.length);
        first = next;
        second = NOTHING;
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
        while (firstAt < firstLength() || at < edge) {
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
            } else if (firstAt < firstLength()) {
                int from = firstAt - first.length;
                added = gather.addBytes(second, from, Math.min(left, second.length - from), Piece.FIRST);
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

    private int firstLength() {
        return first.length + second.length;
    }

    /** Where that of the first bytes ends which cannot be left out: it was begun. */
    private int begunEnd() {
        if (firstSent <= mustSend) {
            return mustSend;
        }
        return firstSent <= first.length ? first.length : firstLength();
    }

    private void tookFirst(int part) {
        firstSent += part;
        if (firstSent == firstLength()) {
            first = NOTHING;
            second = NOTHING;
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

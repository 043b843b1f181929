package icy.core.icy;

import org.jspecify.annotations.Nullable;

/**
 * A title and the stream position from which it is in force, linked to the one that follows.
 *
 * <p>A listener holds the mark it was last sent and walks forward; marks that no listener needs any more are garbage. So
 * a look-up costs one comparison, and no reader ever searches or locks.
 *
 * <p>Thread: any; {@code next} is set once, by the timeline's writer.
 */
public final class TitleMark {
    private final long position;
    private final StreamTitle title;
    private final byte[] block;
    private volatile @Nullable TitleMark next;

    TitleMark(long position, StreamTitle title, byte[] block) {
        this.position = position;
        this.title = title;
        this.block = block;
    }

    /** Stream position of the first byte this title belongs to. */
    public long position() {
        return position;
    }

    public StreamTitle title() {
        return title;
    }

    /** The mark in force at {@code position}: this one or a later one, never an earlier one. */
    public TitleMark at(long position) {
        TitleMark mark = this;
        TitleMark following = mark.next;
        while (following != null && following.position <= position) {
            mark = following;
            following = mark.next;
        }
        return mark;
    }

    /** The encoded block, length byte first; never changed. */
    byte[] block() {
        return block;
    }

    void next(TitleMark following) {
        next = following;
    }
}

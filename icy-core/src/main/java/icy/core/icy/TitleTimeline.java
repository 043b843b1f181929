package icy.core.icy;

import java.nio.charset.Charset;

/**
 * Which title is in force at which stream position. Titles belong to positions, not to "now": a listener four seconds
 * behind the live edge is told the title of its own bytes.
 *
 * <p>Thread: {@link #add} and {@link #forgetBefore} the mount's home loop; the rest any.
 */
public final class TitleTimeline {
    private final Charset charset;
    private volatile TitleMark oldest;
    private volatile TitleMark newest;

    /** @param charset of the blocks that go out; UTF-8 unless the mount's players need another */
    public TitleTimeline(Charset charset) {
        this.charset = charset;
        this.oldest = new TitleMark(0, StreamTitle.NONE, MetadataBlock.encode(StreamTitle.NONE, charset));
        this.newest = oldest;
    }

    /** {@code title} is in force from {@code position} on. A title equal to the newest one changes nothing. */
    public void add(long position, StreamTitle title) {
        TitleMark last = newest;
        if (position < last.position()) {
            throw new IllegalArgumentException(
                    "position=" + position + " lies before the newest title, at " + last.position());
        }
        if (!title.equals(last.title())) {
            TitleMark mark = new TitleMark(position, title, MetadataBlock.encode(title, charset));
            newest = mark;
            last.next(mark);
        }
    }

    /** Drops what was in force only before {@code position}; listeners that still hold such a mark are not disturbed. */
    public void forgetBefore(long position) {
        oldest = oldest.at(position);
    }

    /** The title in force at {@code position}, or the oldest remembered one when that lies further back. */
    public TitleMark at(long position) {
        return oldest.at(position);
    }

    /** The newest title. */
    public TitleMark newest() {
        return newest;
    }
}

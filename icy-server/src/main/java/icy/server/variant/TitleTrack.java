package icy.server.variant;

import icy.core.icy.StreamTitle;
import java.util.ArrayList;
import java.util.List;

/**
 * Which title is in force at which stream time of a mount. The newest are kept.
 *
 * <p>Thread: one writes, any reads.
 */
final class TitleTrack {
    /** In a window of half a minute there are few; a source that sends one with each word is no reason to keep more. */
    private static final int MOST = 256;

    private volatile List<Mark> marks = List.of();

    private record Mark(long time, StreamTitle title) {}

    /** In force from {@code time} on, which is not before that of the last one. */
    void add(long time, StreamTitle title) {
        List<Mark> next = new ArrayList<>(marks);
        if (!next.isEmpty() && next.get(next.size() - 1).title().equals(title)) {
            return;
        }
        if (next.size() == MOST) {
            next.remove(0);
        }
        next.add(new Mark(time, title));
        marks = List.copyOf(next);
    }

    /** What is in force at that time; the oldest one known where that lies further back. */
    StreamTitle at(long time) {
        List<Mark> all = marks;
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).time() <= time || i == 0) {
                return all.get(i).title();
            }
        }
        return StreamTitle.NONE;
    }
}

package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.ring.UnitTrail;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Whole units between a connection and the air, in order, with the titles that were given between them. It grows as it
 * must; whoever fills it keeps to its bounds.
 *
 * <p>Thread: whoever owns the object.
 */
final class InputBuffer {
    /** Bytes are missing between the unit before and this one. */
    static final int BREAK = 1;

    private record Title(long unit, StreamTitle title) {}

    private final Deque<Title> titles = new ArrayDeque<>();
    private byte[] bytes = new byte[8 * 1024];
    private int begin;
    private int end;
    private int[] lengths = new int[64];
    private long[] durations = new long[64];
    private int[] flags = new int[64];
    private int first;
    private int count;
    private long removed;
    private long units;

    void add(byte[] from, int offset, int length, long durationUnits, int unitFlags) {
        if (end + length > bytes.length) {
            makeRoom(length);
        }
        System.arraycopy(from, offset, bytes, end, length);
        end += length;
        if (count == lengths.length) {
            growMarks();
        }
        int index = (first + count) % lengths.length;
        lengths[index] = length;
        durations[index] = durationUnits;
        flags[index] = unitFlags;
        count++;
        units += durationUnits;
    }

    /** A title in force from the next unit that is added. */
    void title(StreamTitle title) {
        long unit = removed + count;
        Title newest = titles.peekLast();
        if (newest != null && newest.unit() == unit) {
            titles.removeLast();
        }
        titles.add(new Title(unit, title));
    }

    /** The title that begins with the first unit; given once. */
    @Nullable
    StreamTitle takeTitle() {
        Title next = titles.peek();
        return next == null || next.unit() > removed ? null : titles.remove().title();
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Duration of all units in it. */
    long units() {
        return units;
    }

    int byteCount() {
        return end - begin;
    }

    /** Where {@link #offset} counts from; another one after something was added. */
    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return begin;
    }

    int length() {
        return lengths[first];
    }

    long duration() {
        return durations[first];
    }

    int flags() {
        return flags[first];
    }

    /** Takes the first unit out. */
    void remove() {
        units -= durations[first];
        begin += lengths[first];
        first = (first + 1) % lengths.length;
        count--;
        removed++;
        if (count == 0) {
            begin = 0;
            end = 0;
        }
    }

    /** Adds all units that have a time to {@code trail}. */
    void leaveTrail(UnitTrail trail) {
        int offset = begin;
        for (int i = 0; i < count; i++) {
            int index = (first + i) % lengths.length;
            if (durations[index] > 0) {
                trail.add(bytes, offset, lengths[index]);
            }
            offset += lengths[index];
        }
    }

    private void makeRoom(int length) {
        int held = end - begin;
        byte[] to = held + length > bytes.length * 3 / 4 ? new byte[Math.max(bytes.length * 2, held + length)] : bytes;
        System.arraycopy(bytes, begin, to, 0, held);
        bytes = to;
        begin = 0;
        end = held;
    }

    private void growMarks() {
        int[] nextLengths = Arrays.copyOf(lengths, 2 * count);
        long[] nextDurations = Arrays.copyOf(durations, 2 * count);
        int[] nextFlags = Arrays.copyOf(flags, 2 * count);
        for (int i = 0; i < count; i++) {
            int from = (first + i) % count;
            nextLengths[i] = lengths[from];
            nextDurations[i] = durations[from];
            nextFlags[i] = flags[from];
        }
        lengths = nextLengths;
        durations = nextDurations;
        flags = nextFlags;
        first = 0;
    }
}

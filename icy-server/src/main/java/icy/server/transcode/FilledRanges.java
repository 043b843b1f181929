package icy.server.transcode;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which bytes of a file are there: ranges that neither touch nor overlap.
 *
 * <p>Thread: one at a time.
 */
final class FilledRanges {
    /** From the first byte of each to the one behind its last. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** The bytes from {@code from} up to {@code to}, which is not among them, are there. */
    void add(long from, long to) {
        if (from >= to) {
            return;
        }
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> within = ranges.ceilingEntry(start);
        while (within != null && within.getKey() <= end) {
            end = Math.max(end, within.getValue());
            ranges.remove(within.getKey());
            within = ranges.ceilingEntry(start);
        }
        ranges.put(start, end);
    }

    /** Where the bytes end that are there from {@code position} on; {@code position} if that one is not. */
    long endFrom(long position) {
        Map.Entry<Long, Long> range = ranges.floorEntry(position);
        return range == null || range.getValue() <= position ? position : range.getValue();
    }

    /** The next byte from {@code position} on that is there, {@code position} maybe; {@code limit} if there is none before. */
    long nextFrom(long position, long limit) {
        if (endFrom(position) > position) {
            return Math.min(position, limit);
        }
        Long next = ranges.ceilingKey(position);
        return next == null ? limit : Math.min(next, limit);
    }

    /** How many bytes are there. */
    long total() {
        long sum = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            sum += range.getValue() - range.getKey();
        }
        return sum;
    }
}

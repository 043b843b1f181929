package icy.server.http;

/**
 * Bytes of a document, of which it has at least as many.
 *
 * <p>Thread: any.
 *
 * @param first position of the first byte
 * @param end position after the last one
 */
public record ByteRange(long first, long end) {
    public ByteRange {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("no range: " + first + " to " + end);
        }
    }

    public long length() {
        return end - first;
    }

    /** Whether there are at most so many bytes between the two, or none. */
    boolean isNear(ByteRange other, long gap) {
        return first - gap <= other.end && other.first - gap <= end;
    }

    ByteRange with(ByteRange other) {
        return new ByteRange(Math.min(first, other.first), Math.max(end, other.end));
    }

    /** The value of {@code Content-Range}. */
    String of(long size) {
        return "bytes " + first + '-' + (end - 1) + '/' + size;
    }
}

package icy.bench.acceptance;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes in the order they came. Thread: whoever owns the object. */
final class Recording {
    private byte[] bytes = new byte[64 * 1024];
    private int length;

    /** Takes all of {@code from}. */
    void append(ByteBuffer from) {
        int more = from.remaining();
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        from.get(bytes, length, more);
        length += more;
    }

    int length() {
        return length;
    }

    /** Where the {@code count} bytes of {@code other} from {@code offset} on are found, or -1. */
    int find(Recording other, int offset, int count) {
        for (int at = 0; at <= length - count; at++) {
            if (Arrays.equals(bytes, at, at + count, other.bytes, offset, offset + count)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether {@code count} bytes from {@code at} on are the first {@code count} of {@code other}. */
    boolean matches(int at, Recording other, int count) {
        return Arrays.equals(bytes, at, at + count, other.bytes, 0, count);
    }

    void dropFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }
}

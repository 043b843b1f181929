package icy.core.mpeg;

/**
 * ID3v2's sizes: four bytes of seven bits each, so that no size can look like the start of a frame (id3v2.4.0-structure
 * §6.2).
 *
 * <p>Thread: any.
 */
final class Syncsafe {

    private Syncsafe() {}

    /** Whether four bytes can be such a size: none has its high bit set. */
    static boolean isAt(byte[] bytes, int at) {
        return (bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3]) >= 0;
    }

    /** The size at {@code at}. */
    static long at(byte[] bytes, int at) {
        return ((long) bytes[at] & 127) << 21
                | (bytes[at + 1] & 127) << 14
                | (bytes[at + 2] & 127) << 7
                | (bytes[at + 3] & 127);
    }

    /** The size that four bytes say, which were read as one plain number. */
    static long of(long plain) {
        return (plain >> 24 & 127) << 21 | (plain >> 16 & 127) << 14 | (plain >> 8 & 127) << 7 | (plain & 127);
    }
}

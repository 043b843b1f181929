package icy.core.mpeg;

import java.io.InputStream;

/**
 * What JLayer reads from: an input that holds one frame and ends, and then holds the next. So one {@code Bitstream} can
 * serve a whole run and never looks beyond the frame it was given.
 *
 * <p>Thread: whoever owns the object.
 */
final class FrameInput extends InputStream {

    private byte[] bytes = {};
    private int next;
    private int end;

    /** From now on the input holds these bytes, which are not copied. */
    void show(byte[] source, int offset, int length) {
        bytes = source;
        next = offset;
        end = offset + length;
    }

    boolean isReadToEnd() {
        return next == end;
    }

    @Override
    public int read() {
        return next < end ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (next == end) {
            return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, end - next);
        System.arraycopy(bytes, next, into, offset, count);
        next += count;
        return count;
    }
}

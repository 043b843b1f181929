package icy.core.mpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads a part of a file from front to back, through a small buffer, with jumps. Where the part is unsynchronised
 * (id3v2.3.0 §5: a zero is put after every 0xFF that could begin a frame) it can take those zeros out on the way.
 *
 * <p>Thread: whoever owns the object.
 */
final class TagInput {

    static final int END = -1;

    private final SeekableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096).limit(0);
    /** Where in the file the buffer's limit is. */
    private long bufferEnd;

    private long limit;
    private boolean unsynchronised;
    private boolean afterFf;

    TagInput(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /** The whole file's length. */
    long fileBytes() throws IOException {
        return channel.size();
    }

    /** From now on reads from {@code from}, and nothing at or beyond {@code to}. */
    void part(long from, long to, boolean removeUnsynchronisation) throws IOException {
        limit = Math.min(to, channel.size());
        unsynchronised = removeUnsynchronisation;
        afterFf = false;
        jump(Math.max(0, from));
    }

    /** Where in the file the next byte is. */
    long position() {
        return bufferEnd - buffer.remaining();
    }

    /** How much of the part is left in the file. */
    long left() {
        return Math.max(0, limit - position());
    }

    /** The next byte, or {@link #END}. */
    int read() throws IOException {
        int next = raw();
        if (unsynchronised && afterFf && next == 0) {
            next = raw();
        }
        afterFf = next == 0xFF;
        return next;
    }

    /** Up to {@code length} bytes; how many there were. */
    int read(byte[] into, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            int next = read();
            if (next == END) {
                return i;
            }
            into[i] = (byte) next;
        }
        return length;
    }

    /** A big-endian number; what is missing at the end counts as zeros. */
    long number(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | Math.max(0, read());
        }
        return value;
    }

    /** Goes on {@code count} bytes further; reads them only where it must, to count without inserted zeros. */
    void skip(long count) throws IOException {
        if (!unsynchronised) {
            jump(position() + Math.min(count, left()));
            return;
        }
        for (long i = 0; i < count && read() != END; i++) {
            // read() counts
        }
    }

    private int raw() throws IOException {
        if (position() >= limit) {
            return END;
        }
        if (!buffer.hasRemaining()) {
            channel.position(bufferEnd);
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count <= 0) {
                limit = bufferEnd; // the file has become shorter
                return END;
            }
            bufferEnd += count;
        }
        return buffer.get() & 0xFF;
    }

    private void jump(long to) {
        long start = bufferEnd - buffer.limit();
        if (to >= start && to <= bufferEnd) {
            buffer.position((int) (to - start));
        } else {
            bufferEnd = to;
            buffer.position(0).limit(0);
        }
    }
}

package icy.cli.listen;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer that comes in chunks (RFC 9112 §7.1), without their sizes. Trailers are not read: a stream has
 * nothing to say after its end.
 *
 * <p>Thread: one at a time.
 */
final class ChunkedBody extends InputStream {

    /** A size of 8 hexadecimal digits is 4 GB; some servers add extensions. */
    private static final int MOST_LINE_BYTES = 1024;

    private final InputStream in;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int taken = in.read(into, offset, (int) Math.min(left, length));
        if (taken < 0) {
            throw new EOFException("the stream was cut inside a chunk");
        }
        left -= taken;
        return taken;
    }

    private void nextChunk() throws IOException {
        if (begun && !line().isEmpty()) {
            throw new IOException("the stream's chunks are not as long as they say");
        }
        begun = true;
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new IOException("the stream has a chunk without a size: " + StreamAnswer.excerpt(size));
        }
        left = Long.parseLong(size, 16);
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the stream was cut between chunks");
            }
            if (line.length() == MOST_LINE_BYTES) {
                throw new IOException("the stream has a chunk whose size is longer than a line");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}

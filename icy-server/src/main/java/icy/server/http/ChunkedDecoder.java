package icy.server.http;

import java.nio.ByteBuffer;

/**
 * Takes the chunk lines out of a chunked body (RFC 9112 7.1), in whatever pieces it arrives. It keeps no bytes, only how
 * far it is. Extensions and trailers are skipped; they and the size lines are bounded.
 *
 * <pre>
 *        digits, CR LF        all bytes        CR LF
 * SIZE -----------------> DATA --------> DATA_END --> SIZE
 *   | 0
 *   v        line                empty line
 * TRAILER ---------> TRAILER  -------------> DONE
 * </pre>
 *
 * Pure. Thread: its connection's loop.
 */
public final class ChunkedDecoder {
    private static final int MOST_SIZE_DIGITS = 15; // 2^60 bytes, and no overflow
    private static final int MOST_LINE_BYTES = 4096;
    private static final int MOST_TRAILER_BYTES = 8192;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        DONE
    }

    private State state = State.SIZE;
    private long chunkBytes;
    private int sizeDigits;
    private int lineBytes;
    private int trailerBytes;

    /**
     * Moves the body's bytes from {@code in} to {@code out} until one of them is used up or the body ends. Bytes after
     * its end stay in {@code in}.
     *
     * @return whether the body has ended
     * @throws HttpError when this is not a chunked body
     */
    public boolean decode(ByteBuffer in, ByteBuffer out) {
        while (state != State.DONE && in.hasRemaining()) {
            if (state != State.DATA) {
                step(in.get());
            } else if (out.hasRemaining()) {
                copy(in, out);
            } else {
                return false;
            }
        }
        return done();
    }

    public boolean done() {
        return state == State.DONE;
    }

    private void copy(ByteBuffer in, ByteBuffer out) {
        int count = (int) Math.min(chunkBytes, Math.min(in.remaining(), out.remaining()));
        out.put(out.position(), in, in.position(), count);
        out.position(out.position() + count);
        in.position(in.position() + count);
        chunkBytes -= count;
        if (chunkBytes == 0) {
            state = State.DATA_CR;
        }
    }

    private void step(byte next) {
        switch (state) {
            case SIZE -> size(next);
            case EXTENSION -> {
                if (next == '\r') {
                    state = State.SIZE_LF;
                } else if (++lineBytes > MOST_LINE_BYTES || next == '\n') {
                    throw new HttpError(400, "A chunk of the body has a line that is too long or ends without CR.");
                }
            }
            case SIZE_LF -> {
                require(next, '\n');
                state = chunkBytes > 0 ? State.DATA : State.TRAILER;
                sizeDigits = 0;
                lineBytes = 0;
            }
            case DATA_CR -> {
                require(next, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                require(next, '\n');
                state = State.SIZE;
            }
            case TRAILER -> trailer(next);
            case TRAILER_LF -> {
                require(next, '\n');
                state = lineBytes == 0 ? State.DONE : State.TRAILER;
                lineBytes = 0;
            }
            case DATA, DONE -> throw new IllegalStateException("no line to read in " + state);
        }
    }

    private void size(byte next) {
        int digit = Character.digit(next, 16);
        if (digit >= 0 && sizeDigits < MOST_SIZE_DIGITS) {
            chunkBytes = chunkBytes << 4 | digit; // 0 before the first digit: the last chunk was used up
            sizeDigits++;
        } else if (sizeDigits > 0 && (next == ';' || next == ' ' || next == '\t')) {
            state = State.EXTENSION;
        } else if (sizeDigits > 0 && next == '\r') {
            state = State.SIZE_LF;
        } else {
            throw new HttpError(400, "A chunk of the body does not begin with its size in hexadecimal digits.");
        }
    }

    private void trailer(byte next) {
        if (++trailerBytes > MOST_TRAILER_BYTES) {
            throw new HttpError(431, "The trailer of the body is longer than %d bytes.".formatted(MOST_TRAILER_BYTES));
        }
        if (next == '\r') {
            state = State.TRAILER_LF;
        } else {
            lineBytes++;
        }
    }

    private static void require(byte found, char expected) {
        if (found != expected) {
            throw new HttpError(400, "A chunk of the body does not end where its size says.");
        }
    }
}

package icy.server.variant;

import java.io.IOException;

/**
 * Something that turns samples into the bytes of a variant, which it hands on by itself.
 *
 * <p>Thread: one; {@link #abort} any.
 */
interface Encoder extends AutoCloseable {
    /** What it makes goes there, in order, on whatever thread. */
    interface Sink {
        void bytes(byte[] bytes, int length);
    }

    /** Takes samples; waits while it has enough to do. */
    void write(byte[] samples, int length) throws IOException;

    /** There are no more: hands on what it has left, and waits for that a little. */
    void finish() throws IOException;

    /** Ends it, whatever it is doing: who waits in {@link #write} gets an exception. Never waits. Any thread. */
    void abort();

    /** Ends it; nothing more is handed on when this returns. */
    @Override
    void close();
}

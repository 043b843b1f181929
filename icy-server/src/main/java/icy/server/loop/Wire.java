package icy.server.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * What lies between a connection and its socket: {@link PlainWire} hands bytes on, an encrypting one transforms them.
 * Nothing here blocks.
 *
 * <p>Thread: the connection's loop.
 */
public interface Wire {
    /**
     * Writes {@code length} buffers from {@code offset} on, in one go. Positions move past what was taken, which may be
     * a part of it.
     *
     * @return how many bytes were taken; 0 when the socket is full
     */
    long write(ByteBuffer[] buffers, int offset, int length) throws IOException;

    /** As above, for one buffer. */
    int write(ByteBuffer buffer) throws IOException;

    /**
     * Writes up to {@code count} bytes of a file from {@code position} on; where it can, the kernel does that without
     * copying them. They should be in its memory, or the loop waits for the disk.
     *
     * @return how many bytes were taken; 0 when the socket is full, or the file has no more
     */
    long write(FileChannel file, long position, long count) throws IOException;

    /** Reads what is there into {@code into}: the number of bytes, 0 when there is nothing now, -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** Whether bytes were taken that the socket does not have yet; write an empty buffer when it is writable again. */
    boolean pending();

    /** Ends our direction: the peer sees the end of the stream after all that was written. */
    void shutdownOutput() throws IOException;

    /** Bytes taken since the connection began. */
    long bytesWritten();

    /** Bytes read since the connection began. */
    long bytesRead();
}

package icy.server.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * Bytes go to the socket as they are.
 *
 * <p>Thread: the connection's loop.
 */
public final class PlainWire implements Wire {
    private final SocketChannel socket;
    private long bytesWritten;
    private long bytesRead;

    public PlainWire(SocketChannel socket) {
        this.socket = socket;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        long taken = socket.write(buffers, offset, length);
        bytesWritten += taken;
        return taken;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        int taken = socket.write(buffer);
        bytesWritten += taken;
        return taken;
    }

    @Override
    public long write(FileChannel file, long position, long count) throws IOException {
        long taken = file.transferTo(position, count, socket);
        bytesWritten += taken;
        return taken;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = socket.read(into);
        if (count > 0) {
            bytesRead += count;
        }
        return count;
    }

    @Override
    public boolean pending() {
        return false;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }
}

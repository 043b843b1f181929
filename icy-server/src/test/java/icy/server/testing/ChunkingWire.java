package icy.server.testing;

import icy.server.loop.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;

/** Hands on a few bytes at a time, or none, as a bad network does; the same seed does the same. */
public final class ChunkingWire implements Wire {
    private final Wire wire;
    private final Random random;
    private final int mostBytes;

    public ChunkingWire(Wire wire, Random random, int mostBytes) {
        this.wire = wire;
        this.random = random;
        this.mostBytes = mostBytes;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                return write(buffers[i]);
            }
        }
        return 0;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return limited(buffer, wire::write);
    }

    @Override
    public long write(FileChannel file, long position, long count) throws IOException {
        int most = random.nextInt(mostBytes + 1);
        return most == 0 ? 0 : wire.write(file, position, Math.min(count, most));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return limited(into, wire::read);
    }

    private int limited(ByteBuffer buffer, Operation operation) throws IOException {
        int limit = buffer.limit();
        buffer.limit(Math.min(limit, buffer.position() + random.nextInt(mostBytes + 1)));
        if (!buffer.hasRemaining()) {
            buffer.limit(limit);
            return 0;
        }
        try {
            return operation.on(buffer);
        } finally {
            buffer.limit(limit);
        }
    }

    @Override
    public boolean pending() {
        return wire.pending();
    }

    @Override
    public void shutdownOutput() throws IOException {
        wire.shutdownOutput();
    }

    @Override
    public long bytesWritten() {
        return wire.bytesWritten();
    }

    @Override
    public long bytesRead() {
        return wire.bytesRead();
    }

    private interface Operation {
        int on(ByteBuffer buffer) throws IOException;
    }
}

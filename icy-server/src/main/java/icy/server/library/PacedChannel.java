package icy.server.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A file that is read at a {@link Pace}.
 *
 * <p>Thread: one.
 */
final class PacedChannel implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private final Pace pace;

    PacedChannel(SeekableByteChannel file, Pace pace) {
        this.file = file;
        this.pace = pace;
        pace.begin();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = file.read(into);
        pace.breathe();
        return count;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return file.write(from);
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public SeekableByteChannel position(long next) throws IOException {
        file.position(next);
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long bytes) throws IOException {
        file.truncate(bytes);
        return this;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

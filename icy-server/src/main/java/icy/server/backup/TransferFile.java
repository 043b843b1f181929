package icy.server.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that a backup goes through. It is its owner's alone, and is gone once it is closed.
 *
 * <p>Thread: a worker, one at a time.
 */
final class TransferFile implements Closeable {
    private final Path path;
    private @Nullable FileChannel channel;

    private TransferFile(Path path) {
        this.path = path;
    }

    static TransferFile create(Path folder) throws IOException {
        return new TransferFile(Files.createTempFile(folder, "backup-", ".tmp"));
    }

    Path path() {
        return path;
    }

    long size() throws IOException {
        return channel().size();
    }

    /** Fills {@code into} with what comes next, as far as there is so much. */
    void read(ByteBuffer into) throws IOException {
        while (into.hasRemaining() && channel().read(into) >= 0) {
            // A channel may give less than was asked for.
        }
    }

    void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            channel().write(from);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(path);
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        return channel;
    }
}

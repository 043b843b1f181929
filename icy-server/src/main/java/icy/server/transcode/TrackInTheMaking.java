package icy.server.transcode;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A track that is read while it is made: whoever reads waits for what is not there yet. An encoder that dies costs nothing
 * but the time until another is there.
 *
 * <p>Thread: one worker at a time.
 */
final class TrackInTheMaking implements ReadableByteChannel {
    /** Longer than an encoder is given to show that it works at all. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MOST_READ_BYTES = 64 * 1024;

    /** Opens it to be read from a position on, and again after a failure. */
    interface Opening {
        TranscodedFile open(long position) throws IOException;
    }

    private final Opening opening;
    private TranscodedFile file;
    private long position;
    /** Where the last encoder died: one that dies there again ends it. */
    private long failedAt = -1;

    private boolean closed;

    TrackInTheMaking(Opening opening, long position) throws IOException {
        this.opening = opening;
        this.position = position;
        this.file = opening.open(position);
    }

    /** Returns when something can be read, or it is known that there is nothing; closed where that fails. */
    void awaitBeginning() throws IOException {
        try {
            awaitBytes();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int most = (int) Math.min(awaitBytes(), Math.min(into.remaining(), MOST_READ_BYTES));
        if (most == 0) {
            return into.hasRemaining() ? -1 : 0;
        }
        ByteBuffer part = into.slice(into.position(), most);
        int count = file.channel().read(part, position);
        if (count > 0) {
            into.position(into.position() + count);
            position += count;
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.close();
        }
    }

    /** How many bytes can be read, waiting until there is one; 0 at the end. */
    private long awaitBytes() throws IOException {
        while (true) {
            long there = file.readable(position);
            if (there > 0 || file.isComplete()) {
                return there;
            }
            Optional<String> failure = file.failure();
            if (failure.isEmpty()) {
                await();
            } else if (failedAt == position) {
                throw new IOException(failure.get());
            } else {
                failedAt = position;
                file.close();
                file = opening.open(position);
            }
        }
    }

    private void await() throws IOException {
        CountDownLatch told = new CountDownLatch(1);
        file.whenReadable(position, told::countDown);
        try {
            if (!told.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("its encoder has made nothing for %d s".formatted(PATIENCE.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("nobody waits for it any more");
        }
    }
}

package icy.cli.ctl;

import icy.cli.ProgressLine;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows how much of something large has been read.
 *
 * <p>Thread: one at a time.
 */
final class WatchedInput extends FilterInputStream {

    private static final double MEGABYTE = 1e6;
    private static final long STEP_BYTES = 1 << 20;

    private final long sizeBytes;
    private final ProgressLine progress;
    private long readBytes;
    private long nextShown;

    WatchedInput(InputStream in, long sizeBytes, ProgressLine progress) {
        super(in);
        this.sizeBytes = sizeBytes;
        this.progress = progress;
    }

    /** A file, for those who cannot be told of failures as they should. */
    static InputStream of(Path file, long sizeBytes, ProgressLine progress) {
        try {
            return new WatchedInput(Files.newInputStream(file), sizeBytes, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) {
        readBytes += bytes;
        if (readBytes >= nextShown) {
            nextShown = readBytes + STEP_BYTES;
            progress.show("%.1f of %.1f MB".formatted(readBytes / MEGABYTE, sizeBytes / MEGABYTE));
        }
    }
}

package icy.server.variant;

import icy.server.encode.ChildProcess;
import icy.server.encode.Ffmpeg;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ffmpeg as an encoder: one thread writes samples, another reads what comes of them.
 *
 * <p>Thread: see {@link Encoder}.
 */
final class ChildEncoder implements Encoder {
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final int CHUNK_BYTES = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ChildEncoder.class);

    private final ChildProcess child;
    private final Sink sink;
    private final Thread reading;

    private ChildEncoder(String name, ChildProcess child, Sink sink) {
        this.child = child;
        this.sink = sink;
        this.reading = new Thread(this::read, "encoded-" + name);
        reading.setDaemon(true);
        reading.start();
    }

    /**
     * Starts one.
     *
     * @param name of the variant, for its thread
     */
    static ChildEncoder start(String name, Ffmpeg ffmpeg, Output output, Sink sink) throws IOException {
        return new ChildEncoder(name, ChildProcess.start(ffmpeg.command(output.arguments())), sink);
    }

    /** The number of its process. */
    long pid() {
        return child.pid();
    }

    @Override
    public void write(byte[] samples, int length) throws IOException {
        try {
            child.stdin().write(samples, 0, length);
            child.stdin().flush();
        } catch (IOException e) {
            String reason = child.reason();
            throw new IOException(reason.isEmpty() ? "its process has ended" : reason, e);
        }
    }

    @Override
    public void finish() throws IOException {
        child.stdin().close();
        awaitReading();
    }

    @Override
    public void abort() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
        awaitReading();
    }

    private void awaitReading() {
        try {
            reading.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream from = child.stdout()) {
            for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
                sink.bytes(chunk, n);
            }
        } catch (IOException e) {
            log.trace("an encoder was ended", e);
        }
    }
}

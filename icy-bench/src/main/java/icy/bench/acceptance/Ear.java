package icy.bench.acceptance;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes down all that a listener hears, and the longest time in which nothing came.
 *
 * <p>Thread: one of its own listens; questions from any.
 */
final class Ear implements AutoCloseable {
    private final StreamClient listener;
    private final OutputStream file;
    private final Thread thread = new Thread(this::listen, "ear");
    private long lastNanos = System.nanoTime();
    private long longestNanos;
    private boolean over;

    private Ear(StreamClient listener, OutputStream file) {
        this.listener = listener;
        this.file = file;
    }

    static Ear on(StreamClient listener, Path file) throws IOException {
        Ear ear = new Ear(listener, new BufferedOutputStream(Files.newOutputStream(file)));
        ear.thread.setDaemon(true);
        ear.thread.start();
        return ear;
    }

    /** Forgets pauses until now. */
    synchronized void countAfresh() {
        longestNanos = 0;
    }

    /** The one that may be going on counts too. */
    synchronized double longestPauseMillis() {
        return Math.max(longestNanos, System.nanoTime() - lastNanos) / 1e6;
    }

    /** Whether the server has let go of the listener. Everything heard is in the file afterwards. */
    synchronized boolean over() throws IOException {
        file.flush();
        return over;
    }

    @Override
    public synchronized void close() throws IOException {
        over = true;
        file.close();
    }

    private void listen() {
        byte[] chunk = new byte[16 * 1024];
        try {
            for (int count = listener.body().read(chunk);
                    count >= 0;
                    count = listener.body().read(chunk)) {
                if (!take(chunk, count)) {
                    return;
                }
            }
        } catch (IOException e) {
            // As if it had ended.
        }
        synchronized (this) {
            over = true;
        }
    }

    private synchronized boolean take(byte[] chunk, int count) throws IOException {
        if (over) {
            return false;
        }
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - lastNanos);
        lastNanos = now;
        file.write(chunk, 0, count);
        return true;
    }
}

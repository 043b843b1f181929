package icy.cli.push;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server each title, beside the stream, so that a server which is slow to answer does not hold up the audio.
 * Only the newest counts: one that could not be sent before the next came is left out.
 *
 * <p>Thread: {@link #send} any; a thread of its own sends.
 */
final class TitleSender implements Closeable {

    /** A server that has just taken the stream may not know the mount yet. */
    private static final int TRIES = 3;

    private static final long PAUSE_MILLIS = 500;

    private final SourceProtocol protocol;
    private final Consumer<String> warnings;
    private final Thread thread = new Thread(this::run, "titles");
    private @Nullable String wanted;

    TitleSender(SourceProtocol protocol, Consumer<String> warnings) {
        this.protocol = protocol;
        this.warnings = warnings;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void send(String title) {
        wanted = title;
        notifyAll();
    }

    /** What was not sent by now never is. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                sendWithRetries(take());
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private synchronized String take() throws InterruptedException {
        while (wanted == null) {
            wait();
        }
        String title = wanted;
        wanted = null;
        return title;
    }

    private void sendWithRetries(String title) throws InterruptedException {
        for (int failures = 1; true; failures++) {
            try {
                protocol.sendTitle(title);
                return;
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (failures == TRIES) {
                    warnings.accept("the title could not be set: " + e.getMessage());
                    return;
                }
            }
            if (isOutdatedAfterPause()) {
                return;
            }
        }
    }

    /** Whether there is a newer title by then, so that this one need not be tried again. */
    private synchronized boolean isOutdatedAfterPause() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        for (long left = PAUSE_MILLIS; wanted == null && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return wanted != null;
    }
}

package icy.bench.acceptance;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A listener in the background who notices every gap.
 *
 * <p>Lateness is how much later a piece of audio arrived than the most punctual one did, by stream time.
 *
 * <p>Thread: reads on its own; {@link #stop} and what follows, one other.
 */
final class SteadyListener {
    private static final double MAX_LATE_SECONDS = 0.5;
    private static final double BURST_SECONDS = 1; // what comes at once is not early
    private static final long STOP_SECONDS = 20;

    private final StreamClient client;
    private final StreamClock clock = new StreamClock();
    private final Thread thread;
    private volatile boolean stopping;
    private double mostPunctual = Double.MAX_VALUE;
    private double late;
    private double seconds;
    private String end = "";

    SteadyListener(int port, String mount) throws IOException {
        this.client = StreamClient.join(port, mount);
        this.thread = new Thread(this::listen, "steady-listener");
        thread.start();
    }

    /** Ends it and waits until it has ended. */
    void stop() throws IOException, InterruptedException {
        stopping = true;
        client.close();
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        arrived(); // a silence that lasts until now counts too
    }

    /** Whether it was content. After {@link #stop}. */
    boolean content() {
        return end.isEmpty() && clock.strayBytes() == 0 && late <= MAX_LATE_SECONDS;
    }

    /** What it heard, in words. After {@link #stop}. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "steady listener: %.0f s, never more than %.0f ms late (at most %.0f), %d bytes in no frame%s",
                seconds,
                late * 1e3,
                MAX_LATE_SECONDS * 1e3,
                clock.strayBytes(),
                end);
    }

    private void listen() {
        byte[] buffer = new byte[64 * 1024];
        try {
            int length = client.body().read(buffer);
            while (length >= 0) {
                clock.heard(buffer, 0, length);
                arrived();
                length = client.body().read(buffer);
            }
            ended("; then the server closed the connection");
        } catch (IOException e) {
            ended("; then " + e);
        }
    }

    private void arrived() {
        seconds = (System.nanoTime() - client.askedNanos()) / 1e9;
        if (seconds > BURST_SECONDS) {
            double arrival = seconds - clock.seconds();
            mostPunctual = Math.min(mostPunctual, arrival);
            late = Math.max(late, arrival - mostPunctual);
        }
    }

    private void ended(String how) {
        if (!stopping) {
            end = how;
        }
    }
}

package icy.bench.acceptance;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listeners to one mount in the background, and how near the worst of them was to the mount's pace.
 *
 * <p>Thread: reads on its own; the methods are for one other.
 */
final class SteadyCrowd {
    private static final double SETTLE_SECONDS = 8; // the burst is over by then
    private static final double STEP_SECONDS = 0.1;
    private static final long STOP_SECONDS = 10;

    private final Listeners listeners;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable IOException failure;
    private volatile long begunNanos;
    private volatile long endedNanos;

    SteadyCrowd(int port, String mount, int count) throws IOException {
        listeners = new Listeners(port);
        for (int n = 0; n < count; n++) {
            listeners.join(mount);
        }
        thread = new Thread(this::listen, "steady-crowd");
        thread.start();
    }

    private void listen() {
        try {
            listeners.run(SETTLE_SECONDS);
            listeners.countAfresh();
            begunNanos = System.nanoTime();
            while (!stopping) {
                listeners.run(STEP_SECONDS);
            }
            endedNanos = System.nanoTime();
        } catch (IOException e) {
            failure = e;
        }
    }

    void awaitSettled() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (1.1e3 * SETTLE_SECONDS));
    }

    /** Ends it; what share of the pace the worst listener had since it was settled, 0 if one was lost. */
    double stop(double bytesPerSecond) throws IOException, InterruptedException {
        stopping = true;
        thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        IOException why = failure;
        if (why != null) {
            throw why;
        }
        double seconds = (endedNanos - begunNanos) / 1e9;
        long least =
                listeners.heardBytes().stream().mapToLong(Long::longValue).min().orElse(0);
        int lost = listeners.lost();
        listeners.close();
        return lost > 0 ? 0 : least / seconds / bytesPerSecond;
    }
}

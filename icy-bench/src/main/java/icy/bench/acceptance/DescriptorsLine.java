package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** More connections than the process may have files open. */
final class DescriptorsLine implements Line {
    private static final int OPEN_FILES = 256;
    private static final int CONNECTIONS = 600;
    private static final int FULL_SECONDS = 10;
    private static final int QUICK_SECONDS = 5;
    private static final double MAX_CORES = 0.25;
    private static final long MAX_LOG_LINES = 100;
    private static final double MAX_RECOVERY_SECONDS = 3;

    private final Lab lab;

    DescriptorsLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String promise() {
        return "out of file descriptors, the air goes on, the processor rests, and it recovers";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        try (OnAir icy = new Icy(lab).withOpenFiles(OPEN_FILES).start()) {
            SteadyListener steady = new SteadyListener(icy.port(), icy.mount());
            int filesAtMost;
            double cores;
            double recovery;
            try {
                TimeUnit.SECONDS.sleep(2);
                List<Exchange> crowd = crowd(icy.port());
                try {
                    int seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
                    double cpuBefore = icy.usage().cpuSeconds();
                    TimeUnit.SECONDS.sleep(seconds);
                    cores = (icy.usage().cpuSeconds() - cpuBefore) / seconds;
                    filesAtMost = icy.openFiles();
                } finally {
                    for (Exchange one : crowd) {
                        one.close();
                    }
                }
                recovery = recoverySeconds(icy);
            } finally {
                steady.stop();
            }
            long logLines = icy.log().lines().count();
            return new Verdict(
                    filesAtMost > OPEN_FILES * 9 / 10
                            && steady.content()
                            && cores <= MAX_CORES
                            && recovery <= MAX_RECOVERY_SECONDS
                            && logLines <= MAX_LOG_LINES,
                    String.format(
                            Locale.ROOT,
                            "%d connections at a limit of %d files (%d open); %s; %.2f cores meanwhile (at most %.2f);"
                                    + " a newcomer is served %.2f s after (at most %.0f); %d lines in the log (at most %d)",
                            CONNECTIONS,
                            OPEN_FILES,
                            filesAtMost,
                            steady.figures(),
                            cores,
                            MAX_CORES,
                            recovery,
                            MAX_RECOVERY_SECONDS,
                            logLines,
                            MAX_LOG_LINES));
        }
    }

    private static List<Exchange> crowd(int port) {
        List<Exchange> crowd = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            try {
                crowd.add(new Exchange(port));
            } catch (IOException e) {
                // Turned away, as it may be.
            }
        }
        return crowd;
    }

    private static double recoverySeconds(OnAir icy) throws InterruptedException {
        long fromNanos = System.nanoTime();
        double seconds = 0;
        while (seconds < 10 * MAX_RECOVERY_SECONDS) {
            try (StreamClient newcomer = StreamClient.join(icy.port(), icy.mount())) {
                if (newcomer.body().read() >= 0) {
                    return (System.nanoTime() - fromNanos) / 1e9;
                }
            } catch (IOException e) {
                // Not yet: asked again.
            }
            TimeUnit.MILLISECONDS.sleep(20);
            seconds = (System.nanoTime() - fromNanos) / 1e9;
        }
        return seconds;
    }
}

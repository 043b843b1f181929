package icy.bench.compare;

import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import icy.bench.server.RadioServer;
import icy.bench.server.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Puts one load on one server and reads off what it cost.
 *
 * <pre>
 *   joining          settling 2 s          window                    (listen.c)
 * ├────────────────┼──────────────┼───────────────────────────┤
 *                                   ├ 1 s ┤ CPU counted ┤ 1 s ┤
 * </pre>
 *
 * The CPU is counted over the window less a second at either end, where this program cannot know to the millisecond what
 * listen.c does.
 */
final class LoadRun {
    private static final double SETTLE_SECONDS = 2; // as listen.c has it
    private static final double MARGIN_SECONDS = 1;
    private static final long PATIENCE_SECONDS = 60;

    private final Lab lab;

    LoadRun(Lab lab) {
        this.lab = lab;
    }

    Measured measure(RadioServer radio, Load load, int round) throws IOException, InterruptedException {
        String program = lab.neutralProgram("listen").toString();
        Path folder = lab.newFolder("listen");
        Path report = folder.resolve("report");
        try (OnAir server = radio.start()) {
            Process listen = lab.start(
                    report,
                    folder,
                    List.of(
                            program,
                            "127.0.0.1",
                            Integer.toString(server.port()),
                            server.mount(),
                            Integer.toString(load.listeners()),
                            Integer.toString(load.windowSeconds()),
                            "1",
                            Integer.toString(load.joinsPerSecond())));
            try {
                return watch(listen, report, server, radio.name(), load, round);
            } finally {
                listen.destroyForcibly();
            }
        }
    }

    private static Measured watch(Process listen, Path report, OnAir server, String name, Load load, int round)
            throws IOException, InterruptedException {
        sleep(load.joiningSeconds() + SETTLE_SECONDS + MARGIN_SECONDS);
        Usage before = server.usage();
        long fromNanos = System.nanoTime();
        sleep(load.windowSeconds() - 2 * MARGIN_SECONDS);
        Usage after = server.usage();
        double seconds = (System.nanoTime() - fromNanos) / 1e9;
        if (!listen.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("listen did not end " + PATIENCE_SECONDS + " s after its time");
        }
        String line = Files.readString(report);
        if (listen.exitValue() != 0) {
            throw new IOException("listen failed: " + line);
        }
        return new Measured(
                name,
                load,
                round,
                (after.cpuSeconds() - before.cpuSeconds()) / seconds,
                after.residentBytes(),
                after.peakResidentBytes(),
                Heard.parse(line));
    }

    private static void sleep(double seconds) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
    }
}

package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A thousand edits of queues a second from twenty clients, while thousands listen. */
final class EditsLine implements Line {
    private static final int LISTENERS = 5_000;
    private static final int CLIENTS = 20;
    private static final int EDITS_A_SECOND = 1_000;
    /** Clients that share one queue. */
    private static final int CLIENTS_A_QUEUE = 5;

    private static final int QUICK_SECONDS = 15;
    private static final int FULL_SECONDS = 60;
    private static final double SETTLE_SECONDS = 6;
    private static final double BYTES_PER_SECOND = 16_001;
    private static final double FAIRNESS = 0.1; // a short window counts a write more or less

    private final Lab lab;
    private final Path music;

    EditsLine(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "edits";
    }

    @Override
    public String promise() {
        return "1,000 edits of queues a second from 20 clients while 5,000 listen: none lost, no listener disturbed";
    }

    /** What one client did. */
    private record Work(int added, int removed, Histogram micros, double seconds) {}

    @Override
    public Verdict check(boolean quick) throws Exception {
        int seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        Path folder = lab.newFolder("edits");
        Files.copy(music, folder.resolve("a.mp3"));
        Files.copy(music, folder.resolve("b.mp3"));
        Path config = Files.writeString(
                folder.resolve("icy.toml"), "[[mounts]]%nmount = \"/stream\"%npaths = [\"%s\"]%n".formatted(folder));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (OnAir server = new Icy(lab).launch(config, "/stream");
                Listeners listeners = new Listeners(server.port())) {
            for (int i = 0; i < LISTENERS; i++) {
                listeners.join("/stream");
                if (i % 10 == 0) {
                    listeners.run(0.005);
                }
            }
            listeners.run(SETTLE_SECONDS);
            listeners.countAfresh();
            List<Future<Work>> working = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String queue = "/api/streams/edits-" + i / CLIENTS_A_QUEUE + "/queue";
                working.add(threads.submit(() -> edit(new ApiClient(server.port()), queue, seconds)));
            }
            listeners.run(seconds);
            List<Long> heard = listeners.heardBytes();
            return verdict(new ApiClient(server.port()), results(working), heard, seconds, listeners.lost());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static List<Work> results(List<Future<Work>> working) throws InterruptedException, IOException {
        List<Work> results = new ArrayList<>();
        for (Future<Work> each : working) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                throw new IOException("a client failed: " + e.getCause(), e);
            }
        }
        return results;
    }

    /** Adds two, removes one, and so on, each at its time. */
    private static Work edit(ApiClient api, String queue, int seconds) throws IOException, InterruptedException {
        Histogram micros = new Histogram(3);
        long begun = System.nanoTime();
        int edits = seconds * EDITS_A_SECOND / CLIENTS;
        int added = 0;
        int removed = 0;
        for (int i = 0; i < edits; i++) {
            long due = begun + i * TimeUnit.SECONDS.toNanos(1) * CLIENTS / EDITS_A_SECOND;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            long asked = System.nanoTime();
            if (added < 10 || i % 2 == 0) {
                api.post(queue, "{\"files\":[\"a.mp3\"]}");
                added++;
            } else {
                api.delete(queue + "/0");
                removed++;
            }
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - asked));
        }
        return new Work(added, removed, micros, (System.nanoTime() - begun) / 1e9);
    }

    private static Verdict verdict(ApiClient api, List<Work> works, List<Long> heard, int seconds, int lost)
            throws IOException, InterruptedException {
        Histogram micros = new Histogram(3);
        int expected = 0;
        double slowest = 0;
        for (Work work : works) {
            micros.add(work.micros());
            expected += work.added() - work.removed();
            slowest = Math.max(slowest, work.seconds());
        }
        int found = 0;
        for (int i = 0; i < CLIENTS / CLIENTS_A_QUEUE; i++) {
            found += ApiClient.files(api.get("/api/streams/edits-" + i + "/queue"))
                    .size();
        }
        double rate = micros.getTotalCount() / slowest;
        double least = heard.stream().mapToLong(Long::longValue).min().orElseThrow() / (double) seconds;
        double most = heard.stream().mapToLong(Long::longValue).max().orElseThrow() / (double) seconds;
        boolean undisturbed =
                lost == 0 && least >= BYTES_PER_SECOND * (1 - FAIRNESS) && most <= BYTES_PER_SECOND * (1 + FAIRNESS);
        return new Verdict(
                expected == found && undisturbed && rate >= EDITS_A_SECOND * 0.97,
                String.format(
                        Locale.ROOT,
                        "%.0f edits a second, %.1f ms median, %.1f ms p99, %.1f ms at most; %d files where %d should be;"
                                + " listeners got %.0f to %.0f bytes a second, %d lost",
                        rate,
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getMaxValue() / 1e3,
                        found,
                        expected,
                        least,
                        most,
                        lost));
    }
}

package icy.bench.acceptance;

import icy.bench.server.Icecast;
import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import icy.bench.server.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A thousand live sources, each with a listener of its own, beside icecast2 with the same. */
final class SourcesLine implements Line {
    private static final int STATIONS = 1000;
    private static final double FULL_SECONDS = 60;
    private static final double QUICK_SECONDS = 20;
    private static final double BETWEEN_SECONDS = 0.005;
    private static final double SETTLE_SECONDS = 8;
    private static final double BYTES_PER_SECOND = 16_001;
    private static final double FAIRNESS = 0.05;
    private static final String PASSWORD = "bench-password";

    private final Lab lab;
    private final Path music;

    /** @param music an MP3 file of 128 kbit/s without tags */
    SourcesLine(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "sources";
    }

    @Override
    public String promise() {
        return "1,000 live sources at once, each heard by a listener; CPU and memory beside icecast2's";
    }

    private record Price(double cores, double megabytes, double least, double most, int lost) {
        boolean complete() {
            return lost == 0 && least >= BYTES_PER_SECOND * (1 - FAIRNESS) && most <= BYTES_PER_SECOND * (1 + FAIRNESS);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%.2f cores, %.0f MB, %.0f to %.0f bytes a second each, %d connections lost",
                    cores,
                    megabytes,
                    least,
                    most,
                    lost);
        }
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        Price icy;
        try (OnAir server = new Icy(lab).with("--source-password", PASSWORD).launch()) {
            icy = measure(server, seconds);
        }
        Price icecast;
        try (OnAir server = new Icecast(lab, music).launch(PASSWORD, STATIONS)) {
            icecast = measure(server, seconds);
        }
        return new Verdict(icy.complete(), "icy: " + icy.text() + "; icecast2: " + icecast.text());
    }

    private Price measure(OnAir server, double seconds) throws Exception {
        try (Stations stations = new Stations(server.port(), PASSWORD, Files.readAllBytes(music))) {
            for (int i = 0; i < STATIONS; i++) {
                stations.open();
                stations.run(BETWEEN_SECONDS);
            }
            stations.run(SETTLE_SECONDS);
            // One by one: while a full backlog held up the next, the sources would send nothing and be dropped.
            for (int i = 0; i < STATIONS; i++) {
                stations.listen(i);
                stations.run(BETWEEN_SECONDS);
            }
            stations.run(SETTLE_SECONDS);
            stations.countAfresh();
            Usage before = server.usage();
            stations.run(seconds);
            Usage after = server.usage();
            List<Long> heard = stations.heardBytes();
            return new Price(
                    (after.cpuSeconds() - before.cpuSeconds()) / seconds,
                    after.residentBytes() / 1e6,
                    heard.stream().mapToLong(Long::longValue).min().orElseThrow() / seconds,
                    heard.stream().mapToLong(Long::longValue).max().orElseThrow() / seconds,
                    stations.lost());
        }
    }
}

package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import icy.bench.server.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Two hundred stations in one process, each playing a folder of its own to ten listeners. */
final class StationsLine implements Line {
    private static final int STATIONS = 200;
    private static final int LISTENERS_EACH = 10;
    private static final int TRACKS_EACH = 3;
    private static final double FULL_SECONDS = 120;
    private static final double QUICK_SECONDS = 30;
    private static final double SETTLE_SECONDS = 15;
    private static final double MOST_CORES_EACH = 0.002;
    private static final double BYTES_PER_SECOND = 16_001;
    private static final double FAIRNESS = 0.05;

    private final Lab lab;
    private final Path music;

    /** @param music an MP3 file of 128 kbit/s */
    StationsLine(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "stations";
    }

    @Override
    public String promise() {
        return "200 stations that play a folder to ten listeners each take 0.2 % of a core each at the most";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        long residentOfOne;
        try (OnAir one = new Icy(lab).launch(config(1), mount(0));
                Listeners listeners = new Listeners(one.port())) {
            listeners.run(SETTLE_SECONDS);
            residentOfOne = one.usage().residentBytes();
        }
        return measured(seconds, residentOfOne);
    }

    private Verdict measured(double seconds, long residentOfOne) throws Exception {
        try (OnAir server = new Icy(lab).launch(config(STATIONS), mount(STATIONS - 1));
                Listeners listeners = new Listeners(server.port())) {
            listeners.run(SETTLE_SECONDS);
            for (int listener = 0; listener < LISTENERS_EACH; listener++) {
                for (int station = 0; station < STATIONS; station++) {
                    listeners.join(mount(station));
                }
                listeners.run(1);
            }
            listeners.run(SETTLE_SECONDS);
            listeners.countAfresh();
            Usage before = server.usage();
            listeners.run(seconds);
            Usage after = server.usage();
            double coresEach = (after.cpuSeconds() - before.cpuSeconds()) / seconds / STATIONS;
            List<Long> heard = listeners.heardBytes();
            double least = heard.stream().mapToLong(Long::longValue).min().orElseThrow() / seconds;
            double most = heard.stream().mapToLong(Long::longValue).max().orElseThrow() / seconds;
            boolean complete = listeners.lost() == 0
                    && least >= BYTES_PER_SECOND * (1 - FAIRNESS)
                    && most <= BYTES_PER_SECOND * (1 + FAIRNESS);
            return new Verdict(
                    complete && coresEach <= MOST_CORES_EACH,
                    String.format(
                            Locale.ROOT,
                            "%.3f %% of a core and %.2f MB a station (%.0f MB in all), %.0f to %.0f bytes a second each,"
                                    + " %d connections lost",
                            100 * coresEach,
                            (after.residentBytes() - residentOfOne) / 1e6 / (STATIONS - 1),
                            after.residentBytes() / 1e6,
                            least,
                            most,
                            listeners.lost()));
        }
    }

    private static String mount(int station) {
        return "/station" + station;
    }

    private Path config(int stations) throws IOException {
        Path folder = lab.newFolder("stations");
        StringBuilder config = new StringBuilder();
        for (int station = 0; station < stations; station++) {
            Path tracks = Files.createDirectory(folder.resolve("music" + station));
            for (int track = 0; track < TRACKS_EACH; track++) {
                Files.copy(music, tracks.resolve("track" + track + ".mp3"));
            }
            config.append(
                    "[[mounts]]%nmount = \"%s\"%npaths = [\"%s\"]%n%n".formatted(mount(station), tracks.toString()));
        }
        return Files.writeString(folder.resolve("icy.toml"), config);
    }
}

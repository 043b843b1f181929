package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.Nginx;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Files given out by icy and by nginx, from the same folder, in turn, beside a broadcast. What icy's broadcast costs while
 * nobody downloads is not counted.
 */
final class FilesLine implements Line {
    private static final int FILES = 20;
    private static final int FILE_BYTES = 8_000_000; // a song at 256 kbit/s
    private static final int RANGE_BYTES = 64 << 10;
    private static final int LISTENERS = 300;
    private static final double BYTES_PER_SECOND = 16_001;
    private static final double LEAST_BYTES_BY_NGINX = 0.9;
    private static final double LEAST_REQUESTS_BY_NGINX = 0.6;
    private static final double LEAST_PACE = 0.99;
    private static final int ROUNDS = 5;
    private static final int SECONDS = 10;
    private static final int QUICK_SECONDS = 5;
    private static final int IDLE_SECONDS = 5;
    private static final String MOUNT = "/stream";
    private static final Downloads.Wish WHOLE = new Downloads.Wish(1000, FILES, FILE_BYTES, 0);
    private static final Downloads.Wish RANGES = new Downloads.Wish(64, FILES, FILE_BYTES, RANGE_BYTES);

    private final Lab lab;
    private final Path music;
    private final PrintWriter progress;

    /** @param music an MP3 file of 128 kbit/s */
    FilesLine(Lab lab, Path music, PrintWriter progress) {
        this.lab = lab;
        this.music = music;
        this.progress = progress;
    }

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String promise() {
        return "files cost little more than nginx takes: 0.9 of its bytes and 0.6 of its requests per CPU second";
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        Path folder = lab.newFolder("files");
        Path files = Files.createDirectory(folder.resolve("music"));
        byte[] song = song();
        for (int n = 1; n <= FILES; n++) {
            Files.write(files.resolve(n + ".mp3"), song);
        }
        try (OnAir nginx = new Nginx(lab).launch(files);
                OnAir icy = new Icy(lab).launch(config(folder, files), MOUNT)) {
            awaitLibrary(new ApiClient(icy.port()));
            SteadyCrowd crowd = new SteadyCrowd(icy.port(), MOUNT, LISTENERS);
            crowd.awaitSettled();
            double idleCores = idleCores(icy);
            Downloads.Server ours = new Downloads.Server(icy.port(), "/play/", ".mp3?quality=original", icy::usage);
            Downloads.Server theirs = new Downloads.Server(nginx.port(), "/", ".mp3", nginx::childUsage);
            int seconds = quick ? QUICK_SECONDS : SECONDS;
            Downloads.measure(lab, ours, RANGES, seconds, idleCores); // its code is compiled while it runs
            Downloads.measure(lab, ours, WHOLE, seconds, idleCores);
            List<Double> bytes = new ArrayList<>();
            List<Double> requests = new ArrayList<>();
            long errors = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Downloads icyWhole = Downloads.measure(lab, ours, WHOLE, seconds, idleCores);
                Downloads nginxWhole = Downloads.measure(lab, theirs, WHOLE, seconds, 0);
                Downloads icyRanges = Downloads.measure(lab, ours, RANGES, seconds, idleCores);
                Downloads nginxRanges = Downloads.measure(lab, theirs, RANGES, seconds, 0);
                bytes.add(icyWhole.bytesPerCpuSecond() / nginxWhole.bytesPerCpuSecond());
                requests.add(icyRanges.requestsPerCpuSecond() / nginxRanges.requestsPerCpuSecond());
                errors += icyWhole.errors() + icyRanges.errors();
                progress.println(round(icyWhole, nginxWhole, icyRanges, nginxRanges));
                progress.flush();
            }
            double pace = crowd.stop(BYTES_PER_SECOND);
            return verdict(median(bytes), median(requests), pace, errors, idleCores);
        }
    }

    private static Verdict verdict(double bytes, double requests, double pace, long errors, double idleCores) {
        return new Verdict(
                bytes >= LEAST_BYTES_BY_NGINX
                        && requests >= LEAST_REQUESTS_BY_NGINX
                        && pace >= LEAST_PACE
                        && errors == 0,
                String.format(
                        Locale.ROOT,
                        "%.2f of nginx's bytes per CPU second with %d clients (at least %.1f), %.2f of its requests for"
                                + " ranges of 64 kB (at least %.1f), %d errors; beside it the worst of %d listeners had"
                                + " %.1f %% of the pace (at least 99), for %.1f %% of a core that is not counted above",
                        bytes,
                        WHOLE.clients(),
                        LEAST_BYTES_BY_NGINX,
                        requests,
                        LEAST_REQUESTS_BY_NGINX,
                        errors,
                        LISTENERS,
                        100 * pace,
                        100 * idleCores));
    }

    private static String round(Downloads icyWhole, Downloads whole, Downloads icyRanges, Downloads ranges) {
        return String.format(
                Locale.ROOT,
                "icy %.0f MB and nginx %.0f MB per CPU second; %.0f and %.0f ranges per CPU second",
                icyWhole.bytesPerCpuSecond() / 1e6,
                whole.bytesPerCpuSecond() / 1e6,
                icyRanges.requestsPerCpuSecond(),
                ranges.requestsPerCpuSecond());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** The same frames over and over, for as long as a song. */
    private byte[] song() throws IOException {
        byte[] once = Files.readAllBytes(music);
        byte[] song = new byte[FILE_BYTES];
        for (int at = 0; at < FILE_BYTES; at += once.length) {
            System.arraycopy(once, 0, song, at, Math.min(once.length, FILE_BYTES - at));
        }
        return song;
    }

    private Path config(Path folder, Path files) throws IOException {
        return Files.writeString(
                folder.resolve("icy.toml"),
                "[[mounts]]%nmount = \"%s\"%npaths = [\"%s\"]%n%n[media]%nfolders = [\"%s\"]%n"
                        .formatted(MOUNT, lab.repository().resolve("testdata/demo"), files));
    }

    /** Its files are read once, which is work that has nothing to do with giving them out. */
    private static void awaitLibrary(ApiClient api) throws IOException, InterruptedException {
        while (!api.get("/api/library").contains("\"files_read\":" + FILES)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static double idleCores(OnAir icy) throws IOException, InterruptedException {
        double before = icy.usage().cpuSeconds();
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        return (icy.usage().cpuSeconds() - before) / IDLE_SECONDS;
    }
}

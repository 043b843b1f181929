package icy.bench.acceptance;

import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Fifty thousand new files: how fast they are known, and what their reading costs those who listen and search. */
final class LibraryLine implements Line {
    private static final int FILES = 50_000;
    private static final int QUICK_FILES = 10_000;
    private static final int FEW_FILES = 5;
    private static final double SEARCH_SECONDS = 20;
    private static final double SCAN_SECONDS = 900;
    private static final long POLL_MILLIS = 50;
    private static final double MOST_SEARCH_MILLIS = 20;
    private static final double MOST_SECONDS_TO_FIRST_TRACK = 5;
    private static final String MOUNT = "/stream";

    private final Lab lab;
    private final Path music;

    /** @param music a short MP3 file with an ID3v2 tag in front */
    LibraryLine(Lab lab, Path music) {
        this.lab = lab;
        this.music = music;
    }

    @Override
    public String name() {
        return "library";
    }

    @Override
    public String promise() {
        return "50,000 new files are there within seconds; searches take 20 ms at p99 meanwhile, and no listener waits";
    }

    /** When it was how far, in seconds from the command. */
    private record Times(double audio, double firstTrack, double tagged, double read) {}

    @Override
    public Verdict check(boolean quick) throws Exception {
        int count = quick ? QUICK_FILES : FILES;
        double audioOfFew = audioOfFew();
        Path folder = lab.newFolder("library");
        SmallFiles files = new SmallFiles(Files.readAllBytes(music));
        files.write(folder.resolve("music"), count);
        long begun = System.nanoTime();
        try (OnAir server = new Icy(lab).launch(config(folder), MOUNT)) {
            double audio = secondsSince(begun);
            SteadyListener listener = new SteadyListener(server.port(), MOUNT);
            ApiClient api = new ApiClient(server.port());
            awaitTracks(api, 1);
            double firstTrack = secondsSince(begun);
            Searches during = new Searches(server.port(), files);
            during.start();
            awaitTracks(api, count);
            double tagged = secondsSince(begun);
            long resident = server.usage().residentBytes();
            awaitRead(api, count);
            Times times = new Times(audio, firstTrack, tagged, secondsSince(begun));
            Histogram whileScanned = during.stop();
            Searches after = new Searches(server.port(), files);
            after.start();
            TimeUnit.MILLISECONDS.sleep((long) (SEARCH_SECONDS * 1e3));
            Histogram afterwards = after.stop();
            listener.stop();
            return verdict(count, audioOfFew, times, resident, server, whileScanned, afterwards, listener);
        }
    }

    private double audioOfFew() throws IOException, InterruptedException {
        Path folder = lab.newFolder("library-of-few");
        new SmallFiles(Files.readAllBytes(music)).write(folder.resolve("music"), FEW_FILES);
        Path config = config(folder);
        long begun = System.nanoTime();
        new Icy(lab).launch(config, MOUNT).close();
        return secondsSince(begun);
    }

    private static Path config(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("icy.toml"),
                "[[mounts]]%nmount = \"%s\"%npaths = [\"%s\"]%n".formatted(MOUNT, folder.resolve("music")));
    }

    private static void awaitTracks(ApiClient api, int count) throws IOException, InterruptedException {
        await(api, "tracks", count);
    }

    private static void awaitRead(ApiClient api, int count) throws IOException, InterruptedException {
        await(api, "files_read", count);
    }

    private static void await(ApiClient api, String number, int least) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (number(api.get("/api/library"), number) < least) {
            if (secondsSince(begun) > SCAN_SECONDS) {
                throw new IOException("%s are not %d after %.0f s".formatted(number, least, SCAN_SECONDS));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static long number(String json, String name) throws IOException {
        Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        if (!found.find()) {
            throw new IOException("there is no " + name + " in " + json);
        }
        return Long.parseLong(found.group(1));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static Verdict verdict(
            int count,
            double audioOfFew,
            Times times,
            long resident,
            OnAir server,
            Histogram during,
            Histogram after,
            SteadyListener listener)
            throws IOException {
        boolean passed = millis(during, 99) <= MOST_SEARCH_MILLIS
                && millis(after, 99) <= MOST_SEARCH_MILLIS
                && times.firstTrack() <= MOST_SECONDS_TO_FIRST_TRACK
                && listener.content();
        return new Verdict(
                passed,
                String.format(
                        Locale.ROOT,
                        "%d files: first audio after %.2f s (%.2f s with %d files), first track listed after %.2f s, all"
                                + " after %.1f s (%.0f a second), read to their ends after %.1f s (%.0f a second);"
                                + " %d searches meanwhile %.1f ms median, %.1f ms p99, %d after it %.1f ms median,"
                                + " %.1f ms p99; %.0f MB once listed, %.0f MB at the end, %.0f MB at most; %s",
                        count,
                        times.audio(),
                        audioOfFew,
                        FEW_FILES,
                        times.firstTrack(),
                        times.tagged(),
                        count / (times.tagged() - times.audio()),
                        times.read(),
                        count / (times.read() - times.tagged()),
                        during.getTotalCount(),
                        millis(during, 50),
                        millis(during, 99),
                        after.getTotalCount(),
                        millis(after, 50),
                        millis(after, 99),
                        resident / 1e6,
                        server.usage().residentBytes() / 1e6,
                        server.usage().peakResidentBytes() / 1e6,
                        listener.figures()));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}

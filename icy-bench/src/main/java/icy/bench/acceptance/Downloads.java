package icy.bench.acceptance;

import icy.bench.server.Lab;
import icy.bench.server.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that {@code wrk} plays with {@code files.lua}, and what they cost the server.
 *
 * @param cpuSeconds of the server, for them
 */
record Downloads(long bytes, long requests, long errors, double cpuSeconds) {
    private static final Pattern RESULT = Pattern.compile("bytes=(\\d+) requests=(\\d+) errors=(\\d+)");
    private static final long PATIENCE_SECONDS = 60;

    /** How a server is asked. */
    record Server(int port, String prefix, String suffix, Meter meter) {}

    /** Reads off what a server has used. */
    interface Meter {
        Usage usage() throws IOException;
    }

    /**
     * What they want.
     *
     * @param clients connections, each of which asks again as soon as it has its answer
     * @param rangeBytes of each file; 0 for all of it
     */
    record Wish(int clients, int files, int fileBytes, int rangeBytes) {}

    double bytesPerCpuSecond() {
        return bytes / cpuSeconds;
    }

    double requestsPerCpuSecond() {
        return requests / cpuSeconds;
    }

    /** @param idleCores what the server uses without them */
    static Downloads measure(Lab lab, Server server, Wish wish, int seconds, double idleCores)
            throws IOException, InterruptedException {
        Path folder = lab.newFolder("wrk");
        Path report = folder.resolve("report");
        Usage before = server.meter().usage();
        long fromNanos = System.nanoTime();
        Process wrk = lab.start(report, folder, command(lab, server, wish, seconds));
        try {
            if (!wrk.waitFor(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("wrk did not end " + PATIENCE_SECONDS + " s after its time");
            }
        } finally {
            wrk.destroyForcibly();
        }
        double took = (System.nanoTime() - fromNanos) / 1e9;
        double used = server.meter().usage().cpuSeconds() - before.cpuSeconds() - idleCores * took;
        Matcher result = RESULT.matcher(Files.readString(report));
        if (!result.find()) {
            throw new IOException("wrk failed: " + Files.readString(report));
        }
        return new Downloads(
                Long.parseLong(result.group(1)),
                Long.parseLong(result.group(2)),
                Long.parseLong(result.group(3)),
                used);
    }

    private static List<String> command(Lab lab, Server server, Wish wish, int seconds) {
        return List.of(
                "wrk",
                "-t1",
                "-c" + wish.clients(),
                "-d" + seconds + "s",
                "--timeout",
                "60s",
                "-s",
                lab.repository().resolve("icy-bench/neutral/files.lua").toString(),
                "http://127.0.0.1:" + server.port(),
                "--",
                server.prefix(),
                server.suffix(),
                Integer.toString(wish.files()),
                Integer.toString(wish.fileBytes()),
                Integer.toString(wish.rangeBytes()));
    }
}

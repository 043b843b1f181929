package icy.bench.acceptance;

import icy.bench.server.Icecast;
import icy.bench.server.Icy;
import icy.bench.server.Lab;
import icy.bench.server.OnAir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The live source is killed, and later comes back: on icy what it plays itself goes on meanwhile, on icecast2 its fallback
 * mount. One listener hears both changes.
 */
final class HandoverLine implements Line {
    private static final String PASSWORD = "bench-password";
    private static final double SECONDS_BEFORE = 6;
    private static final double SECONDS_WITHOUT = 6;
    private static final double SECONDS_AFTER = 6;

    /** A second of patience, a frame, and the 200 ms between two writes to a listener at the most. */
    private static final double MAX_PAUSE_MILLIS = 1000 + 26.1 + 200;

    private static final int DECODING_SECONDS = 60;

    private final Lab lab;

    HandoverLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public String promise() {
        return "a source is killed and comes back: nobody leaves, no pause above patience and a frame, no word from decoders";
    }

    private record Outcome(double pauseMillis, boolean left, int words) {
        boolean good() {
            return !left && words == 0 && pauseMillis <= MAX_PAUSE_MILLIS;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "longest pause %.0f ms, %d decoder messages%s",
                    pauseMillis,
                    words,
                    left ? ", listener disconnected" : "");
        }
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        Outcome icy;
        try (OnAir server = new Icy(lab).with("--source-password", PASSWORD).launch()) {
            icy = measure(server, server.mount());
        }
        Outcome icecast;
        Path music = lab.repository().resolve("testdata/demo/02-paper-boats.mp3");
        try (OnAir server = new Icecast(lab, music).launch(PASSWORD, 2)) {
            Process fallback = push(server, Icecast.FALLBACK, "testdata/demo/03-night-tram.mp3");
            try {
                TimeUnit.SECONDS.sleep(3);
                icecast = measure(server, Icecast.LIVE);
            } finally {
                fallback.destroyForcibly();
            }
        }
        return new Verdict(icy.good(), "icy: " + icy.text() + "; icecast2: " + icecast.text());
    }

    private Outcome measure(OnAir server, String mount) throws Exception {
        Process source = push(server, mount, "testdata/demo/02-paper-boats.mp3");
        Path heard = lab.newFolder("handover").resolve("heard.mp3");
        try {
            TimeUnit.SECONDS.sleep(4);
            try (StreamClient listener = StreamClient.join(server.port(), mount);
                    Ear ear = Ear.on(listener, heard)) {
                pass(SECONDS_BEFORE);
                ear.countAfresh(); // the burst is over
                source.destroyForcibly().waitFor();
                pass(SECONDS_WITHOUT);
                source = push(server, mount, "testdata/demo/04-window-seat.mp3");
                pass(SECONDS_AFTER);
                return new Outcome(ear.longestPauseMillis(), ear.over(), words(heard));
            }
        } finally {
            source.destroyForcibly();
        }
    }

    private Process push(OnAir server, String mount, String file) throws IOException {
        String url = "http://source:" + PASSWORD + "@127.0.0.1:" + server.port() + mount;
        return lab.start(
                lab.newFolder("push").resolve("output"),
                lab.repository(),
                List.of("./icy", "push", "--loop", url, file));
    }

    private static void pass(double seconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
    }

    /** How many lines mpg123 and ffmpeg complain in; the end of a recording is no fault. */
    private int words(Path heard) throws IOException, InterruptedException {
        int words = 0;
        for (List<String> decoder : List.of(
                List.of("mpg123", "-q", "-t", heard.toString()),
                List.of(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "warning",
                        "-f",
                        "mp3",
                        "-i",
                        heard.toString(),
                        "-f",
                        "null",
                        "-"))) {
            Path log = lab.newFolder("decoder").resolve("output");
            Process process = lab.start(log, lab.repository(), decoder);
            if (!process.waitFor(DECODING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(decoder.get(0) + " does not come to an end");
            }
            words += (int) Files.readAllLines(log).stream()
                    .filter(line -> !line.isBlank() && !line.contains("Estimating duration"))
                    .count();
        }
        return words;
    }
}

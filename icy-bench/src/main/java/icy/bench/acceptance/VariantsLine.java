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

/**
 * Four variants of a mount, beside four ffmpeg that make the same of its stream at the same time: what both cost, with one
 * listener to each variant and with 500. The encoders are held against each other; what this server's own threads add, which
 * decode the mount once and stand between samples and encoders, is told beside it. (Each of the four ffmpeg decodes for
 * itself.)
 */
final class VariantsLine implements Line {
    private static final List<String> VARIANTS = List.of("mp3-320", "mp3-128", "mp3-64", "opus-96");
    private static final List<String> ENCODERS = List.of(
            "-c:a libmp3lame -b:a 320k -f mp3",
            "-c:a libmp3lame -b:a 128k -f mp3",
            "-c:a libmp3lame -b:a 64k -f mp3",
            "-c:a libopus -b:a 96k -f ogg");
    private static final int LISTENERS = 500;
    private static final double FULL_SECONDS = 120;
    private static final double QUICK_SECONDS = 30;
    private static final double SETTLING_SECONDS = 15;
    private static final double MOST_BY_ENCODERS = 1.2;
    private static final double LEAST_OF_PACE = 0.99;

    /** The threads that decode, and those that stand between the samples and the encoders. */
    private static final List<String> THREADS = List.of("decode", "encode");

    private final Lab lab;

    VariantsLine(Lab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "variants";
    }

    @Override
    public String promise() {
        return "the encoders of four variants cost what four ffmpeg cost, within 20 %, with one listener or 500 to each";
    }

    /**
     * What was used in one stretch, in seconds of a processor a second.
     *
     * @param encoders of the variants
     * @param threads of the server, that decode and hand samples on
     * @param plain the four ffmpeg
     */
    private record Cost(double encoders, double threads, double plain) {
        double ratio() {
            return encoders / plain;
        }

        Cost minus(Cost before) {
            return new Cost(encoders - before.encoders, threads - before.threads, plain - before.plain);
        }

        Cost per(double seconds) {
            return new Cost(encoders / seconds, threads / seconds, plain / seconds);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "encoders %.1f %% of a processor, %.2f of four ffmpeg (at most 1.2), decoding and pipes %.1f %%",
                    100 * encoders,
                    ratio(),
                    100 * threads);
        }
    }

    @Override
    public Verdict check(boolean quick) throws Exception {
        double seconds = quick ? QUICK_SECONDS : FULL_SECONDS;
        Path folder = lab.newFolder("variants");
        Path config = Files.writeString(
                folder.resolve("icy.toml"),
                String.format(
                        Locale.ROOT,
                        "[[mounts]]%nmount = \"/stream\"%npaths = [\"%s\"]%nvariants = [\"%s\"]%n",
                        lab.repository().resolve("testdata/demo"),
                        String.join("\", \"", VARIANTS)));
        List<Process> encoders = new ArrayList<>();
        try (OnAir icy = new Icy(lab).launch(config, "/stream");
                Listeners listeners = new Listeners(icy.port())) {
            for (int i = 0; i < ENCODERS.size(); i++) {
                encoders.add(lab.start(folder.resolve("encoder" + i), folder, command(icy, ENCODERS.get(i))));
            }
            joinAll(listeners, 1);
            Cost alone = measure(icy, encoders, listeners, seconds);
            joinAll(listeners, LISTENERS - 1);
            Cost crowded = measure(icy, encoders, listeners, seconds);
            double pace = slowest(listeners, seconds);
            boolean passed = alone.ratio() <= MOST_BY_ENCODERS
                    && crowded.ratio() <= MOST_BY_ENCODERS
                    && listeners.lost() == 0
                    && pace >= LEAST_OF_PACE;
            return new Verdict(
                    passed,
                    String.format(
                            Locale.ROOT,
                            "with 1 listener each: %s; with %d each: %s; slowest at %.1f %% of its pace, %d lost",
                            alone.text(),
                            LISTENERS,
                            crowded.text(),
                            100 * pace,
                            listeners.lost()));
        } finally {
            encoders.forEach(Process::destroy);
        }
    }

    private static void joinAll(Listeners listeners, int each) throws IOException {
        for (int i = 0; i < each; i++) {
            for (String variant : VARIANTS) {
                listeners.join("/stream/" + variant);
            }
            listeners.run(0.02);
        }
    }

    private static Cost measure(OnAir icy, List<Process> encoders, Listeners listeners, double seconds)
            throws IOException {
        listeners.run(SETTLING_SECONDS);
        listeners.countAfresh();
        Cost before = cost(icy, encoders);
        listeners.run(seconds);
        return cost(icy, encoders).minus(before).per(seconds);
    }

    /** What has been used so far. */
    private static Cost cost(OnAir icy, List<Process> encoders) throws IOException {
        return new Cost(icy.childCpuSeconds(), icy.cpuSecondsOfThreads(THREADS), cpuSeconds(encoders));
    }

    private static double cpuSeconds(List<Process> processes) throws IOException {
        double sum = 0;
        for (Process process : processes) {
            sum += OnAir.cpuSecondsOf(process.pid());
        }
        return sum;
    }

    /** Of those of a constant bitrate, by what each should have got. */
    private static double slowest(Listeners listeners, double seconds) {
        List<Long> heard = listeners.heardBytes();
        double least = Double.MAX_VALUE;
        for (int i = 0; i < heard.size(); i++) {
            String variant = VARIANTS.get(i % VARIANTS.size());
            if (variant.startsWith("mp3-")) {
                double due = Integer.parseInt(variant.substring("mp3-".length())) * 125.0 * seconds;
                least = Math.min(least, heard.get(i) / due);
            }
        }
        return least;
    }

    private static List<String> command(OnAir icy, String encoder) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-i"));
        command.add("http://127.0.0.1:" + icy.port() + "/stream");
        command.addAll(List.of(encoder.split(" ")));
        command.addAll(List.of("-y", "/dev/null"));
        return command;
    }
}

package icy.cli.load;

import icy.cli.Address;
import icy.cli.CommandException;
import icy.cli.ProgressLine;
import icy.cli.StopSignal;
import io.avaje.json.mapper.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy load}: measures a station under many listeners. Exit code 1 if any of them was not served to the end.
 *
 * <p>Thread: main.
 */
@Command(
        name = "load",
        description = "Let many listeners join a stream, and measure how fairly and how soon they are served.",
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "The stream, like http://127.0.0.1:8000/stream.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    @Option(
            names = "--listeners",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many join (${DEFAULT-VALUE}).")
    private int listeners;

    @Option(
            names = "--ramp",
            paramLabel = "N/s",
            defaultValue = "500/s",
            description = "How many join a second (${DEFAULT-VALUE}); 0: all at once.")
    @SuppressWarnings("NullAway.Init")
    private String ramp;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long to measure once all have joined (${DEFAULT-VALUE}). To judge fairness take 120:"
                    + " with one write a second, a short window counts one write more or less.")
    private double seconds;

    @Option(names = "--metadata", description = "Ask for titles, as players do.")
    private boolean metadata;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    @SuppressWarnings("try") // The signal works by being there.
    public Integer call() throws CommandException, IOException {
        LoadPlan plan = plan();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        LoadRun[] run = new LoadRun[1];
        run[0] = new LoadRun(
                plan,
                elapsedNanos -> progress.show("%d s: %,d of %,d joined, %,d listening, %,.1f MB"
                        .formatted(
                                TimeUnit.NANOSECONDS.toSeconds(elapsedNanos),
                                run[0].joined(),
                                plan.listeners(),
                                run[0].listening(),
                                run[0].receivedBytes() / 1e6)));
        LoadReport report;
        CountDownLatch reported = new CountDownLatch(1);
        // Stopped early, it still says what there was until then.
        try (StopSignal signal = new StopSignal(() -> finishEarly(run[0], reported))) {
            report = run[0].run();
            progress.clear();
            print(report);
        } finally {
            reported.countDown();
        }
        if (report.failures().keySet().stream().anyMatch(reason -> reason.contains("Too many open files"))) {
            throw new CommandException(
                    CommandException.FAILED, "this process may not open enough files: raise the limit with ulimit -n");
        }
        return report.isClean() ? 0 : CommandException.FAILED;
    }

    private void print(LoadReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder().build().toJson(report.toMap()));
        } else {
            out.print(report.toText());
        }
        out.flush();
    }

    private static void finishEarly(LoadRun run, CountDownLatch reported) {
        run.stop();
        try {
            reported.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // The process ends either way.
        }
    }

    private LoadPlan plan() throws CommandException {
        URI uri = address();
        InetSocketAddress target =
                new InetSocketAddress(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort() > 0 ? uri.getPort() : 80);
        if (target.isUnresolved()) {
            throw new CommandException(CommandException.FAILED, uri.getHost() + ": no such host");
        }
        if (listeners < 1 || !(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--listeners and --seconds must be more than 0");
        }
        return new LoadPlan(
                target,
                Address.target(uri),
                listeners,
                perSecond(),
                Duration.ofNanos((long) (seconds * 1e9)),
                metadata);
    }

    private URI address() {
        try {
            URI uri = new URI(url.contains("://") ? url : "http://" + url);
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new URISyntaxException(url, "no http address");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    Address.shown(url) + " is no address to load; write it like http://127.0.0.1:8000/stream",
                    e);
        }
    }

    private double perSecond() {
        String number = ramp.endsWith("/s") ? ramp.substring(0, ramp.length() - 2) : ramp;
        if (!number.matches("\\d{1,7}(\\.\\d+)?")) {
            throw new ParameterException(spec.commandLine(), "--ramp " + ramp + ": write joins per second, like 500/s");
        }
        return Double.parseDouble(number);
    }
}

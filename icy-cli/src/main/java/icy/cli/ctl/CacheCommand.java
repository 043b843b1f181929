package icy.cli.ctl;

import icy.cli.CommandException;
import icy.cli.ProgressLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code icy ctl cache}: what the server keeps of files in other qualities.
 *
 * <p>Thread: main.
 */
@Command(name = "cache", description = "Files in other qualities that the server keeps: stats, clear, warm.")
final class CacheCommand implements Runnable {

    private static final String CACHE = "/admin/cache";
    private static final String WARM = CACHE + "/warm";
    private static final long LOOK_MILLIS = 500;
    private static final int BAR = 30;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private CtlCommand ctl;

    @Override
    public void run() {
        throw new ParameterException(ctl.spec().subcommands().get("cache"), "say stats, clear or warm");
    }

    @Command(name = "stats", description = "Show how much is kept, and how often it was of use.")
    void stats() throws CommandException {
        Control control = ctl.control();
        control.print(control.get(CACHE + "/stats"), answer -> {
            Facts stats = answer.facts();
            return "%s files, %s MB; %s found there, %s made, %s removed for others, %s failed; %s in the making"
                    .formatted(
                            stats.text("cached_files"),
                            stats.text("cache_size_mb"),
                            stats.text("hits"),
                            stats.text("misses"),
                            stats.text("evictions"),
                            stats.text("failures"),
                            stats.text("jobs"));
        });
    }

    @Command(name = "clear", description = "Remove what nobody reads at present.")
    void clear(
            @Option(
                            names = "--older-than-days",
                            paramLabel = "N",
                            description = "Only what nobody has asked for in so many days.")
                    @Nullable
                    Double days)
            throws CommandException {
        Control control = ctl.control();
        String query = days == null ? "" : "?older_than_days=" + days;
        control.print(
                control.send("POST", CACHE + "/clear" + query, null),
                answer -> answer.facts().text("message"));
    }

    @Command(
            name = "warm",
            description = "Have files made in another quality before somebody asks for them, and wait for it.")
    void warm(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..*",
                            description = "Which, as the library names them; without, all of the folder.")
                    @Nullable
                    List<String> files,
            @Option(names = "--folder", paramLabel = "PATH", description = "All below it; without, all there is.")
                    @Nullable
                    String folder,
            @Option(names = "--quality", paramLabel = "NAME", description = "In which; without, the standard one.")
                    @Nullable
                    String quality)
            throws CommandException {
        Control control = ctl.control();
        Answer begun = control.send("POST", WARM, wanted(files, folder, quality));
        control.print(watch(control, begun), CacheCommand::summary);
    }

    private static Map<String, Object> wanted(
            @Nullable List<String> files, @Nullable String folder, @Nullable String quality) {
        Map<String, Object> wanted = new LinkedHashMap<>();
        if (files == null || files.isEmpty()) {
            wanted.put("folder", folder == null ? "" : folder);
        } else {
            wanted.put("paths", files);
        }
        if (quality != null) {
            wanted.put("quality", quality);
        }
        return wanted;
    }

    /** Looks how it goes until it is over. The server goes on if nobody looks any more. */
    private Answer watch(Control control, Answer begun) throws CommandException {
        ProgressLine line = new ProgressLine(ctl.spec().commandLine().getErr());
        Answer present = begun;
        try {
            while (present.facts().text("state").equals("running")) {
                line.show(bar(present.facts()));
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                present = control.get(WARM);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            line.clear();
        }
        return present;
    }

    private static String bar(Facts warming) {
        int full = (int) Math.round(warming.number("progress") * BAR);
        return "[%s%s] %3.0f %%  %s"
                .formatted(
                        "#".repeat(full), ".".repeat(BAR - full), warming.number("progress") * 100, current(warming));
    }

    private static String current(Facts warming) {
        return warming.has("current") ? warming.text("current") : "";
    }

    private static String summary(Answer answer) {
        Facts warming = answer.facts();
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s of %s files are kept in quality %s, %s are good enough as they are, %s failed"
                .formatted(
                        warming.text("state"),
                        warming.text("made"),
                        warming.text("files"),
                        warming.text("quality"),
                        warming.text("as_they_are"),
                        warming.text("failed")));
        warming.objects("failures")
                .forEach(failure -> lines.add("%s: %s".formatted(failure.text("path"), failure.text("reason"))));
        return String.join("\n", lines);
    }
}

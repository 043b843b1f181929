package icy.bench.acceptance;

import icy.bench.compare.Machine;
import icy.bench.server.Lab;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code icy-bench/run acceptance}. */
@Command(
        name = "acceptance",
        mixinStandardHelpOptions = true,
        description = "Measures what is promised, and says PASS or FAIL for each line with its figures.")
public final class AcceptanceCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Shortened runs: ten minutes instead of an hour.")
    private boolean quick;

    @Option(names = "--list", description = "Only print the lines and what they promise.")
    private boolean list;

    @Parameters(paramLabel = "LINE", description = "Only these lines.")
    private List<String> wanted = new ArrayList<>();

    @Option(names = "--repository", hidden = true, required = true)
    private @Nullable Path repository;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (repository == null || spec == null) {
            throw new IllegalStateException("picocli sets both");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Lab lab = new Lab(repository)) {
            List<Line> lines = chosen(lines(lab, spec.commandLine().getErr()), spec);
            if (list) {
                lines.forEach(line -> out.println(String.format(Locale.ROOT, "%-12s %s", line.name(), line.promise())));
                return 0;
            }
            out.println(Machine.describe() + (quick ? ", shortened runs" : ""));
            int failed = 0;
            for (Line line : lines) {
                failed += passes(line, out) ? 0 : 1;
            }
            out.println(failed == 0 ? "all " + lines.size() + " lines pass" : failed + " of " + lines.size() + " fail");
            return failed == 0 ? 0 : 1;
        }
    }

    private static List<Line> lines(Lab lab, PrintWriter progress) {
        return List.of(
                new StartLine(lab),
                new TestsLine(
                        lab,
                        "players",
                        "the players that people use play it, and show the right titles",
                        "icy/server/peers/*Test,*InBrowserTest"),
                new TestsLine(
                        lab,
                        "hour",
                        "an hour over files of every kind: metadata exact, joins and joints without a word from a decoder",
                        "HourOfBroadcastTest,JoinsTest,JointsTest,EntryTest,JointTest,DamageTest"),
                new PaceLine(lab),
                new SpreadLine(lab),
                new LoadLine(lab, progress),
                new TestsLine(
                        lab,
                        "allocation",
                        "nothing is allocated per flush",
                        "AudienceTest#*Nothing,EventLoopTest#*Nothing,ScannerAllocationTest"),
                new SlowListenersLine(lab),
                new AttacksLine(lab),
                new DescriptorsLine(lab),
                new HandoverLine(lab),
                new TestsLine(
                        lab,
                        "links",
                        "500 listeners stay while sources are killed, cut off, stall and come back; nothing is heard twice",
                        "HandOverTest"),
                new SourcesLine(lab, lab.repository().resolve("testdata/tracks/formats/no-info.mp3")),
                new EditsLine(lab, lab.repository().resolve("testdata/tracks/formats/cbr-128.mp3")),
                new KillsLine(lab, lab.repository().resolve("testdata/tracks/formats/cbr-128.mp3")),
                new StationsLine(lab, lab.repository().resolve("testdata/tracks/formats/cbr-128.mp3")),
                new VariantsLine(lab),
                new LibraryLine(lab, lab.repository().resolve("testdata/tracks/formats/cbr-32.mp3")),
                new FilesLine(lab, lab.repository().resolve("testdata/tracks/formats/cbr-128.mp3"), progress),
                new TestsLine(
                        lab,
                        "laws",
                        "what must hold for every input does: scanner, parser, interleaver, simulated mounts",
                        "*Properties,*SimulationTest,MetadataInterleaverTest"));
    }

    private List<Line> chosen(List<Line> all, CommandSpec of) {
        List<String> names = all.stream().map(Line::name).toList();
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        of.commandLine(), "no line \"" + name + "\"; there are " + String.join(", ", names));
            }
        }
        return all.stream()
                .filter(line -> wanted.isEmpty() || wanted.contains(line.name()))
                .toList();
    }

    private boolean passes(Line line, PrintWriter out) throws InterruptedException {
        Verdict verdict;
        try {
            verdict = line.check(quick);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // one line that cannot be measured must not hide the others
            verdict = new Verdict(false, "could not be measured: " + e);
        }
        out.println(String.format(
                Locale.ROOT, "%s  %-12s %s", verdict.passed() ? "PASS" : "FAIL", line.name(), verdict.figures()));
        out.flush();
        return verdict.passed();
    }
}

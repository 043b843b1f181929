package icy.bench.compare;

import icy.bench.server.Lab;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code icy-bench/run compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Runs icy, icecast2 and the cheapest possible fan-out in turn under the same listeners.")
public final class CompareCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Short windows and one round: four minutes instead of half an hour.")
    private boolean quick;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            description = "Only these of floor, icy and icecast2; may be given more than once.")
    private Set<String> servers = Comparison.serverNames();

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
        PrintWriter progress = spec.commandLine().getErr();
        try (Lab lab = new Lab(repository)) {
            ComparisonReport report = new ComparisonReport(new Comparison(lab, quick).run(servers, progress::println));
            out.println(json ? report.json() : Machine.describe() + "\n" + report.table());
        }
        return 0;
    }
}

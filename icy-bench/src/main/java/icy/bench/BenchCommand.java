package icy.bench;

import icy.bench.acceptance.AcceptanceCommand;
import icy.bench.compare.CompareCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code icy-bench/run}. */
@Command(
        name = "icy-bench/run",
        mixinStandardHelpOptions = true,
        description = "Measures icy on this machine. (\"jmh\" runs the JMH benchmarks: icy-bench/run jmh --help.)",
        subcommands = {CompareCommand.class, AcceptanceCommand.class})
public final class BenchCommand {
    private BenchCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand()).execute(args));
    }
}

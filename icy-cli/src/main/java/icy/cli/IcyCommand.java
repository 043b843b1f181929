package icy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command. */
@Command(name = "icy", mixinStandardHelpOptions = true)
public final class IcyCommand {
    private IcyCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new IcyCommand()).execute(args));
    }
}

package icy.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command run in this process: its exit code and what it printed. */
public record CommandRun(int exitCode, String out, String err) {

    /** Without a variable in its environment, whatever the developer's has. */
    public static CommandRun of(String... args) {
        return in(Map.of(), args);
    }

    /** The exit code of one that prints there. */
    public static int printing(PrintWriter out, String... args) {
        return IcyCommand.run(out, new PrintWriter(new StringWriter()), Map.of(), args);
    }

    /** With these variables alone. */
    public static CommandRun in(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = IcyCommand.run(new PrintWriter(out), new PrintWriter(err), environment, args);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}

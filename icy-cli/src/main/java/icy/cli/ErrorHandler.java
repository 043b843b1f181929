package icy.cli;

import icy.server.config.ConfigException;
import icy.server.config.Spelling;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what goes wrong into a line on standard error that says what to do, and an exit code. The trace is shown with
 * {@code -v} only.
 *
 * <p>Thread: main.
 */
final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        line.getErr().println(command + ": " + sentence(e) + " (" + command + " --help explains)");
        return CommandException.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        String command = line.getCommandSpec().qualifiedName();
        if (IcyCommand.isVerbose(line.getCommandSpec())) {
            e.printStackTrace(err);
        }
        if (e instanceof ConfigException config) {
            config.problems().forEach(problem -> err.println(command + ": " + problem));
            return CommandException.USAGE;
        }
        if (e instanceof CommandException failure) {
            err.println(command + ": " + failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof IOException io) {
            err.println(command + ": " + FileFault.sentence(io));
            return CommandException.FAILED;
        }
        err.println(command + ": a fault of icy's own, " + e + "; run it again with -v and report the trace");
        return CommandException.FAILED;
    }

    private static String sentence(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            String given = String.join(" ", unmatched.getUnmatched());
            return "does not know " + given
                    + Spelling.nearest(
                                    given,
                                    e.getCommandLine()
                                            .getCommandSpec()
                                            .optionsMap()
                                            .keySet())
                            .or(() -> Spelling.nearest(
                                    given, e.getCommandLine().getSubcommands().keySet()))
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("");
        }
        return message.isEmpty()
                ? "cannot be understood"
                : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}

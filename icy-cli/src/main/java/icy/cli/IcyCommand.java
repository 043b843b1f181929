package icy.cli;

import icy.cli.ctl.BackupCommand;
import icy.cli.ctl.CtlCommand;
import icy.cli.ctl.RestoreCommand;
import icy.cli.listen.ListenCommand;
import icy.cli.load.LoadCommand;
import icy.cli.probe.ProbeCommand;
import icy.cli.push.PushCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The root command: finds the one that is meant and runs it.
 *
 * <p>Exit codes: 0 it worked, 1 it failed, 2 it was asked for wrongly.
 *
 * <p>Thread: main.
 */
@Command(
        name = "icy",
        description = "An internet-radio station in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        subcommandsRepeatable = false,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "icy serve FOLDER broadcasts a folder of MP3s at http://localhost:8000/stream",
            "icy COMMAND --help explains each command."
        })
final class IcyCommand implements Runnable {

    private static final List<String> COMMANDS = List.of(
            "serve",
            "ctl",
            "backup",
            "restore",
            "push",
            "listen",
            "probe",
            "load",
            "config",
            "password",
            "key",
            "completion");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more; faults with their trace.")
    @SuppressWarnings("UnusedVariable") // Whoever needs it asks isVerbose, since every command has it.
    private boolean verbose;

    public static void main(String[] args) {
        // UTF-8 whatever the locale: titles and file names are in every script.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        System.exit(run(out, err, System.getenv(), args));
    }

    /**
     * Runs the command and returns its exit code; nothing is written but to {@code out} and {@code err}, and no variable
     * of a config is read but from {@code environment}.
     */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
        CommandLine line = commandLine(environment, args);
        line.setOut(out).setErr(err);
        int exitCode = line.execute(args);
        out.flush();
        err.flush();
        return exitCode;
    }

    /** Whether {@code -v} stands anywhere on the command line. */
    static boolean isVerbose(CommandSpec any) {
        ParseResult result = any.root().commandLine().getParseResult();
        while (result != null && !result.hasMatchedOption("-v")) {
            result = result.hasSubcommand() ? result.subcommand() : null;
        }
        return result != null;
    }

    private static CommandLine commandLine(Map<String, String> environment, String... args) {
        CommandLine line = new CommandLine(new IcyCommand());
        // A start makes only the command it needs: reading the annotations of all costs a third of picocli's time.
        boolean one = args.length > 0 && COMMANDS.contains(args[0]) && !args[0].equals("completion");
        for (String name : one ? List.of(args[0]) : COMMANDS) {
            line.addSubcommand(name, make(name, environment));
        }
        CommandLine completion = line.getSubcommands().get("completion");
        if (completion != null) {
            completion.setCommandName("completion");
        }
        CommandLine serve = line.getSubcommands().get("serve");
        if (serve != null) {
            ConfigFlags.addTo(serve.getCommandSpec());
        }
        ErrorHandler errors = new ErrorHandler();
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setColorScheme(Terminal.helpColours());
        return line;
    }

    private static Object make(String command, Map<String, String> environment) {
        return switch (command) {
            case "serve" -> new ServeCommand(environment);
            case "ctl" -> new CtlCommand(environment);
            case "backup" -> new BackupCommand(environment);
            case "restore" -> new RestoreCommand(environment);
            case "push" -> new PushCommand(environment);
            case "probe" -> new ProbeCommand();
            case "listen" -> new ListenCommand();
            case "load" -> new LoadCommand();
            case "config" -> new ConfigCommand(environment);
            case "password" -> new PasswordCommand(System.in, Terminal.isTyped() ? new HiddenTyping(System.in) : null);
            case "key" -> new KeyCommand();
            case "completion" -> new GenerateCompletion();
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** No command: the overview, as a usage error. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "say which command");
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

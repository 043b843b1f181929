package icy.cli;

import icy.cli.icecast.IcecastImport;
import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy config}: looks at a config without starting anything.
 *
 * <p>Thread: main.
 */
@Command(name = "config", description = "Check a config, show the one in force, or make one of an icecast.xml.")
final class ConfigCommand implements Runnable {

    private static final String FILE = "The config file; without, the one that the variable ICY_CONFIG names.";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Map<String, String> environment;

    ConfigCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say check, show or import");
    }

    /** Exit code 0: it can be started with; 1: it cannot, and standard error says why. */
    @Command(
            name = "check",
            description = "Find every mistake in a config at once; the ICY_ variables are checked along.")
    int check(@Parameters(paramLabel = "FILE", arity = "0..1", description = FILE) @Nullable Path given) {
        Path file = fileOr(given, environment);
        try {
            int mounts = reader(file).read().config().mounts().size();
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s: good, with %d mount%s%n",
                            file == null ? "defaults" : file, mounts, mounts == 1 ? "" : "s");
            return 0;
        } catch (ConfigException e) {
            e.problems().forEach(spec.commandLine().getErr()::println);
            return CommandException.FAILED;
        }
    }

    @Command(
            name = "show",
            description = "Print the config in force, with every default and where each value comes from.")
    int show(@Parameters(paramLabel = "FILE", arity = "0..1", description = FILE) @Nullable Path given)
            throws ConfigException {
        spec.commandLine()
                .getOut()
                .print(reader(fileOr(given, environment)).read().toToml());
        return 0;
    }

    /** Exit code 0 even where something could not be carried over, 1 if icy would not start with what was made. */
    @Command(
            name = "import",
            description = "Make a config of an Icecast's: it is printed, and what could not be carried over is named.")
    int importIcecast(
            @Parameters(paramLabel = "ICECAST.XML", description = "The config of an Icecast 2.") Path icecast,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write it there instead, for its owner alone to read.")
                    @Nullable
                    Path output,
            @Option(names = "--force", description = "Even if that file is there already.") boolean force)
            throws IOException, CommandException {
        IcecastImport made = IcecastImport.of(icecast);
        if (output == null) {
            spec.commandLine().getOut().print(made.toml());
        } else {
            write(made.toml(), output, force);
        }
        PrintWriter err = spec.commandLine().getErr();
        made.notes().forEach(err::println);
        made.problems().forEach(problem -> err.println("still to be mended in the new config: " + problem));
        return made.problems().isEmpty() ? 0 : CommandException.FAILED;
    }

    private static void write(String toml, Path output, boolean force) throws IOException, CommandException {
        Path folder = output.toAbsolutePath().getParent();
        if (Files.exists(output) && !force) {
            throw new CommandException(
                    CommandException.FAILED, output + " is there already; choose another name, or say --force");
        }
        // Beside its place and then moved there: nobody reads half of it, and a temporary file is its owner's alone.
        Path part = Files.createTempFile(folder, ".icy", ".part");
        try {
            Files.writeString(part, toml);
            Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The config file that is given, else the one that the environment names, if any. */
    static @Nullable Path fileOr(@Nullable Path given, Map<String, String> environment) {
        String named = environment.getOrDefault("ICY_CONFIG", "");
        return given != null || named.isEmpty() ? given : Path.of(named);
    }

    private ConfigReader reader(@Nullable Path file) {
        ConfigReader reader = new ConfigReader();
        if (file != null) {
            reader.file(file);
        }
        return reader.environment(environment);
    }
}

package icy.cli;

import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy config}: looks at a config without starting anything.
 *
 * <p>Thread: main.
 */
@Command(name = "config", description = "Check a config, or show the one in force.")
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
        throw new ParameterException(spec.commandLine(), "say check or show");
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

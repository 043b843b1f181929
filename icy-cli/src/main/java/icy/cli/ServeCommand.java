package icy.cli;

import icy.cli.log.LogOutput;
import icy.server.IcyServer;
import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import icy.server.config.ConfigSource;
import icy.server.config.ListenConfig;
import icy.server.config.LogConfig;
import icy.server.config.ServerConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code icy serve}: goes on the air, and stays until it is told to stop or, with {@code --once}, has played all.
 *
 * <p>Its other flags are those of {@link ConfigFlags}.
 *
 * <p>Thread: main, and the one that the JVM ends with.
 */
@Command(
        name = "serve",
        description = "Broadcast files, folders or playlists; without any, the built-in test programme.",
        sortOptions = false,
        abbreviateSynopsis = true)
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A config file; without, the one that the variable ICY_CONFIG names."
                    + " docs/icy.example.toml explains every key. Flags win over it.")
    private @Nullable Path configFile;

    private final Map<String, String> environment;

    ServeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        ParseResult flags = spec.commandLine().getParseResult();
        boolean verbose = IcyCommand.isVerbose(spec);
        ServerConfig written = readConfig(flags);
        Path dataDir = Objects.requireNonNull(written.dataDir(), "it has a default");
        MadePasswords passwords = new MadePasswords(dataDir, err);
        ServerConfig config = passwords.complete(written);
        UnpackedLibraries.keepIn(dataDir);
        LogConfig log = verbose ? config.log().withLevel(LogConfig.Level.DEBUG) : config.log();
        try (LogOutput output =
                LogOutput.open(log, verbose, Terminal.hasColours(), new FileOutputStream(FileDescriptor.err))) {
            serve(config, () -> passwords.complete(readConfig(flags)), output);
        }
        return 0;
    }

    private ServerConfig readConfig(ParseResult flags) throws ConfigException {
        ConfigReader reader = new ConfigReader();
        Path file = ConfigCommand.fileOr(configFile, environment);
        if (file != null) {
            reader.file(file);
        }
        return reader.environment(environment)
                .flags(ConfigFlags.given(flags))
                .read()
                .config();
    }

    private void serve(ServerConfig config, ConfigSource reread, LogOutput output)
            throws CommandException, IOException, InterruptedException {
        try (IcyServer server = start(config, reread);
                StopSignal signal = new StopSignal(() -> end(server, output));
                ReloadSignal reload = new ReloadSignal(server.reload())) {
            reload.listen();
            PrintWriter out = spec.commandLine().getOut();
            out.println(new Announcement(config, server.port(), server::isOnAir).text());
            out.flush();
            server.awaitEnd();
            if (!server.hasPlayed() && !signal.isGiven()) {
                throw new CommandException(
                        CommandException.FAILED,
                        "nothing of it could be played: the log says why, icy probe says more");
            }
        }
    }

    private static IcyServer start(ServerConfig config, ConfigSource reread) throws CommandException {
        try {
            return IcyServer.start(config, reread);
        } catch (IOException e) {
            throw new CommandException(CommandException.FAILED, whyNotListening(config.listen(), e), e);
        }
    }

    private static String whyNotListening(ListenConfig listen, IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "--bind %s: no such host; write an address of this machine, :: for every one"
                    .formatted(listen.bind());
        }
        if (!(cause instanceof BindException)) {
            return String.valueOf(e.getMessage());
        }
        if (reason.contains("Permission denied")) {
            return "port %d needs privileges: choose one from 1024 up with --port".formatted(listen.port());
        }
        if (reason.contains("assign requested address")) {
            return "%s is no address of this machine: choose another with --bind, :: for every one"
                    .formatted(listen.bind());
        }
        return "port %d is in use: stop the other server, or choose another port with --port".formatted(listen.port());
    }

    /** While the JVM ends: without the halt its exit code would say that it was killed. */
    private static void end(IcyServer server, LogOutput output) {
        server.close();
        output.close();
        Runtime.getRuntime().halt(0);
    }
}

package icy.cli.ctl;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * Which server is meant, and what opens its API.
 *
 * <p>Thread: main.
 */
final class ServerOptions {

    private static final String SERVER_VARIABLE = "ICY_SERVER";
    private static final String KEY_VARIABLE = "ICY_KEY";
    private static final String USUAL_SERVER = "http://localhost:8000";

    @Option(
            names = "--server",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Which server; without, the variable " + SERVER_VARIABLE + ", or " + USUAL_SERVER + ".")
    private @Nullable String server;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            scope = ScopeType.INHERIT,
            description = "A key of its API; better in the variable " + KEY_VARIABLE
                    + ", where other users of this machine do not see it.")
    private @Nullable String key;

    /** Whether any of them is given, rather than left to the environment. */
    boolean isGiven() {
        return server != null || key != null;
    }

    /** @throws ParameterException if the server's address is none */
    ControlClient client(CommandSpec spec, Map<String, String> environment) {
        String url = server == null ? environment.getOrDefault(SERVER_VARIABLE, "") : server;
        String shown = key == null ? environment.getOrDefault(KEY_VARIABLE, "") : key;
        try {
            return new ControlClient(ServerAddress.parse(url.isEmpty() ? USUAL_SERVER : url), shown);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}

package icy.cli.ctl;

import java.util.Map;
import java.util.regex.Pattern;
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

    /** What a header field can carry. */
    private static final Pattern KEY_CHARACTERS = Pattern.compile("[ -~]*");

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

    /** @throws ParameterException if the server's address is none, or the key */
    ControlClient client(CommandSpec spec, Map<String, String> environment) {
        String url = server == null ? environment.getOrDefault(SERVER_VARIABLE, "") : server;
        String given = key == null ? environment.getOrDefault(KEY_VARIABLE, "") : key;
        String shown = given.strip(); // of the end of a line in the file it is from
        if (!KEY_CHARACTERS.matcher(shown).matches()) { // which the message does not show: it may be a key all the same
            throw new ParameterException(
                    spec.commandLine(), "the key has characters that no key has: see --key and " + KEY_VARIABLE);
        }
        try {
            return new ControlClient(ServerAddress.parse(url.isEmpty() ? USUAL_SERVER : url), shown);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}

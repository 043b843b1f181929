package icy.cli;

import icy.server.auth.SlowHash;
import icy.server.config.ApiKey;
import icy.server.config.InvalidSettingException;
import icy.server.config.Role;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code icy key}: makes a key of the API. What the config is to have, with its hash, goes to standard output; the key
 * itself, which is nowhere else, to standard error, so that {@code icy key studio >> icy.toml} does the right thing.
 *
 * <p>Thread: main.
 */
@Command(
        name = "key",
        description = {
            "Make a key for the API, print it once and what the config must say.",
            "icy key studio --role dj >> icy.toml adds it and shows the key."
        })
final class KeyCommand implements Callable<Integer> {

    /** Says what it is wherever it turns up, for people and for programs that look for secrets. */
    private static final String PREFIX = "icy_";

    private static final int RANDOM_BYTES = 24; // 192 bits, 32 letters of Base64

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Whose key it is: logs say it.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "WORD",
            defaultValue = "listen",
            description = "What it allows: listen, dj (drive stations and queues) or admin; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Role role;

    @Override
    public Integer call() throws CommandException {
        try {
            ApiKey.requireName(name);
        } catch (InvalidSettingException e) {
            throw new CommandException(CommandException.FAILED, e.rule(), e);
        }
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String key = PREFIX + Base64.getUrlEncoder().encodeToString(random);
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("[[keys]]");
        out.println("name = \"" + name + '"');
        out.println("key = \"" + SlowHash.ofRandom(key).text() + '"');
        out.println("role = \"" + role.name().toLowerCase(Locale.ROOT) + '"');
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println("The key, shown this once: " + key);
        return 0;
    }
}

package icy.cli;

import icy.server.auth.SlowHash;
import icy.server.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code icy password}: reads a password and prints what to write into a config or a file of listeners instead of it.
 *
 * <p>Typed at a terminal it is asked for twice and not shown; else it is the first line of standard input. The hash is all
 * that goes to standard output.
 *
 * <p>Thread: main.
 */
@Command(
        name = "password",
        description = {
            "Read a password, print its hash for the config.",
            "The password is typed twice, or is the first line of standard input."
        })
final class PasswordCommand implements Callable<Integer> {

    /** The server takes no longer one from a source or listener. */
    private static final int MOST_BYTES = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final InputStream in;
    private final @Nullable Typist typist;

    /** Somebody who is asked for a line that nobody else should see. */
    @FunctionalInterface
    interface Typist {
        String type(String prompt, PrintWriter prompts) throws IOException;
    }

    /**
     * Reads from {@code in}.
     *
     * @param typist asked instead, if there is one
     */
    PasswordCommand(InputStream in, @Nullable Typist typist) {
        this.in = in;
        this.typist = typist;
    }

    @Override
    public Integer call() throws CommandException, IOException {
        String password = typist == null ? line() : typed(typist);
        if (password.length() < Secret.ENOUGH_CHARACTERS) {
            throw refused("shorter than %d characters, which are soon found by trying; choose a longer one"
                    .formatted(Secret.ENOUGH_CHARACTERS));
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw refused("longer than %d bytes, which no source can send; choose a shorter one".formatted(MOST_BYTES));
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw refused("has a control character, which no source can send; choose another");
        }
        spec.commandLine().getOut().println(SlowHash.of(password).text());
        return 0;
    }

    private String typed(Typist typist) throws CommandException, IOException {
        PrintWriter prompts = spec.commandLine().getErr();
        String first = typist.type("Password: ", prompts);
        if (!first.equals(typist.type("The same again: ", prompts))) {
            throw refused("not the same twice; try again");
        }
        return first;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n' && line.size() <= MOST_BYTES; next = in.read()) {
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static CommandException refused(String reason) {
        return new CommandException(CommandException.FAILED, reason);
    }
}

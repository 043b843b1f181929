package icy.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines from a terminal without showing them.
 *
 * <p>The JDK's {@link Console} does so only where standard output is a terminal too; where that goes into a file or a
 * pipe, {@code stty} turns the echo off.
 *
 * <p>Thread: main.
 */
final class HiddenTyping implements PasswordCommand.Typist {

    private final BufferedReader in;

    HiddenTyping(InputStream in) {
        // What is typed comes as the terminal has it, which the locale says.
        this.in = new BufferedReader(new InputStreamReader(in, terminalCharset()));
    }

    @Override
    public String type(String prompt, PrintWriter prompts) throws IOException {
        Console console = System.console();
        if (console != null && Terminal.showsOutput()) {
            char[] line = console.readPassword("%s", prompt);
            return ended(line == null ? null : String.valueOf(line));
        }
        Thread undo = new Thread(() -> stty("echo"), "echo");
        Runtime.getRuntime().addShutdownHook(undo); // Whoever ends the program here must see again what they type.
        stty("-echo");
        try {
            prompts.print(prompt);
            prompts.flush();
            return ended(in.readLine());
        } finally {
            stty("echo");
            prompts.println();
            Runtime.getRuntime().removeShutdownHook(undo);
        }
    }

    private static String ended(@Nullable String line) throws EOFException {
        if (line == null) {
            throw new EOFException("nothing was typed");
        }
        return line;
    }

    private static void stty(String mode) {
        try {
            new ProcessBuilder("stty", mode)
                    .redirectInput(Redirect.INHERIT)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "what is typed cannot be hidden here; put the password on standard input", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Charset terminalCharset() {
        String name = System.getProperty("native.encoding", "");
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}

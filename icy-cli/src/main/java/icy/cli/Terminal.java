package icy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help;

/**
 * What is known of the terminal, if there is one.
 *
 * <p>Thread: any.
 */
final class Terminal {

    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** Whether somebody watches standard error: a progress line in a log file would only be noise. */
    static boolean isWatched() {
        return isTerminal(STANDARD_ERROR);
    }

    /** Whether somebody types standard input. */
    static boolean isTyped() {
        return isTerminal(STANDARD_INPUT);
    }

    /** Whether standard output is seen as it is written. */
    static boolean showsOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /** Whether colours are wanted on standard error; NO_COLOR set to anything says no (no-color.org). */
    static boolean hasColours() {
        return isTerminal(STANDARD_ERROR) && coloursAllowed();
    }

    /** Colours of help texts, which go to standard output. */
    static Help.ColorScheme helpColours() {
        boolean wanted = isTerminal(STANDARD_OUTPUT) && coloursAllowed();
        return Help.defaultColorScheme(wanted ? Help.Ansi.ON : Help.Ansi.OFF);
    }

    private static boolean coloursAllowed() {
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }

    /** The JDK's own answer speaks of input and output together, and is always yes from JDK 22 on. */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // No /proc: plain text is right everywhere.
        }
    }
}

package icy.cli;

import picocli.CommandLine.Help;

/**
 * What is known of the terminal, if there is one.
 *
 * <p>Thread: any.
 */
final class Terminal {

    private Terminal() {}

    /** Whether somebody is watching: a progress line in a log file would only be noise. */
    static boolean isInteractive() {
        // True in JDK 17 only if both input and output are a terminal; from JDK 22 always there, but says so itself.
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colours are wanted; NO_COLOR set to anything says no (no-color.org). */
    static boolean hasColours() {
        String no = System.getenv("NO_COLOR");
        return isInteractive() && (no == null || no.isEmpty());
    }

    static Help.ColorScheme colours() {
        return Help.defaultColorScheme(hasColours() ? Help.Ansi.ON : Help.Ansi.OFF);
    }
}

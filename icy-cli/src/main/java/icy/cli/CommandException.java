package icy.cli;

/**
 * A command that cannot do what it was asked for; the message says why and what to do, in one line.
 *
 * <p>Thread: any.
 */
public final class CommandException extends Exception {

    /** It was tried and failed. */
    public static final int FAILED = 1;

    /** It was asked for wrongly. */
    public static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}

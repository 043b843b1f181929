package icy.cli.listen;

import java.io.IOException;

/**
 * A fault of where the stream is written to, not of the stream: joining again would not help.
 *
 * <p>Thread: any.
 */
final class OutputException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean readerLeft;

    private OutputException(String message, IOException cause, boolean readerLeft) {
        super(message, cause);
        this.readerLeft = readerLeft;
    }

    static OutputException recording(IOException cause) {
        return new OutputException("cannot record: " + cause.getMessage(), cause, false);
    }

    static OutputException standardOutput(IOException cause) {
        boolean readerLeft = String.valueOf(cause.getMessage()).contains("Broken pipe");
        return new OutputException("cannot write to standard output: " + cause.getMessage(), cause, readerLeft);
    }

    /** Whether whoever read standard output has enough, as {@code head} does: that is an end, and no fault. */
    boolean readerLeft() {
        return readerLeft;
    }
}

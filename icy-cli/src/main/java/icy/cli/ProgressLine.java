package icy.cli;

import java.io.PrintWriter;

/**
 * One line on the terminal that says how far long work has come, replaced as it goes on. Where nobody watches there is
 * none.
 *
 * <p>Thread: one at a time.
 */
public final class ProgressLine {

    /** To the first column, and clear the line. */
    private static final String REPLACE = "\r\033[K";

    private final PrintWriter err;
    private final boolean watched;

    public ProgressLine(PrintWriter err) {
        this(err, Terminal.isWatched());
    }

    ProgressLine(PrintWriter err, boolean watched) {
        this.err = err;
        this.watched = watched;
    }

    public void show(String text) {
        if (watched) {
            err.print(REPLACE + text);
            err.flush();
        }
    }

    /** Makes room for what is printed next. */
    public void clear() {
        if (watched) {
            err.print(REPLACE);
            err.flush();
        }
    }
}

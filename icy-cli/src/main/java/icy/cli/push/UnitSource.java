package icy.cli.push;

import icy.cli.CommandException;
import java.io.Closeable;
import java.util.Optional;

/**
 * Where units come from, one after the other.
 *
 * <p>Thread: one at a time.
 */
interface UnitSource extends Closeable {

    @Override
    void close();

    /**
     * What the stream consists of; waits for as much of the input as tells.
     *
     * @throws CommandException if there is nothing that can be sent
     */
    StreamCodec codec() throws CommandException, InterruptedException;

    /**
     * The next unit; empty if none comes within {@code waitNanos}, or ever.
     *
     * @throws CommandException if the input breaks off
     */
    Optional<Unit> next(long waitNanos) throws CommandException, InterruptedException;

    /** Whether all units have been given. */
    boolean isOver();
}

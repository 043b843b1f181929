package icy.server.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One work on its way: queued, then run in a savepoint of its own, then answered once it is known whether the commit that
 * it is part of has reached the disk.
 *
 * <p>Thread: the store's; {@link #result} any.
 */
final class Pending<T> implements Job {
    private final StateStore.Work<T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private @Nullable T value;
    private @Nullable Throwable failure;

    Pending(StateStore.Work<T> work) {
        this.work = work;
    }

    CompletableFuture<T> result() {
        return result;
    }

    /**
     * Does the work; one that throws undoes only itself.
     *
     * @throws SQLException if the whole transaction is lost, as when the disk is full
     */
    void run(Handle handle) throws SQLException {
        Connection connection = handle.getConnection();
        Savepoint before = connection.setSavepoint();
        try {
            value = work.run(handle);
        } catch (Throwable e) { // a bug in one work must not cost the others
            failure = e;
            undo(connection, before, e);
        }
        connection.releaseSavepoint(before);
    }

    private static void undo(Connection connection, Savepoint before, Throwable why) throws SQLException {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            throw new SQLException("the transaction is lost", why);
        }
    }

    /** The commit has reached the disk. */
    void settle() {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    @Override
    public void refuse(Throwable why) {
        result.completeExceptionally(why);
    }
}

package icy.server.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that changes the database. What has come together is committed together; if that fails, nobody is
 * told that it was done, and the next group gets a new connection.
 *
 * <p>Thread: the store's.
 */
final class Writer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    private final StateFile file;
    private @Nullable Handle handle;

    Writer(StateFile file) {
        this.file = file;
    }

    /** Does all of {@code group} in one transaction and answers each when it is on the disk. */
    void commit(List<Pending<?>> group) {
        try {
            Handle open = handle();
            for (Pending<?> work : group) {
                work.run(open);
            }
            open.getConnection().commit();
        } catch (SQLException | RuntimeException e) {
            close();
            StateUnavailable why = unavailable(e);
            log.error("{}", why.sentence(), e);
            group.forEach(work -> work.refuse(why));
            return;
        }
        group.forEach(Pending::settle);
    }

    private StateUnavailable unavailable(Exception why) {
        return new StateUnavailable(
                "Nothing can be kept: %s."
                        .formatted(SqliteFault.sentence(file.path().toString(), why)),
                why);
    }

    private Handle handle() throws SQLException {
        if (handle == null) {
            Connection connection = file.connect();
            connection.setAutoCommit(false);
            handle = Jdbi.create(connection).open();
        }
        return handle;
    }

    @Override
    public void close() {
        if (handle != null) {
            StateFile.closeQuietly(handle.getConnection());
            handle = null;
        }
    }
}

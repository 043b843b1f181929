package icy.server.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few connections for reading. Each work sees one moment of the database, however long it reads, and does not keep the
 * writer waiting.
 *
 * <p>Thread: workers; whoever finds all connections taken waits for one.
 */
final class Readers implements AutoCloseable {
    /** As many as there are workers that may ask. */
    static final int MOST = 4;

    private static final long CLOSING_MILLIS = 1_000;
    private static final Logger log = LoggerFactory.getLogger(Readers.class);

    private final StateFile file;
    private final Semaphore places = new Semaphore(MOST);
    private final Queue<Reader> idle = new ConcurrentLinkedQueue<>();

    Readers(StateFile file) {
        this.file = file;
    }

    private record Reader(Connection connection, Handle handle) {}

    <T> T read(StateStore.Work<T> work) throws Exception {
        places.acquire();
        try {
            Reader known = idle.poll();
            Reader reader = known == null ? open() : known;
            try {
                return work.run(reader.handle());
            } finally {
                release(reader);
            }
        } finally {
            places.release();
        }
    }

    private Reader open() throws SQLException {
        Connection connection = file.connectForReading();
        connection.setAutoCommit(false); // what a work reads belongs to one moment
        return new Reader(connection, Jdbi.create(connection).open());
    }

    private void release(Reader reader) {
        try {
            reader.connection().rollback(); // lets go of the moment it has seen
            idle.add(reader);
        } catch (SQLException e) {
            StateFile.closeQuietly(reader.connection());
        }
    }

    /** Waits a moment for those who read; none may come after that. */
    @Override
    public void close() throws InterruptedException {
        if (!places.tryAcquire(MOST, CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
            log.warn("somebody reads the database for long; its files stay as they are");
        }
        idle.forEach(reader -> StateFile.closeQuietly(reader.connection()));
        idle.clear();
    }
}

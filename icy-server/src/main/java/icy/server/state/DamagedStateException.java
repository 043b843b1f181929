package icy.server.state;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The database is damaged. The message is a sentence for the operator.
 *
 * <p>Thread: any.
 */
final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedStateException(Path database, @Nullable Throwable why) {
        super(
                "%s: damaged; \"icy restore --data %s FILE\" puts a backup in its place; to begin anew, move it away, and its -wal and -shm"
                        .formatted(database, database.toAbsolutePath().getParent()),
                why);
    }
}

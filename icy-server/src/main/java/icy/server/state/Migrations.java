package icy.server.state;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database's tables to the version that this icy knows. Flyway is called only where there is something to do:
 * it takes half a second to get going, and stations wait for their state.
 *
 * <p>Thread: any.
 */
final class Migrations {
    /** The highest number among the files {@code migrations/V<number>__*.sql}. */
    static final int NEWEST = 3;

    /** The first of them, which every state has been made by. */
    private static final String FIRST_FILE = "V1__stations.sql";

    private static final String LOCATION = "classpath:icy/server/state/migrations";
    private static final String VERSION = """
            select max(cast(version as integer)) from flyway_schema_history where success = 1
            """;
    private static final String FIRST =
            "select count(*) from flyway_schema_history where script = '%s'".formatted(FIRST_FILE);

    private Migrations() {}

    /**
     * Migrates the database in {@code file}.
     *
     * @throws IOException with a sentence for the operator if this icy is too old for it, or a migration fails
     */
    static void apply(Path file, DataSource database) throws IOException, SQLException {
        int version = version(database);
        if (version > 0 && !isState(database)) {
            throw new IOException(
                    "%s: this is another program's; move it away to begin anew, or choose another folder with --data"
                            .formatted(file));
        }
        if (version > NEWEST) {
            throw new IOException(
                    "%s: a newer icy has written it (its tables have version %d, this icy knows %d); start that one, or choose another folder with --data"
                            .formatted(file, version, NEWEST));
        }
        if (version == NEWEST) {
            return;
        }
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database)
                    .locations(LOCATION)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IOException(
                    "%s: its tables cannot be brought up to date, and are as they were: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Of the tables; 0 if there are none. */
    static int version(DataSource database) throws SQLException {
        return number(database, VERSION);
    }

    /** Whether it was made by this class: other databases, as that of the library, have versions as well. */
    static boolean isState(DataSource database) throws SQLException {
        return number(database, FIRST) > 0;
    }

    /** What a question about the migrations that were made is answered; 0 if there were none. */
    private static int number(DataSource database, String question) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet history =
                    statement.executeQuery("select count(*) from sqlite_schema where name = 'flyway_schema_history'")) {
                history.next();
                if (history.getInt(1) == 0) {
                    return 0;
                }
            }
            try (ResultSet answer = statement.executeQuery(question)) {
                answer.next();
                return answer.getInt(1);
            }
        }
    }
}

package icy.server.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;

/**
 * Puts a backup's content in the place of what is there. It works on a copy, which is brought up to date first, so that
 * backups of older versions serve and no backup is ever changed.
 *
 * <p>Thread: the store's, between two commits, or whoever else has the folder.
 */
final class Restoring {
    private static final String TABLES = """
            select name from main.sqlite_schema
            where type = 'table' and name not like 'sqlite!_%' escape '!' and name <> 'flyway_schema_history'
            """;

    private final StateFile file;

    Restoring(StateFile file) {
        this.file = file;
    }

    /**
     * @param former where a copy of what is there is written before anything is changed
     * @throws IOException with a sentence for the operator; then everything is as it was
     */
    Restored from(Path backup, Path former) throws IOException {
        return from(backup, () -> file.copyTo(former), former);
    }

    /**
     * As above, for a database that is damaged: nobody has it open.
     *
     * @param former what its file is called from now on
     */
    Restored insteadOfDamaged(Path backup, Path former) throws IOException {
        return from(
                backup,
                () -> {
                    file.moveTo(former);
                    file.prepare();
                },
                former);
    }

    /** What is done when the backup is known to be good, before anything is changed. */
    private interface Precaution {
        void take() throws IOException;
    }

    private Restored from(Path backup, Precaution precaution, Path former) throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw new IOException("%s: there is no such file; name a backup that icy has made".formatted(backup));
        }
        Path copy = Files.createTempFile(file.folder(), "restore-", ".db");
        try {
            Files.copy(backup, copy, StandardCopyOption.REPLACE_EXISTING);
            bringUpToDate(copy, backup);
            precaution.take();
            return new Restored(former, replaceAll(copy));
        } catch (SQLException e) {
            throw new IOException(SqliteFault.sentence(backup.toString(), e) + "; nothing has changed", e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void bringUpToDate(Path copy, Path backup) throws IOException, SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.DELETE); // leaves no file beside it
        DataSource database = StateFile.source(copy, config);
        try (Connection connection = database.getConnection()) {
            if (!StateFile.isWhole(connection)) {
                throw new IOException("%s: it is damaged; nothing has changed".formatted(backup));
            }
        }
        if (!Migrations.isState(database)) {
            throw new IOException("%s: this is no backup of icy's; nothing has changed".formatted(backup));
        }
        Migrations.apply(backup, database);
    }

    private List<Restored.Table> replaceAll(Path copy) throws SQLException {
        try (Connection connection = file.connect();
                Statement statement = connection.createStatement()) {
            try (PreparedStatement attach = connection.prepareStatement("attach database ? as backup")) {
                attach.setString(1, copy.toAbsolutePath().toString());
                attach.execute();
            }
            connection.setAutoCommit(false);
            statement.execute("pragma defer_foreign_keys = on");
            List<String> tables = tables(statement);
            List<Long> before = new ArrayList<>();
            for (String table : tables) {
                before.add(count(statement, table));
            }
            for (String table : tables) { // all of them first: a row takes along those that refer to it
                statement.executeUpdate("delete from main.\"%s\"".formatted(table));
            }
            List<Restored.Table> restored = new ArrayList<>();
            for (int i = 0; i < tables.size(); i++) {
                String table = tables.get(i);
                long after = statement.executeUpdate(
                        "insert into main.\"%s\" select * from backup.\"%s\"".formatted(table, table));
                restored.add(new Restored.Table(table, before.get(i), after));
            }
            connection.commit();
            return restored;
        }
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from main.\"%s\"".formatted(table))) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet names = statement.executeQuery(TABLES)) {
            while (names.next()) {
                tables.add(names.getString(1));
            }
        }
        return tables;
    }
}

package icy.server.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The library's database: {@code library.db} in the data folder, or in a temporary one that goes with it. All it holds
 * can be read from the files again, so a database that is damaged, or of another version of icy, is thrown away, and a
 * power cut may cost the last seconds of a scan.
 *
 * <p>Thread: any.
 */
final class LibraryFile implements AutoCloseable {
    static final String NAME = "library.db";

    /** The highest number among the files {@code migrations/V<number>__*.sql}. */
    private static final int NEWEST = 1;

    private static final String VERSION = "pragma user_version";
    private static final String LOCATION = "classpath:icy/server/library/migrations";
    private static final int BUSY_MILLIS = 5_000;
    private static final int WAL_BYTES = 16 << 20;
    private static final int WRITER_CACHE_KB = 8_000;
    private static final int READER_CACHE_KB = 4_000;
    private static final List<String> FILES = List.of(NAME, NAME + "-wal", NAME + "-shm");
    private static final Logger log = LoggerFactory.getLogger(LibraryFile.class);

    private final Path folder;
    private final boolean temporary;

    private LibraryFile(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /**
     * Opens the database, or makes it anew.
     *
     * @param dataDir null, or one that cannot be written: a temporary folder
     */
    static LibraryFile open(@Nullable Path dataDir) throws IOException {
        if (dataDir == null) {
            return openIn(null);
        }
        try {
            return openIn(dataDir);
        } catch (IOException e) {
            log.warn("library: {}; it is made anew with each start", e.getMessage());
            return openIn(null);
        }
    }

    private static LibraryFile openIn(@Nullable Path dataDir) throws IOException {
        Path folder = dataDir == null ? Files.createTempDirectory("icy-library-") : dataDir;
        LibraryFile file = new LibraryFile(Files.createDirectories(folder), dataDir == null);
        try {
            file.prepare();
        } catch (SQLException | FlywayException e) {
            log.warn("{}: is made anew from the files, for it cannot be used: {}", file.path(), e.getMessage());
            file.delete();
            try {
                file.prepare();
            } catch (SQLException | FlywayException again) {
                throw new IOException(file.path() + ": " + again.getMessage(), again);
            }
        }
        return file;
    }

    private Path path() {
        return folder.resolve(NAME);
    }

    /** The one that writes. */
    Handle openForWriting() throws SQLException {
        return open(writing());
    }

    /** One of those that only read. */
    Handle openForReading() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-READER_CACHE_KB);
        return open(config);
    }

    private Handle open(SQLiteConfig config) throws SQLException {
        return Jdbi.create(source(config).getConnection()).open();
    }

    /** Flyway is called only where there is something to do: it takes half a second to get going. */
    private void prepare() throws SQLException {
        try (Connection connection = source(writing()).getConnection();
                Statement statement = connection.createStatement()) {
            int version = number(statement, VERSION);
            if (version == NEWEST) {
                requireWhole(statement);
                return;
            }
            if (version > NEWEST) {
                throw new SQLException("a newer icy has written it");
            }
        }
        Flyway.configure(LibraryFile.class.getClassLoader())
                .dataSource(source(writing()))
                .locations(LOCATION)
                .load()
                .migrate();
        try (Connection connection = source(writing()).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(VERSION + " = " + NEWEST);
        }
    }

    private static void requireWhole(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("pragma quick_check(1)")) {
            if (!"ok".equals(result.getString(1))) {
                throw new SQLException("it is damaged");
            }
        }
    }

    private static int number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.getInt(1);
        }
    }

    private static SQLiteConfig writing() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setJournalSizeLimit(WAL_BYTES);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-WRITER_CACHE_KB);
        return config;
    }

    private SQLiteDataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path().toAbsolutePath());
        return source;
    }

    private void delete() throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** Takes away what was temporary. Whoever has a connection closes it before. */
    @Override
    public void close() throws IOException {
        if (temporary) {
            delete();
            Files.deleteIfExists(folder);
        }
    }
}

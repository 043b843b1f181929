package icy.server.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database's file and the lock that keeps other processes out of its folder. Without a folder of the operator's it
 * is in a temporary one, which goes with it.
 *
 * <p>Thread: any.
 */
final class StateFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    static final String NAME = "state.db";
    private static final List<String> BESIDE = List.of("-wal", "-shm"); // what SQLite adds to a name
    static final String LOCK_NAME = "state.lock";

    private static final String COPY = NAME + ".before-restore-";
    private static final int MOST_COPIES = 3;

    /** What a backup or a restore goes through, with what SQLite puts beside it. */
    private static final Pattern PASSING = Pattern.compile("(backup-\\d+\\.(tmp|part)|restore-\\d+\\.db)(-[a-z]+)?");

    private static final int BUSY_MILLIS = 5_000;

    /** To the millisecond: two in a row must not overwrite each other. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private static final int WAL_BYTES = 16 << 20; // what a burst of writes has made is not kept on the disk for ever

    private final Path folder;
    private final boolean temporary;
    private final FileChannel lockFile;

    private StateFile(Path folder, boolean temporary, FileChannel lockFile) {
        this.folder = folder;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, which is made if it is missing.
     *
     * @param folder null: a temporary one
     * @throws IOException with a sentence for the operator
     */
    static StateFile take(@Nullable Path folder) throws IOException {
        Path taken = folder == null ? Files.createTempDirectory("icy-state-") : folder;
        try {
            Files.createDirectories(taken);
            FileChannel file =
                    FileChannel.open(taken.resolve(LOCK_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isFree(file)) {
                return new StateFile(taken, /* temporary= */ folder == null, file);
            }
            file.close();
        } catch (IOException e) {
            throw new UnwritableFolderException(taken, e);
        }
        throw new IOException("%s: another icy is at work in this folder; stop it, or choose another folder with --data"
                .formatted(taken));
    }

    private static boolean isFree(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock(); // the system takes it away when the process ends, however it ends
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return folder.resolve(NAME);
    }

    Path folder() {
        return folder;
    }

    /** A file for what the database was until now; its name says what became of it. */
    Path former(String fate) {
        return folder.resolve("%s.%s-%s".formatted(NAME, fate, MOMENT.format(LocalDateTime.now())));
    }

    /** Gives the database another name, and with it what has not found its way into it yet. */
    void moveTo(Path target) throws IOException {
        for (String suffix : BESIDE) { // first: beside another database they would destroy that one
            Path file = folder.resolve(NAME + suffix);
            if (Files.exists(file)) {
                Files.move(file, target.resolveSibling(target.getFileName() + suffix));
            }
        }
        Files.move(path(), target);
    }

    /**
     * Sees to it that the database is whole and its tables are of this version.
     *
     * @throws DamagedStateException if it is not whole
     * @throws IOException with a sentence for the operator
     */
    void prepare() throws IOException {
        try {
            check();
            Migrations.apply(path(), source(/* writing= */ true));
        } catch (SQLException e) {
            if (SqliteFault.in(e).filter(SqliteFault.DAMAGED::equals).isPresent()) {
                throw new DamagedStateException(path(), e);
            }
            throw new IOException(
                    SqliteFault.sentence(path().toString(), e) + "; see to it, or choose another folder with --data",
                    e);
        }
    }

    /**
     * Clears away what backups and restores left behind that were killed, and old copies: each may be as large as the
     * database. Nobody may be at one.
     */
    void clearAway() throws IOException {
        List<Path> copies = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (PASSING.matcher(name).matches()) {
                    Files.deleteIfExists(file);
                } else if (name.startsWith(COPY)) {
                    copies.add(file);
                }
            }
        }
        copies.sort(Comparator.reverseOrder()); // their names end with the moment
        for (Path old : copies.subList(Math.min(MOST_COPIES, copies.size()), copies.size())) {
            Files.deleteIfExists(old);
        }
    }

    /** Where what is there now is kept before a backup takes its place; the newest few of these stay. */
    Path formerAt(LocalDateTime moment) {
        return folder.resolve(COPY + MOMENT.format(moment));
    }

    private void check() throws SQLException, IOException {
        try (Connection connection = connect()) {
            if (!isWhole(connection)) {
                throw new DamagedStateException(path(), null);
            }
        }
    }

    /** Whether SQLite finds no damage in a database that it can open. */
    static boolean isWhole(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("pragma quick_check(1)")) {
            return result.next() && "ok".equals(result.getString(1));
        }
    }

    /**
     * Writes all that is committed to {@code target}, and has it on the disk when this returns. A file that is there
     * already is replaced once the new one is whole.
     *
     * @throws IOException with a sentence for the operator
     */
    void copyTo(Path target) throws IOException {
        // Its owner's alone, for there are secrets in it; SQLite takes an empty file for none.
        Path part = Files.createTempFile(target.toAbsolutePath().getParent(), "backup-", ".part");
        try {
            try (Connection connection = connect();
                    PreparedStatement copy = connection.prepareStatement("vacuum into ?")) {
                copy.setString(1, part.toString());
                copy.execute();
            }
            try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
                written.force(/* metaData= */ true);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            force(target.toAbsolutePath().getParent());
        } catch (SQLException e) {
            throw new IOException(SqliteFault.sentence(target.toString(), e) + "; name another file", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A new name in a folder outlives a power cut once the folder is on the disk; not all systems can be told so. */
    private static void force(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(/* metaData= */ true);
        } catch (IOException e) {
            log.debug("{} cannot be forced onto the disk", directory, e);
        }
    }

    /** A connection of the caller's own. */
    Connection connect() throws SQLException {
        return source(/* writing= */ true).getConnection();
    }

    /** A connection through which nothing can be changed. */
    Connection connectForReading() throws SQLException {
        return source(/* writing= */ false).getConnection();
    }

    private SQLiteDataSource source(boolean writing) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        if (writing) {
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setJournalSizeLimit(WAL_BYTES);
            config.setSynchronous(temporary ? SQLiteConfig.SynchronousMode.OFF : SQLiteConfig.SynchronousMode.FULL);
        } else {
            config.setReadOnly(true);
        }
        return source(path(), config);
    }

    static SQLiteDataSource source(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    /** Of a connection that is not used again, whatever it says to that. */
    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("a connection to the database did not close", e);
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        lockFile.close();
        if (temporary) {
            try (Stream<Path> all = Files.walk(folder)) { // with what others keep beside the database
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}

package icy.server.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
    @TempDir
    Path folder;

    private StateStore store;

    @BeforeEach
    void open() throws IOException {
        store = StateStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void whatIsAcknowledgedIsReadAndOutlivesTheStore() throws Exception {
        note("a").get(5, SECONDS);
        assertThat(notes()).containsExactly("a");
        store.close();
        store = StateStore.open(folder);
        assertThat(notes()).containsExactly("a");
    }

    @Test
    void aNewFolderIsFreshAndAKnownOneIsNot() throws IOException {
        assertThat(store.fresh()).isTrue();
        store.close();
        store = StateStore.open(folder);
        assertThat(store.fresh()).isFalse();
    }

    @Test
    void worksAreDoneInTheOrderInWhichTheyCome() throws Exception {
        List<CompletableFuture<Void>> all =
                IntStream.range(0, 2_500).mapToObj(i -> note("n" + i)).toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, SECONDS);
        assertThat(notes())
                .isEqualTo(IntStream.range(0, 2_500).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void aWorkThatThrowsUndoesItselfAndNoOther() throws Exception {
        CountDownLatch go = holdTheStore();
        CompletableFuture<Void> before = note("before");
        CompletableFuture<Void> failing = store.write(handle -> {
            handle.execute("insert into note values ('half')");
            throw new IOException("changed my mind");
        });
        CompletableFuture<Void> after = note("after");
        go.countDown();
        before.get(5, SECONDS);
        after.get(5, SECONDS);
        assertThatThrownBy(() -> failing.get(5, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("changed my mind");
        assertThat(notes()).containsExactly("before", "after");
    }

    @Test
    void beyondTheQueueThereIsAnAnswerAndNoWait() throws Exception {
        note("first").get(5, SECONDS);
        CountDownLatch go = holdTheStore();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i <= StateStore.MOST_QUEUED; i++) {
            all.add(note("x"));
        }
        assertThat(all.get(StateStore.MOST_QUEUED)).isCompletedExceptionally();
        assertThatThrownBy(all.get(StateStore.MOST_QUEUED)::join)
                .hasCauseInstanceOf(StateUnavailable.class)
                .hasMessageContaining("Too many changes wait");
        go.countDown();
        all.get(StateStore.MOST_QUEUED - 1).get(20, SECONDS);
        assertThat(notes()).hasSize(StateStore.MOST_QUEUED + 1);
    }

    @Test
    void aFullDiskIsSaidAndLosesNothingThatWasAcknowledged() throws Exception {
        note("kept").get(5, SECONDS);
        store.write(handle -> handle.execute("pragma max_page_count = 1")).get(5, SECONDS); // as many as there are
        CompletableFuture<Integer> big =
                store.write(handle -> handle.execute("insert into note values (hex(zeroblob(1000000)))"));
        assertThatThrownBy(() -> big.get(5, SECONDS))
                .hasCauseInstanceOf(StateUnavailable.class)
                .hasMessageContaining("Nothing can be kept")
                .hasMessageContaining("the disk is full");
        note("later").get(5, SECONDS);
        assertThat(notes()).containsExactly("kept", "later");
    }

    @Test
    void closingCommitsWhatWaits() throws Exception {
        note("now").get(5, SECONDS);
        CountDownLatch go = holdTheStore();
        List<CompletableFuture<Void>> waiting =
                IntStream.range(0, 100).mapToObj(i -> note("w" + i)).toList();
        Thread closing = new Thread(store::close);
        closing.start();
        go.countDown();
        closing.join(10_000);
        assertThat(waiting).allSatisfy(each -> assertThat(each).isCompleted());
        assertThat(note("late")).isCompletedExceptionally();
        assertThatThrownBy(this::notes).isInstanceOf(StateUnavailable.class).hasMessageContaining("stopping");
        store = StateStore.open(folder);
        assertThat(notes()).hasSize(101);
    }

    @Test
    void aReaderSeesOneMomentWhileOthersWrite() throws Exception {
        note("a").get(5, SECONDS);
        List<Integer> counts = store.read(handle -> {
            int first = handle.createQuery("select count(*) from note")
                    .mapTo(Integer.class)
                    .one();
            note("b").get(5, SECONDS);
            int second = handle.createQuery("select count(*) from note")
                    .mapTo(Integer.class)
                    .one();
            return List.of(first, second);
        });
        assertThat(counts).containsExactly(1, 1);
        assertThat(notes()).containsExactly("a", "b");
    }

    @Test
    void aReaderCannotWriteAndWhatItThrowsReachesTheCaller() {
        assertThatThrownBy(() -> store.read(handle -> handle.execute("create table sneaked (a)")))
                .isInstanceOf(StateUnavailable.class);
        assertThatThrownBy(() -> store.read(handle -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void aSecondOneInTheSameFolderIsRefused() {
        assertThatThrownBy(() -> StateStore.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another icy is at work in this folder");
    }

    @Test
    void aDamagedFileIsNamedAndLeftAsItIs() throws Exception {
        note("a").get(5, SECONDS);
        store.close();
        Path file = folder.resolve(StateFile.NAME);
        byte[] rubbish =
                "this is no database, whatever its name says".repeat(200).getBytes();
        Files.write(file, rubbish);
        assertThatThrownBy(() -> StateStore.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "state.db: damaged; \"icy restore --data " + folder + " FILE\" puts a backup in its place");
        assertThat(file).hasBinaryContent(rubbish);
    }

    @Test
    void aFileWithDamageInTheMiddleIsNamed() throws Exception {
        for (int i = 0; i < 200; i++) {
            note("note %d ".formatted(i).repeat(50));
        }
        note("last").get(5, SECONDS);
        store.close();
        Path file = folder.resolve(StateFile.NAME);
        byte[] whole = Files.readAllBytes(file);
        for (int i = whole.length / 2; i < whole.length; i++) {
            whole[i] ^= 0x55;
        }
        Files.write(file, whole);
        assertThatThrownBy(() -> StateStore.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state.db: damaged");
    }

    @Test
    void aFileOfANewerVersionIsNamed() throws Exception {
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(StateFile.NAME));
                Statement statement = connection.createStatement()) {
            statement.execute("update flyway_schema_history set version = '999' where version = '1'");
        }
        assertThatThrownBy(() -> StateStore.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a newer icy has written it (its tables have version 999");
    }

    @Test
    void aFolderThatCannotBeHadIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> StateStore.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing can be kept in this folder")
                .hasMessageContaining("--data");
    }

    @Test
    void theNewestVersionIsThatOfTheNewestMigration() throws Exception {
        Path migrations = Path.of(System.getProperty("icy.root"))
                .resolve("icy-server/src/main/resources/icy/server/state/migrations");
        try (Stream<Path> files = Files.list(migrations)) {
            int newest = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertThat(Migrations.NEWEST).isEqualTo(newest);
        }
    }

    @Test
    void aBackupIsMadeUnderLoadAndRestored() throws Exception {
        note("early").get(5, SECONDS);
        List<CompletableFuture<Void>> load = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            load.add(note("l" + i));
        }
        Path backup = folder.resolve("backup.db");
        store.backup(backup);
        store.backup(backup); // takes the place of the first
        CompletableFuture.allOf(load.toArray(CompletableFuture[]::new)).get(20, SECONDS);
        store.write(handle -> handle.execute("insert into station_history"
                        + " (mount, at_ms, event, path, title, position_ms, stream_position, stream_ms, reason)"
                        + " values ('/s', 1, 'PLAY', '/a.mp3', 'A', 0, 0, 0, '')"))
                .get(5, SECONDS);
        store.backup(backup);
        List<String> told = new ArrayList<>();
        store.onRestored(() -> CompletableFuture.completedFuture(told.add("restored")));
        store.write(handle -> handle.execute("delete from station_history")).get(5, SECONDS);
        note("too much").get(5, SECONDS);
        Restored restored = store.restore(backup).get(10, SECONDS);
        assertThat(restored.tables()).contains(new Restored.Table("note", 502, 501));
        assertThat(told).containsExactly("restored");
        assertThat(notes()).hasSize(501).startsWith("early").doesNotContain("too much");
        int history = store.read(handle -> handle.createQuery("select count(*) from station_history")
                .mapTo(Integer.class)
                .one());
        assertThat(history).isOne();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsOnly(
                            "backup.db",
                            "state.db",
                            "state.db-wal",
                            "state.db-shm",
                            "state.lock",
                            restored.former().getFileName().toString());
        }
        store.restore(restored.former()).get(10, SECONDS);
        assertThat(notes()).hasSize(502).endsWith("too much");
        assertThat(Files.getPosixFilePermissions(backup))
                .as("of what holds secrets")
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        note("goes on").get(5, SECONDS);
    }

    @Test
    void whatThoseLeftBehindWhoWereKilledIsClearedAwayAtStart() throws Exception {
        store.close();
        for (String left : List.of("backup-12345.tmp", "backup-12345.part", "restore-77.db", "restore-77.db-journal")) {
            Files.createFile(folder.resolve(left));
        }
        for (int second = 10; second < 15; second++) {
            Files.createFile(folder.resolve("state.db.before-restore-20261120-2245%d-000".formatted(second)));
        }
        Files.createFile(folder.resolve("backup-of-mine.part"));

        store = StateStore.open(folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.contains("backup") || name.contains("restore")))
                    .containsExactlyInAnyOrder(
                            "backup-of-mine.part",
                            "state.db.before-restore-20261120-224512-000",
                            "state.db.before-restore-20261120-224513-000",
                            "state.db.before-restore-20261120-224514-000");
        }
    }

    @Test
    void whatIsNoBackupChangesNothing() throws Exception {
        note("a").get(5, SECONDS);
        Path text = Files.writeString(folder.resolve("text"), "not a database");
        assertThatThrownBy(() -> store.restore(text).get(5, SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.restore(folder.resolve("nothing")).get(5, SECONDS))
                .hasMessageContaining("there is no such file");
        Path other = folder.resolve("other.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("create table a (b)");
        }
        assertThatThrownBy(() -> store.restore(other).get(5, SECONDS)).hasMessageContaining("no backup of icy's");
        for (int version = 1; version <= Migrations.NEWEST; version++) {
            Path library = databaseOfAnother(version);
            assertThatThrownBy(() -> store.restore(library).get(5, SECONDS))
                    .hasMessageEndingWith("%s: this is no backup of icy's; nothing has changed".formatted(library));
        }
        assertThat(notes()).containsExactly("a");
    }

    @Test
    void anotherProgramsDatabaseIsNamedAndLeftAsItIs() throws Exception {
        store.close();
        Path other = databaseOfAnother(1);
        byte[] bytes = Files.readAllBytes(other);
        Files.write(folder.resolve(StateFile.NAME), bytes);

        assertThatThrownBy(() -> StateStore.open(folder))
                .hasMessageContaining("state.db: this is another program's")
                .hasMessageNotContaining("Flyway");
    }

    /** A killed server's log (-wal) beside a backup that was copied in its place: SQLite mixes the two. */
    @Test
    void aDatabaseThatItsOldLogHasDamagedIsPutAsideAndTheBackupRestored() throws Exception {
        store.write(handle -> handle.execute("insert into queue_play values ('kept', '1.mp3', 7, 0)"))
                .get(5, SECONDS);
        Path backup = folder.resolve("backup.db");
        store.backup(backup);
        for (int i = 0; i < 200; i++) {
            note("note %d ".formatted(i).repeat(50)).get(5, SECONDS);
        }
        byte[] log = Files.readAllBytes(folder.resolve("state.db-wal"));
        store.close();
        Files.copy(backup, folder.resolve(StateFile.NAME), StandardCopyOption.REPLACE_EXISTING);
        Files.write(folder.resolve("state.db-wal"), log);
        assertThatThrownBy(() -> StateStore.open(folder)).hasMessageContaining("state.db: damaged");

        Restored restored = StateStore.restore(folder, backup);

        assertThat(restored.former().getFileName().toString()).startsWith("state.db.damaged-");
        assertThat(restored.former()).isRegularFile();
        store = StateStore.open(folder);
        assertThat(store.<Integer>read(handle -> handle.createQuery("select plays from queue_play where queue = 'kept'")
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(7);
    }

    @Test
    void aDamagedDatabaseStaysWhereItIsUntilTheBackupIsKnownToBeGood() throws Exception {
        store.close();
        byte[] cut = Arrays.copyOf(Files.readAllBytes(folder.resolve(StateFile.NAME)), 30_000);
        Files.write(folder.resolve(StateFile.NAME), cut);
        Path text = Files.writeString(folder.resolve("text"), "no backup");

        assertThatThrownBy(() -> StateStore.restore(folder, text)).hasMessageContaining("text: ");

        assertThat(folder.resolve(StateFile.NAME)).hasBinaryContent(cut);
    }

    @Test
    void whatSqliteHasBesideADatabaseMovesWithIt() throws Exception {
        store.close();
        Files.writeString(folder.resolve("state.db-wal"), "log");
        Path aside = folder.resolve("aside");
        try (StateFile file = StateFile.take(folder)) {
            file.moveTo(aside);
        }
        assertThat(aside).isRegularFile();
        assertThat(folder.resolve("aside-wal")).hasContent("log");
        assertThat(folder.resolve("state.db-wal")).doesNotExist();
    }

    @Test
    void withoutAFolderNothingIsLeftBehind() throws Exception {
        StateStore passing = StateStore.open(null);
        passing.write(handle -> handle.execute("create table note (text)")).get(5, SECONDS);
        Path where = passing.read(handle -> Path.of(handle.createQuery("select file from pragma_database_list")
                .mapTo(String.class)
                .one()));
        assertThat(where).exists();
        passing.close();
        assertThat(where.getParent()).doesNotExist();
    }

    /** One that the same tool has brought to a version, as it does the library's. */
    private Path databaseOfAnother(int version) throws SQLException {
        Path file = folder.resolve("other-%d.db".formatted(version));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table flyway_schema_history (version, script, success)");
            statement.execute(
                    "insert into flyway_schema_history values ('%d', 'V1__tracks.sql', 1)".formatted(version));
        }
        return file;
    }

    private CompletableFuture<Void> note(String text) {
        return store.write(handle -> {
            handle.execute("create table if not exists note (text)");
            handle.execute("insert into note values (?)", text);
            return null;
        });
    }

    private List<String> notes() {
        return store.read(handle -> handle.createQuery("select text from note order by rowid")
                .mapTo(String.class)
                .list());
    }

    /** What is given while the store is held waits, and then is one group. */
    private CountDownLatch holdTheStore() throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        store.write(handle -> {
            holding.countDown();
            return go.await(10, SECONDS);
        });
        assertThat(holding.await(5, SECONDS)).isTrue();
        return go;
    }
}

package icy.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.cli.CommandRun;
import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackupCommandTest {

    private static final Path DEMO = Path.of(System.getProperty("icy.root"), "testdata/demo");
    private static final String TRACK = "01-harbour-lights.mp3";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aRunningServerIsBackedUpAndRestoredAndItsQueuesAndStationsFollow() throws IOException {
        Path file = folder.resolve("one.db");
        try (IcyServer server = start()) {
            String url = "http://127.0.0.1:" + server.port();
            good("ctl", "streams", "add", "morning", TRACK, "--server", url);
            good("ctl", "volume", "80%", "--server", url);

            assertThat(good("backup", file.toString(), "--server", url)).startsWith(file + ": ");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            good("ctl", "volume", "30%", "--server", url);
            good("ctl", "streams", "add", "evening", TRACK, "--server", url);
            good("ctl", "streams", "delete", "morning", "--server", url);

            assertThat(good("restore", file.toString(), "--server", url))
                    .contains("ROWS BEFORE")
                    .contains("What was kept before is in state.db.before-restore-");
            assertThat(good("ctl", "streams", "list", "--server", url).strip()).isEqualTo("morning");
            await().until(() -> good("ctl", "status", "--server", url).contains("80 %"));
        }
    }

    @Test
    void theFolderOfAStoppedServerDoesAsWell() throws IOException {
        Path file = folder.resolve("one.db");
        try (IcyServer server = start()) {
            String url = "http://127.0.0.1:" + server.port();
            good("ctl", "streams", "add", "morning", TRACK, "--server", url);

            CommandRun whileItRuns = CommandRun.of("backup", "--data", data().toString(), file.toString());
            assertThat(whileItRuns.exitCode()).isEqualTo(1);
            assertThat(whileItRuns.err()).contains("another icy is at work in this folder");
        }
        good("backup", "--data", data().toString(), file.toString());
        try (IcyServer server = start()) {
            good("ctl", "streams", "delete", "morning", "--server", "http://127.0.0.1:" + server.port());
        }
        assertThat(good("restore", "--data", data().toString(), file.toString()))
                .contains("before-restore-");
        try (IcyServer server = start()) {
            assertThat(good("ctl", "streams", "list", "--server", "http://127.0.0.1:" + server.port())
                            .strip())
                    .isEqualTo("morning");
        }
    }

    @Test
    void aFolderThatNoServerHasKeptAnythingInIsNotBackedUpAndStaysAsItIs() throws IOException {
        Path music = Files.createDirectory(folder.resolve("music"));
        Path file = folder.resolve("one.db");

        CommandRun run = CommandRun.of("backup", "--data", music.toString(), file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(music + ": no server has kept anything there (it has no state.db)");
        assertThat(file).doesNotExist();
        assertThat(music).isEmptyDirectory();
    }

    @Test
    void aDamagedStateIsPutAsideForABackup() throws IOException {
        Path file = folder.resolve("one.db");
        try (IcyServer server = start()) {
            String url = "http://127.0.0.1:" + server.port();
            good("ctl", "streams", "add", "morning", TRACK, "--server", url);
            good("backup", file.toString(), "--server", url);
        }
        Files.writeString(data().resolve("state.db"), "no database any more");
        assertThat(CommandRun.of("backup", "--data", data().toString(), folder + "/x.db")
                        .err())
                .contains("\"icy restore --data %s FILE\"".formatted(data()));

        assertThat(good("restore", "--data", data().toString(), file.toString()))
                .contains("What was kept before is in " + data().resolve("state.db.damaged-"));
        try (IcyServer server = start()) {
            assertThat(good("ctl", "streams", "list", "--server", "http://127.0.0.1:" + server.port())
                            .strip())
                    .isEqualTo("morning");
        }
    }

    @Test
    void aFolderInThePlaceOfAFileIsCalledOne() {
        assertThat(CommandRun.of("restore", folder.toString()).err())
                .contains(folder + ": this is a folder; name a file");
        assertThat(CommandRun.of("backup", "--force", folder.toString()).err())
                .contains(folder + ": this is a folder; name a file");
    }

    @Test
    void whatIsNoBackupIsRefusedWithItsReason() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no backup");
        try (IcyServer server = start()) {
            CommandRun run = CommandRun.of("restore", text.toString(), "--server", "127.0.0.1:" + server.port());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("icy restore: This backup").contains("nothing has changed");
        }
        CommandRun offline = CommandRun.of("restore", text.toString(), "--data", data().toString());
        assertThat(offline.exitCode()).isEqualTo(1);
        assertThat(offline.err()).contains("nothing has changed");
        assertThat(CommandRun.of("restore", "/no/such.db").err()).contains("there is no such file");
    }

    @Test
    void aFileThatIsThereIsNotOverwrittenUnasked() throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "something else");

        assertThat(CommandRun.of("backup", there.toString()).err()).contains("is there already; choose another name");
        assertThat(CommandRun.of("backup", "--data", folder.resolve("none").toString(), "x.db")
                        .err())
                .contains("there is no such folder");
        assertThat(CommandRun.of("backup", "--data", "d", "--server", "localhost", "x.db")
                        .exitCode())
                .isEqualTo(2);
        assertThat(there).hasContent("something else");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private IcyServer start() throws IOException {
        return IcyServer.start(ServerConfig.of(MountConfig.of("/stream", DEMO))
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withMedia(new MediaConfig(List.of(DEMO), false))
                .withDataDir(data())
                .withLoops(1));
    }

    private static String good(String... args) {
        CommandRun run = CommandRun.of(args);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }
}

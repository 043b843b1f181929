package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aGoodConfigIsSaidToBe() throws IOException {
        Path config = Files.writeString(folder.resolve("a.toml"), "[[mounts]]\nmount='/a'\n[[mounts]]\nmount='/b'\n");

        CommandRun run = CommandRun.of("config", "check", config.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(config + ": good, with 2 mounts" + System.lineSeparator());
    }

    @Test
    void everyMistakeIsNamedAtOnce() throws IOException {
        Path config = Files.writeString(folder.resolve("a.toml"), "loops = 0\n[limits]\nmax-head = 1\n");

        CommandRun run = CommandRun.of("config", "check", config.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "loops = 0: must be 1 to 64 (line 1)", "limits.max-head = 1: must be 1024 to 1048576 (line 3)");
    }

    @Test
    void showPrintsEveryValueAndWhereItComesFrom() throws IOException {
        Path config = Files.writeString(folder.resolve("a.toml"), "[listen]\nport = 9000\n");

        CommandRun run = CommandRun.of("config", "show", config.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("port = 9000 +# line 2").containsPattern("burst = \"4s\" +# default");
    }

    @Test
    void withoutAFileItLooksAtTheOneTheEnvironmentNames() throws IOException {
        Path named = Files.writeString(folder.resolve("a.toml"), "[listen]\nport = 9000\n");
        Path given = Files.writeString(folder.resolve("b.toml"), "[listen]\nport = 9001\n");
        Map<String, String> environment = Map.of("ICY_CONFIG", named.toString());

        assertThat(CommandRun.in(environment, "config", "check").out()).startsWith(named + ": good");
        assertThat(CommandRun.in(environment, "config", "show").out()).contains("port = 9000");
        assertThat(CommandRun.in(environment, "config", "show", given.toString())
                        .out())
                .contains("port = 9001");
    }

    @Test
    void withoutASubcommandItSaysWhatItNeeds() {
        assertThat(CommandRun.of("config").err()).contains("say check, show or import");
    }

    @Test
    void aConfigOfIcecastsIsPrintedAndWhatIsLostIsNamed() throws IOException {
        Path icecast = Files.writeString(
                folder.resolve("icecast.xml"),
                "<icecast>\n<location>Earth</location>\n<hostname>a.example.org</hostname>\n</icecast>");

        CommandRun run = CommandRun.of("config", "import", icecast.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("public-url = \"http://a.example.org:8000\"");
        assertThat(run.err()).isEqualTo("line 2, location: icy does not publish it" + System.lineSeparator());
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByForce() throws IOException {
        Path icecast = Files.writeString(folder.resolve("icecast.xml"), "<icecast/>");
        Path output = Files.writeString(folder.resolve("icy.toml"), "mine");

        CommandRun refused = CommandRun.of("config", "import", icecast.toString(), "-o", output.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("is there already").contains("--force");
        assertThat(output).hasContent("mine");

        CommandRun forced = CommandRun.of("config", "import", "--force", icecast.toString(), "-o", output.toString());
        assertThat(forced.exitCode()).isZero();
        assertThat(forced.out()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
                .isEqualTo("rw-------");
        assertThat(CommandRun.of("config", "check", output.toString()).out()).contains("good, with 1 mount");
        assertThat(folder).isDirectoryContaining("glob:**icy.toml").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void anIcecastConfigThatIsNotThereIsNamed() {
        CommandRun run =
                CommandRun.of("config", "import", folder.resolve("no.xml").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(folder.resolve("no.xml") + ": no such file");
    }
}

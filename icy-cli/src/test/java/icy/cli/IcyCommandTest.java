package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.ConfigKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class IcyCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "ctl",
                "backup",
                "restore",
                "push",
                "listen",
                "probe",
                "load",
                "config",
                "key",
                "completion"
            })
    void everyCommandHasHelpAndAVersion(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("Usage: icy " + command).doesNotContain("\033[");
        assertThat(help.err()).isEmpty();

        CommandRun version = CommandRun.of(command, "--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).startsWith("icy ");
    }

    @Test
    void theOverviewNamesEveryCommand() {
        assertThat(CommandRun.of("--help").out())
                .contains(
                        "  serve ",
                        "  ctl ",
                        "  backup ",
                        "  restore ",
                        "  push ",
                        "  probe ",
                        "  listen ",
                        "  load ",
                        "  config ",
                        "  key ",
                        "  completion ");
    }

    @Test
    void withoutACommandItSaysWhatItNeeds() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("icy: say which command (icy --help explains)" + System.lineSeparator());
    }

    @Test
    void slipsOfThePenAreUnderstood() {
        assertThat(CommandRun.of("serve", "--prot", "1").err())
                .isEqualTo("icy serve: does not know --prot; did you mean --port? (icy serve --help explains)"
                        + System.lineSeparator());
        assertThat(CommandRun.of("sevre").err()).contains("does not know sevre; did you mean serve?");
        assertThat(CommandRun.of("sevre").exitCode()).isEqualTo(2);
    }

    @Test
    void theHelpOfServeExplainsEveryKeyWithItsDefault() {
        String help = CommandRun.of("serve", "--help").out();

        for (ConfigKey key : ConfigKey.values()) {
            if (key == ConfigKey.PATHS) {
                assertThat(help).contains("PATH...");
            } else if (!key.hasFlag()) {
                assertThat(help).doesNotContain(key.help());
            } else if (key.kind() == ConfigKey.Kind.SWITCH) {
                assertThat(help).contains("--[no-]" + key.flag().substring(2));
            } else {
                assertThat(help).contains(key.flag() + "=");
                assertThat(help).contains(key.standard().isEmpty() ? "" : "(" + key.standard() + ")");
            }
        }
    }

    @Test
    void urlsAreGivenOneByOne() {
        assertThat(given("--relay", "http://a.example.org/", "--relay=http://b.example.org/", "a.mp3"))
                .isEqualTo(Map.of(
                        ConfigKey.RELAY, List.of("http://a.example.org/", "http://b.example.org/"),
                        ConfigKey.PATHS, List.of("a.mp3")));
        assertThat(given("--new-mounts")).isEqualTo(Map.of(ConfigKey.NEW_MOUNTS, List.of("true")));
    }

    @Test
    void switchesCanBeTurnedOffToo() {
        assertThat(given("--shuffle", "--no-once", "--no-new-mounts", "--burst", "2s", "a.mp3", "b c.mp3"))
                .isEqualTo(Map.of(
                        ConfigKey.NEW_MOUNTS, List.of("false"),
                        ConfigKey.SHUFFLE, List.of("true"),
                        ConfigKey.ONCE, List.of("false"),
                        ConfigKey.BURST, List.of("2s"),
                        ConfigKey.PATHS, List.of("a.mp3", "b c.mp3")));
    }

    @Test
    void completionIsAScriptForTheWholeCommand() {
        CommandRun run = CommandRun.of("completion");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("--source-password")
                .contains("--listeners")
                .contains("complete -F");
    }

    private static Map<ConfigKey, List<String>> given(String... args) {
        CommandLine serve = new CommandLine(new ServeCommand(Map.of()));
        ConfigFlags.addTo(serve.getCommandSpec());
        return ConfigFlags.given(serve.parseArgs(args));
    }
}

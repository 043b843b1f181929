package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void anEmptyFileIsAllDefaults() throws ConfigException {
        assertThat(ConfigReader.parse("")).isEqualTo(ServerConfig.of(MountConfig.of("/stream")));
    }

    @Test
    void readsEveryTable() throws Exception {
        Files.createDirectory(folder.resolve("jazz"));
        Path file = Files.writeString(folder.resolve("icy.toml"), """
                public-url = "https://radio.example.org/"

                [listen]
                port = 9000
                bind = "127.0.0.1"

                [limits]
                max-connections = 500
                max-listeners = 400
                max-head = "32k"

                [log]
                level = "debug"
                dir = "logs"

                [[mounts]]
                mount = "/jazz"
                paths = "jazz"
                name = "Jazz"
                shuffle = true
                burst = "1500ms"
                flush = "200ms"

                [[mounts]]
                mount = "/tones"
                slow = "drop"
                slow-after = "12s"
                """);

        ServerConfig config = new ConfigReader().file(file).read().config();

        assertThat(config.publicUrl()).hasToString("https://radio.example.org");
        assertThat(config.listen()).isEqualTo(new ListenConfig("127.0.0.1", 9000));
        assertThat(config.limits().maxConnections()).isEqualTo(500);
        assertThat(config.limits().maxHeadBytes()).isEqualTo(32_768);
        assertThat(config.log().dir()).isEqualTo(folder.resolve("logs"));
        MountConfig jazz = config.mounts().get(0);
        assertThat(jazz.paths()).containsExactly(folder.resolve("jazz"));
        assertThat(jazz.info().name()).isEqualTo("Jazz");
        assertThat(jazz.shuffle()).isTrue();
        assertThat(jazz.burst()).isEqualTo(Duration.ofMillis(1500));
        assertThat(jazz.flush()).isEqualTo(Duration.ofMillis(200));
        MountConfig tones = config.mounts().get(1);
        assertThat(tones.paths()).isEmpty();
        assertThat(tones.slow()).isEqualTo(SlowPolicy.DROP);
        assertThat(tones.slowAfter()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void allProblemsAreFoundAtOnceEachWithItsLine() {
        check("""
                prot = 8000
                burst = "4s"

                [listen]
                port = 99999

                [limits]
                header-timeout = 15
                max-head = "lots"

                [log]
                level = "loud"
                directory = "x"

                [passwords]
                source = "hackme"

                [[mounts]]
                mount = "/a"
                burst = "64q"
                paths = ["/nowhere/at/all"]

                [[mounts]]
                mount = "a"
                shuffle = "maybe"
                metaint = 8
                retain = "12s"
                burst = "13s"

                [[mounts]]
                mount = "/a"
                bursts = "4s"
                """, """
                prot: no such key; did you mean port under [listen]? (line 1)
                burst: no such key; did you mean burst under [[mounts]]? (line 2)
                listen.port = 99999: must be 0 to 65535 (line 5)
                limits.header-timeout = 15: not a duration; write 4s, 500ms or 1m (line 8)
                limits.max-head = "lots": not a size; write 65536, 64k or 2m (line 9)
                log.level = "loud": unknown; write error or warn or info or debug (line 12)
                log.directory: no such key; the keys of log are level, dir, file-size, files, access (line 13)
                passwords.source: shorter than 8 characters; choose a longer one, or leave it out and one is made (line 16)
                mounts[0].burst = "64q": not a duration; write 4s, 500ms or 1m (line 20)
                mounts[0].paths = "/nowhere/at/all": no such file or folder (line 21)
                mounts[1].mount = "a": must begin with a slash; write /a (line 24)
                mounts[1].shuffle = "maybe": neither true nor false (line 25)
                mounts[1].metaint = 8: must be 256 to 65536 (line 26)
                mounts[1].burst = "13s": must be 0s to 12s (line 28)
                mounts[2].mount = "/a": another mount has this name; give each its own (line 31)
                mounts[2].bursts: no such key; did you mean burst? (line 32)
                """);
    }

    @Test
    void anEmptyPathIsNotTheWorkingDirectory() {
        check("[[mounts]]\npaths = [\"\"]\n", "mounts[0].paths = \"\": is empty: write a file or folder (line 2)\n");
    }

    @Test
    void flushesComeInSteps() {
        check("""
                [[mounts]]
                flush = "10ms"
                [[mounts]]
                mount = "/b"
                flush = "110ms"
                """, """
                mounts[0].flush = "10ms": must be 20ms to 5s (line 2)
                mounts[1].flush = "110ms": must be in steps of 20ms (line 5)
                """);
    }

    @Test
    void whatIsNoTomlIsSaidWithItsLine() {
        assertThatThrownBy(() -> ConfigReader.parse("data = \"a\"\n[listen\nport = 1\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("(line 2)");
    }

    @Test
    void tablesAreNotValuesAndValuesAreNotTables() {
        check("""
                listen = 8000
                mounts = 3
                """, """
                listen: no such key; the keys of the top are data, public-url, loops (line 1)
                mounts: write [[mounts]] above each mount (line 2)
                """);
        check("""
                [listen]
                port = [1, 2]
                """, "listen.port: write one value, like port = \"8000\" (line 2)\n");
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("icy.toml"), """
                [listen]
                port = 1
                bind = "127.0.0.1"
                [[mounts]]
                burst = "1s"
                name = "file"
                genre = "file"
                """);

        ServerConfig config = new ConfigReader()
                .file(file)
                .environment(Map.of("ICY_PORT", "2", "ICY_BURST", "2s", "ICY_NAME", "environment", "PORT", "9"))
                .flags(Map.of(ConfigKey.PORT, List.of("3"), ConfigKey.BURST, List.of("3s")))
                .read()
                .config();

        assertThat(config.listen()).isEqualTo(new ListenConfig("127.0.0.1", 3));
        assertThat(config.defaultMount().burst()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.defaultMount().info().name()).isEqualTo("environment");
        assertThat(config.defaultMount().info().genre()).isEqualTo("file");
    }

    @Test
    void everyKeyIsAVariableToo() throws ConfigException {
        ServerConfig config = new ConfigReader()
                .environment(Map.of(
                        "ICY_SOURCE_PASSWORD",
                        "swordfish",
                        "ICY_MOUNT",
                        "/jazz",
                        "ICY_SHUFFLE",
                        "yes",
                        "ICY_GENRE",
                        ""))
                .read()
                .config();

        assertThat(config.passwords().source()).isEqualTo("swordfish");
        assertThat(config.defaultMount().name()).isEqualTo("/jazz");
        assertThat(config.defaultMount().shuffle()).isTrue();
    }

    @Test
    void pathsInTheEnvironmentAreSeparatedAsTheSystemDoes() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));

        ServerConfig config = new ConfigReader()
                .environment(Map.of("ICY_PATHS", one + File.pathSeparator + two))
                .read()
                .config();

        assertThat(config.defaultMount().paths()).containsExactly(one, two);
    }

    @Test
    void problemsOfFlagsAndVariablesAreQuotedAsWritten() {
        assertThatThrownBy(() -> new ConfigReader()
                        .environment(Map.of("ICY_BURST", "soon", "ICY_PROT", "1", "ICY_ADMIN_PASSWORD", "short"))
                        .flags(Map.of(
                                ConfigKey.PORT, List.of("http"),
                                ConfigKey.PATHS, List.of("/nowhere/at/all")))
                        .read())
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactlyInAnyOrder(
                                        "ICY_PROT: no such variable; did you mean ICY_PORT?",
                                        "ICY_BURST=soon: not a duration; write 4s, 500ms or 1m",
                                        "ICY_ADMIN_PASSWORD: shorter than 8 characters; choose a longer one, or leave it out"
                                                + " and one is made",
                                        "--port http: not a number; write digits only",
                                        "/nowhere/at/all: no such file or folder"));
    }

    @Test
    void oneFlagCannotSpeakForSeveralMounts() throws IOException {
        Path file = Files.writeString(folder.resolve("icy.toml"), "[[mounts]]\nmount='/a'\n[[mounts]]\nmount='/b'\n");

        assertThatThrownBy(() -> new ConfigReader()
                        .file(file)
                        .flags(Map.of(ConfigKey.BURST, List.of("3s")))
                        .read())
                .hasMessage("--burst 3s: the config has 2 mounts, and this could mean any of them;"
                        + " write burst under its [[mounts]]");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> new ConfigReader().file(folder.resolve("no.toml")).read())
                .hasMessage(folder.resolve("no.toml") + ": no such file");
    }

    @Test
    void whatIsShownAsEffectiveReadsBackTheSame() throws Exception {
        Path music = Files.createDirectory(folder.resolve("Ágætis \"byrjun\""));
        Path file = Files.writeString(folder.resolve("icy.toml"), """
                [limits]
                max-head = 20000
                [passwords]
                source = "swordfish"
                [[mounts]]
                paths = ['Ágætis "byrjun"']
                description = 'back\\slash'
                [[mounts]]
                mount = "/b"
                burst = "1500ms"
                """);
        EffectiveConfig effective = new ConfigReader()
                .file(file)
                .environment(Map.of("ICY_MAX_HEADERS", "50"))
                .flags(Map.of(ConfigKey.PORT, List.of("9000")))
                .read();

        String shown = effective.toToml();

        assertThat(shown).doesNotContain("swordfish");
        assertThat(shown.lines())
                .anyMatch(line -> line.matches("port = 9000 +# --port"))
                .anyMatch(line -> line.matches("max-headers = 50 +# ICY_MAX_HEADERS"))
                .anyMatch(line -> line.matches("max-head = \"20000\" +# line 2"))
                .anyMatch(line -> line.matches("burst = \"1500ms\" +# line 10"))
                .anyMatch(line -> line.matches("retain = \"30s\" +# default"))
                .anyMatch(line -> line.matches("# source: set, not shown +# line 4"));
        ServerConfig again = ConfigReader.parse(shown);
        assertThat(again.mounts()).isEqualTo(effective.config().mounts());
        assertThat(again.mounts().get(0).paths()).containsExactly(music);
        assertThat(again.limits()).isEqualTo(effective.config().limits());
        assertThat(again.listen()).isEqualTo(effective.config().listen());
    }

    @Property
    void noTextMakesItThrowAnythingElse(@ForAll("nearlyConfigs") String toml) {
        try {
            ConfigReader.parse(toml);
        } catch (ConfigException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem).isNotBlank());
        }
    }

    @Provide
    Arbitrary<String> nearlyConfigs() {
        Arbitrary<String> keys = Arbitraries.of(ConfigKey.values()).map(ConfigKey::keyName);
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "1",
                        "-1",
                        "\"\"",
                        "\"auto\"",
                        "\"4s\"",
                        "\"99999999h\"",
                        "true",
                        "[]",
                        "[1]",
                        "{a=1}",
                        "1.5",
                        "99999999999999999999",
                        "\"\\u0000\"",
                        "1979-05-27",
                        "nan"),
                Arbitraries.strings().ascii().ofMaxLength(5));
        Arbitrary<String> lines =
                net.jqwik.api.Combinators.combine(keys, values).as((key, value) -> key + " = " + value);
        Arbitrary<String> heads =
                Arbitraries.of("[listen]", "[limits]", "[log]", "[passwords]", "[[mounts]]", "[mounts]", "[x]");
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, lines), net.jqwik.api.Tuple.of(1, heads))
                .list()
                .ofMaxSize(12)
                .map(all -> String.join("\n", all));
    }

    private static void check(String toml, String problems) {
        assertThatThrownBy(() -> ConfigReader.parse(toml))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(String.join("\n", e.problems()) + "\n").isEqualTo(problems));
    }
}

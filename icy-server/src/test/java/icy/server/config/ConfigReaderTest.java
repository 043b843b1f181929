package icy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        assertThat(ConfigReader.parse(""))
                .isEqualTo(ServerConfig.of(MountConfig.of("/stream")).withDataDir(Path.of("icy-data")));
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
        assertThat(jazz.playout().paths()).containsExactly(folder.resolve("jazz"));
        assertThat(jazz.info().name()).isEqualTo("Jazz");
        assertThat(jazz.playout().shuffle()).isTrue();
        assertThat(jazz.delivery().burst()).isEqualTo(Duration.ofMillis(1500));
        assertThat(jazz.delivery().flush()).isEqualTo(Duration.ofMillis(200));
        MountConfig tones = config.mounts().get(1);
        assertThat(tones.playout().paths()).isEmpty();
        assertThat(tones.delivery().slow()).isEqualTo(SlowPolicy.DROP);
        assertThat(tones.delivery().slowAfter()).isEqualTo(Duration.ofSeconds(12));
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
                source = "abc"

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
                passwords.source: shorter than 4 characters; choose a longer one, or leave it out and one is made (line 16)
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
    void readsWhatIsSetForLiveSourcesRelaysAndListeners() throws Exception {
        Path jingle = Files.writeString(folder.resolve("jingle.mp3"), "");
        Path file = Files.writeString(folder.resolve("icy.toml"), """
                new-mounts = false

                [listen]
                shoutcast-port = 9001

                [limits]
                max-sources = 5
                source-timeout = "20s"

                [passwords]
                relay = "$pbkdf2-sha256$1000$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg"

                [[masters]]
                url = "http://radio.example.org:8000"
                password = "r"
                on-demand = true

                [[mounts]]
                mount = "/live"
                source-password = "swordfish"
                takeover = "never"
                input-buffer = "200ms"
                charset = "latin1"
                relay = ["http://a.example.org/x", "http://me:p%40ss@b.example.org:8001/y"]
                relay-on-demand = true
                patience = "500ms"
                fallback = "/rest"
                fallback-file = "jingle.mp3"
                idle = "silence"
                hidden = true
                max-listeners = 3
                max-listener-time = "1h"

                [[mounts.sources]]
                user = "dj"
                password = "open sesame"
                priority = 10

                [[mounts.sources]]
                user = "guest"
                password = "open sesame"

                [[mounts]]
                mount = "/rest"
                """);

        ServerConfig config = new ConfigReader().file(file).read().config();

        assertThat(config.newMounts()).isFalse();
        assertThat(config.listen()).isEqualTo(new ListenConfig("::", 8000, 9001, true));
        assertThat(config.limits().maxSources()).isEqualTo(5);
        assertThat(config.limits().sourceTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(Objects.requireNonNull(config.passwords().relay()).hash()).isPresent();
        assertThat(config.masters())
                .containsExactly(new MasterConfig(
                        URI.create("http://radio.example.org:8000"),
                        new Login("relay", Secret.of("r")),
                        Duration.ofMinutes(2),
                        true));
        MountConfig live = config.mounts().get(0);
        assertThat(live.sources())
                .isEqualTo(new SourcesConfig(
                        List.of(
                                new SourceUser("source", Secret.of("swordfish"), 0),
                                new SourceUser("dj", Secret.of("open sesame"), 10),
                                new SourceUser("guest", Secret.of("open sesame"), 0)),
                        Takeover.NEVER,
                        Duration.ofMillis(200),
                        StandardCharsets.ISO_8859_1));
        assertThat(live.relay().upstreams())
                .containsExactly(
                        new Upstream(URI.create("http://a.example.org/x"), null),
                        new Upstream(URI.create("http://b.example.org:8001/y"), new Login("me", Secret.of("p@ss"))));
        assertThat(live.relay().onDemand()).isTrue();
        assertThat(live.handover())
                .isEqualTo(new HandoverConfig(
                        Duration.ofMillis(500), Duration.ofSeconds(10), "/rest", jingle, Idle.SILENCE));
        assertThat(live.listeners()).isEqualTo(new ListenersConfig(true, null, 3, Duration.ofHours(1), null));
        assertThat(config.mounts().get(1).sources().users()).isEmpty();
    }

    @Test
    void theSecondPortIsTheNextOneUnlessSaidOtherwise() throws ConfigException {
        assertThat(ConfigReader.parse("[listen]\nport=9000").listen())
                .isEqualTo(new ListenConfig("::", 9000, 9001, false));
        assertThat(ConfigReader.parse("[listen]\nport=0").listen().shoutcastPort())
                .isNull();
        assertThat(ConfigReader.parse("[listen]\nport=65535").listen().shoutcastPort())
                .isNull();
        assertThat(ConfigReader.parse("[listen]\nshoutcast-port='off'").listen().shoutcastPort())
                .isNull();
        check("[listen]\nshoutcast-port = \"on\"\n", """
                listen.shoutcast-port = "on": not a port; write auto, off or a number (line 2)
                """);
        check("[listen]\nport = 9000\nshoutcast-port = 9000\n", """
                listen.shoutcast-port = 9000: is listen.port itself, where SHOUTcast sources are understood too; \
                write auto, off or another (line 3)
                """);
    }

    @Test
    void keysOfTheApiHaveNamesAndRoles() throws Exception {
        ServerConfig config = ConfigReader.parse("""
                [api]
                open = true
                [[keys]]
                name = "studio"
                key = "0123456789abcdef"
                role = "dj"
                [[keys]]
                name = "wall display"
                key = "$pbkdf2-sha256$1000$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg"
                """);

        assertThat(config.api().open()).isTrue();
        assertThat(config.api().keys())
                .extracting(ApiKey::name, ApiKey::role)
                .containsExactly(tuple("studio", Role.DJ), tuple("wall display", Role.LISTEN));
        assertThat(config.api().toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void problemsOfKeysAreFoundWithTheRestAndShowNoKey() {
        check("""
                [[keys]]
                name = "studio"
                key = "secret1"
                role = "boss"
                [[keys]]
                key = "0123456789abcdef"
                [[keys]]
                name = "a:b"
                [[keys]]
                name = "studio"
                key = "0123456789abcdef"
                """, """
                keys[0].key: shorter than 16 characters; "icy key" makes one (line 3)
                keys[0].role = "boss": unknown; write listen or dj or admin (line 4)
                keys[1]: write name, whose key it is (line 5)
                keys[2]: write key, what its owner must show; "icy key" makes one (line 7)
                keys[2].name = "a:b": a name has 1 to 50 letters, digits, spaces and - _ . (line 8)
                """);
        check("""
                [[keys]]
                name = "studio"
                key = "0123456789abcdef"
                [[keys]]
                name = "studio"
                key = "0123456789abcdef"
                """, """
                keys[1].name = "studio": another key has this name; give each its own (line 5)
                """);
    }

    @Test
    void problemsOfSourcesAndMastersAreFoundWithTheRestAndShowNoPassword() {
        check("""
                [[masters]]
                url = "https://u:secret1@example.org"
                interval = "0s"
                [[masters]]
                url = "http://example.org:8000/stream"
                password = "$pbkdf2-sha256$1000$c2FsdHNhbHQ$MDEyMzQ1Njc4OWFiY2RlZg"
                [[mounts]]
                relay = ["http://u:secret2@example.org:x/a", "rtsp://u:secret3@example.org/", "http://secret4@b/"]
                source-password = "se5"
                takeover = "sometimes"
                charset = "klingon"
                intro = "/nowhere/at/all.mp3"
                sources = 3
                max-listeners = -1
                [[mounts]]
                mount = "/b"
                source-password = "swordfish"
                [[mounts.sources]]
                user = "a:b"
                password = "se6"
                priority = 2000
                [[mounts.sources]]
                pasword = "$6$secret7$abc"
                [[mounts.sources]]
                user = "source"
                password = "$6$secret8$abcdefgh"
                [[mounts.sources]]
                user = "source"
                password = "swordfish"
                """, """
                masters[0]: write password, the relay password of that server (line 1)
                masters[0].url = "https://example.org": write it like http://radio.example.org:8000; user and password have keys of their own (line 2)
                masters[0].interval = "0s": must be 1s to 24h (line 3)
                masters[1].url = "http://example.org:8000/stream": write it like http://radio.example.org:8000; user and password have keys of their own (line 5)
                masters[1].password: a hash cannot be sent to another server; write the password in plain (line 6)
                mounts[0].relay = "http://example.org:x/a": write it like http://radio.example.org:8000/live (line 8)
                mounts[0].relay = "rtsp://example.org/": write it like http://radio.example.org:8000/live (line 8)
                mounts[0].relay = "http://b/": has half a login; write http://user:password@host:port/path (line 8)
                mounts[0].source-password: shorter than 4 characters; choose a longer one (line 9)
                mounts[0].takeover = "sometimes": unknown; write never or stale or always (line 10)
                mounts[0].charset = "klingon": no character set; write UTF-8 or ISO-8859-1 (line 11)
                mounts[0].intro = "/nowhere/at/all.mp3": no such file or folder (line 12)
                mounts[0].sources: write [[mounts.sources]] above each source (line 13)
                mounts[0].max-listeners = -1: must be 0 or more (line 14)
                mounts[1].sources[0].user = "a:b": a user name has 1 to 200 characters and no colon (line 19)
                mounts[1].sources[0].password: shorter than 4 characters; choose a longer one (line 20)
                mounts[1].sources[0].priority = 2000: must be -1000 to 1000 (line 21)
                mounts[1].sources[1]: write user, the name that it logs in with (line 22)
                mounts[1].sources[1]: write password, what it must show (line 22)
                mounts[1].sources[1].pasword: no such key; did you mean password? (line 23)
                mounts[1].sources[2].password: looks like a hash of another kind; "icy password" makes one (line 26)
                mounts[1].sources[3].user = "source": another source of this mount has this name; give each its own (line 28)
                """);
    }

    @Test
    void fallbacksLeadSomewhereAndNotInACircle() {
        check("""
                [[mounts]]
                mount = "/a"
                fallback = "/b"
                [[mounts]]
                mount = "/b"
                fallback = "/c"
                [[mounts]]
                mount = "/c"
                fallback = "/b"
                [[mounts]]
                mount = "/d"
                fallback = "/d"
                [[mounts]]
                mount = "/jazz"
                fallback = "/jaz"
                [[mounts]]
                mount = "/f"
                fallback = "/nothing-like-it"
                """, """
                mounts[1].fallback = "/c": goes in a circle, /b, /c, /b; one of them must fall back on something else (line 6)
                mounts[3].fallback = "/d": is the mount itself; name another, or leave it out (line 12)
                mounts[4].fallback = "/jaz": no mount is called that; did you mean /jazz? (line 15)
                mounts[5].fallback = "/nothing-like-it": no mount is called that; give it a [[mounts]] of its own, or name one that has (line 18)
                """);
        assertThatThrownBy(() -> ServerConfig.of(
                        MountConfig.of("/a").withHandover(HandoverConfig.DEFAULT.withFallback("/b")),
                        MountConfig.of("/b").withHandover(HandoverConfig.DEFAULT.withFallback("/a"))))
                .hasMessage("fallback /b of /a: goes in a circle, /a, /b, /a; one of them must fall back on something"
                        + " else");
    }

    @Test
    void whoseNameIsRefusedCanBeFallenBackOnAllTheSame() {
        check("[[mounts]]\nmount = \"b\"\n[[mounts]]\nmount = \"/a\"\nfallback = \"/b\"\n", """
                mounts[0].mount = "b": must begin with a slash; write /b (line 2)
                """);
    }

    @Test
    void severalUrlsAreGivenByRepeatingTheFlagOrWithSpacesInTheVariable() throws ConfigException {
        List<Upstream> expected =
                List.of(Upstream.parse("http://a.example.org/x"), Upstream.parse("http://u:p@b.example.org/y"));

        assertThat(new ConfigReader()
                        .environment(Map.of("ICY_RELAY", "http://a.example.org/x http://u:p@b.example.org/y"))
                        .read()
                        .config()
                        .defaultMount()
                        .relay()
                        .upstreams())
                .isEqualTo(expected);
        assertThat(new ConfigReader()
                        .flags(Map.of(ConfigKey.RELAY, List.of("http://a.example.org/x", "http://u:p@b.example.org/y")))
                        .read()
                        .config()
                        .defaultMount()
                        .relay()
                        .upstreams())
                .isEqualTo(expected);
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
                listen: no such key; the keys of the top are data, public-url, loops, new-mounts (line 1)
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
        assertThat(config.defaultMount().delivery().burst()).isEqualTo(Duration.ofSeconds(3));
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

        assertThat(config.passwords().source()).isEqualTo(Secret.of("swordfish"));
        assertThat(config.defaultMount().name()).isEqualTo("/jazz");
        assertThat(config.defaultMount().playout().shuffle()).isTrue();
    }

    @Test
    void pathsInTheEnvironmentAreSeparatedAsTheSystemDoes() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));

        ServerConfig config = new ConfigReader()
                .environment(Map.of("ICY_PATHS", one + File.pathSeparator + two))
                .read()
                .config();

        assertThat(config.defaultMount().playout().paths()).containsExactly(one, two);
    }

    @Test
    void problemsOfFlagsAndVariablesAreQuotedAsWritten() {
        assertThatThrownBy(() -> new ConfigReader()
                        .environment(Map.of("ICY_BURST", "soon", "ICY_PROT", "1", "ICY_ADMIN_PASSWORD", "abc"))
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
                                        "ICY_ADMIN_PASSWORD: shorter than 4 characters; choose a longer one, or leave it out"
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
                max-listener-time = "90s"
                fallback = "/stream"
                relay = ["http://example.org/b"]
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
        assertThat(again.mounts().get(0).playout().paths()).containsExactly(music);
        assertThat(again.limits()).isEqualTo(effective.config().limits());
        assertThat(again.listen()).isEqualTo(effective.config().listen());
    }

    @Test
    void whatNeedsItsPasswordIsShownAsAComment() throws Exception {
        Path file = Files.writeString(folder.resolve("icy.toml"), """
                [[masters]]
                url = "http://radio.example.org:8000"
                password = "swordfish"
                [[mounts]]
                relay = "http://u:swordfish@example.org/b"
                source-password = "swordfish"
                [[mounts.sources]]
                user = "dj"
                password = "swordfish"
                """);

        String shown = new ConfigReader().file(file).read().toToml();

        assertThat(shown).doesNotContain("swordfish");
        assertThat(shown.lines())
                .contains("# [[masters]]", "# [[mounts.sources]]")
                .anyMatch(line -> line.matches("# url = \"http://radio.example.org:8000\" +# line 2"))
                .anyMatch(line -> line.matches("# password: set, not shown +# line 3"))
                .anyMatch(line -> line.matches("# interval = \"2m\" +# default"))
                .anyMatch(line -> line.matches("relay = \\[\"http://example.org/b\"] +# line 5"))
                .anyMatch(line -> line.matches("# source-password: set, not shown +# line 6"))
                .anyMatch(line -> line.matches("# user = \"dj\" +# line 8"))
                .anyMatch(line -> line.matches("# relay: none +# default"));
        assertThat(ConfigReader.parse(shown).mounts()).hasSize(1);
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
        Arbitrary<String> heads = Arbitraries.of(
                "[listen]",
                "[limits]",
                "[log]",
                "[passwords]",
                "[[mounts]]",
                "[mounts]",
                "[[mounts.sources]]",
                "[[masters]]",
                "[masters]",
                "[x]");
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

package icy.cli.icecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import icy.cli.CommandException;
import icy.server.auth.Authenticator;
import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import icy.server.config.Idle;
import icy.server.config.ListenConfig;
import icy.server.config.Login;
import icy.server.config.MountConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.config.SourceUser;
import icy.server.config.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IcecastImportTest {

    /** What distributions ship. */
    private static final String SAMPLE = """
            <icecast>
                <!-- visible on the server info page -->
                <location>Earth</location>
                <admin>icemaster@localhost</admin>
                <limits>
                    <clients>100</clients>
                    <sources>2</sources>
                    <queue-size>524288</queue-size>
                    <client-timeout>30</client-timeout>
                    <header-timeout>15</header-timeout>
                    <source-timeout>10</source-timeout>
                    <burst-on-connect>1</burst-on-connect>
                    <burst-size>65535</burst-size>
                </limits>
                <authentication>
                    <source-password>hackme</source-password>
                    <relay-password>abc</relay-password>
                    <admin-user>admin</admin-user>
                    <admin-password>a longer one</admin-password>
                </authentication>
                <hostname>localhost</hostname>
                <listen-socket>
                    <port>8000</port>
                    <!-- <bind-address>127.0.0.1</bind-address> -->
                </listen-socket>
                <http-headers>
                    <header name="Access-Control-Allow-Origin" value="*" />
                </http-headers>
                <fileserve>1</fileserve>
                <paths>
                    <basedir>/usr/share/icecast2</basedir>
                    <logdir>/var/log/icecast2</logdir>
                    <webroot>/usr/share/icecast2/web</webroot>
                    <adminroot>/usr/share/icecast2/admin</adminroot>
                    <alias source="/" destination="/status.xsl"/>
                </paths>
                <logging>
                    <accesslog>access.log</accesslog>
                    <errorlog>error.log</errorlog>
                    <loglevel>3</loglevel> <!-- 4 Debug, 3 Info, 2 Warn, 1 Error -->
                    <logsize>10000</logsize>
                </logging>
                <security>
                    <chroot>0</chroot>
                </security>
            </icecast>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theSampleOfTheDistributionsMakesAServerThatItsEncodersCanGoOnUsing() throws Exception {
        IcecastImport made = made(SAMPLE);
        ServerConfig config = config(made);

        assertThat(config.listen()).isEqualTo(new ListenConfig("::", 8000));
        assertThat(config.publicUrl()).isNull();
        assertThat(config.limits().maxListeners()).isEqualTo(100);
        assertThat(config.limits().maxConnections()).isEqualTo(120);
        assertThat(config.limits().maxSources()).isEqualTo(2);
        assertThat(config.limits().idleTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.passwords().admin()).isEqualTo(Secret.of("a longer one"));
        assertThat(config.passwords().source()).isEqualTo(Secret.of("hackme"));
        assertThat(opens(config.passwords().relay(), "abc")).isTrue();
        assertThat(config.newMounts()).isTrue();
        assertThat(config.mounts()).extracting(MountConfig::name).containsExactly("/stream");
        assertThat(config.defaultMount().handover().idle()).isEqualTo(Idle.OFF);
        assertThat(config.defaultMount().delivery().burst()).isEqualTo(Duration.ofSeconds(4));
        assertThat(made.toml()).doesNotContain("\"abc\"");
        assertThat(made.notes())
                .contains(
                        "line 8, limits/queue-size: icy keeps 30 s of audio for slow listeners, whatever the bitrate:"
                                + " see retain",
                        "line 16, authentication/source-password: shorter than 8 characters, which are soon found by"
                                + " trying; choose a better one with \"icy password\"")
                .allSatisfy(note -> assertThat(made.toml()).contains("#   " + note + "\n"))
                .noneMatch(note -> note.contains("hackme") || note.contains("admin-user"));
    }

    @Test
    void aRichOneIsCarriedOverAndTheRestIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("web/jingles"));
        Files.writeString(folder.resolve("web/jingles/hello.mp3"), "");
        Files.writeString(folder.resolve("web/sorry.mp3"), "");
        IcecastImport made = made("""
                <?xml version="1.0" encoding="UTF-8"?>
                <icecast>
                  <hostname>radio.example.org</hostname>
                  <limits><burst-on-connect>0</burst-on-connect><threadpool>5</threadpool></limits>
                  <authentication>
                    <source-password>source &amp; "co"</source-password>
                    <admin-password>admin-admin</admin-password>
                    <admin-user>root</admin-user>
                  </authentication>
                  <listen-socket><port>8443</port><ssl>1</ssl></listen-socket>
                  <listen-socket>
                    <port>8010</port><bind-address>192.0.2.1</bind-address>
                    <shoutcast-mount>/live.mp3</shoutcast-mount>
                  </listen-socket>
                  <listen-socket><port>8081</port></listen-socket>
                  <master-server>master.example.org</master-server>
                  <master-server-port>8001</master-server-port>
                  <master-password>m</master-password>
                  <master-update-interval>60</master-update-interval>
                  <relays-on-demand>1</relays-on-demand>
                  <relay>
                    <server>far.example.org</server><port>8000</port><mount>/far</mount>
                    <local-mount>/near</local-mount><username>me</username><password>p@ss</password>
                    <relay-shoutcast-metadata>1</relay-shoutcast-metadata>
                  </relay>
                  <relay>
                    <server>::1</server><mount>/far2</mount><local-mount>/near</local-mount><on-demand>0</on-demand>
                  </relay>
                  <mount type="default"><hidden>1</hidden><burst-size>1</burst-size></mount>
                  <mount>
                    <mount-name>/live.mp3</mount-name>
                    <username>dj</username><password>mount password</password>
                    <fallback-mount>/playlist.mp3</fallback-mount>
                    <fallback-override>1</fallback-override>
                    <fallback-when-full>1</fallback-when-full>
                    <intro>/jingles/hello.mp3</intro>
                    <hidden>1</hidden><public>1</public><charset>ISO8859-1</charset>
                    <max-listeners>30</max-listeners><max-listener-duration>3600</max-listener-duration>
                    <burst-size>160000</burst-size><mp3-metadata-interval>8192</mp3-metadata-interval>
                    <stream-name>Jazz &amp; more</stream-name>
                    <stream-description>All day</stream-description>
                    <stream-url>http://example.org/</stream-url><genre>jazz</genre><bitrate>64</bitrate>
                    <on-connect>/bin/start</on-connect>
                  </mount>
                  <mount type="normal">
                    <mount-name>/playlist.mp3</mount-name><password>mount password</password>
                    <fallback-mount>/sorry.mp3</fallback-mount>
                    <authentication type="htpasswd"><option name="filename" value="myauth"/></authentication>
                  </mount>
                  <mount><mount-name>/a</mount-name><fallback-mount>/b</fallback-mount></mount>
                  <mount>
                    <mount-name>/b</mount-name><fallback-mount>/a</fallback-mount><intro>/none.ogg</intro>
                  </mount>
                  <mount><mount-name>/stats</mount-name><hidden>1</hidden></mount>
                  <paths><webroot>%s</webroot></paths>
                  <shoutcast-thing>1</shoutcast-thing>
                </icecast>
                """.formatted(folder.resolve("web")));
        ServerConfig config = config(made);

        assertThat(config.publicUrl()).hasToString("http://radio.example.org:8010");
        assertThat(config.listen()).isEqualTo(new ListenConfig("192.0.2.1", 8010));
        assertThat(config.passwords().source()).isEqualTo(Secret.of("source & \"co\""));
        assertThat(config.masters()).singleElement().satisfies(master -> {
            assertThat(master.url()).hasToString("http://master.example.org:8001");
            assertThat(master.login()).isEqualTo(new Login("relay", Secret.of("m")));
            assertThat(master.interval()).isEqualTo(Duration.ofMinutes(1));
            assertThat(master.onDemand()).isTrue();
        });
        assertThat(config.mounts())
                .extracting(MountConfig::name)
                .containsExactly("/live.mp3", "/playlist.mp3", "/a", "/b", "/near");
        MountConfig live = config.mounts().get(0);
        assertThat(live.sources().users()).containsExactly(new SourceUser("dj", Secret.of("mount password"), 0));
        assertThat(live.sources().charset()).isEqualTo(Charset.forName("ISO-8859-1"));
        assertThat(live.handover().fallback()).isEqualTo("/playlist.mp3");
        assertThat(live.listeners().intro()).isEqualTo(folder.resolve("web/jingles/hello.mp3"));
        assertThat(live.listeners().hidden()).isTrue();
        assertThat(live.listeners().max()).isEqualTo(30);
        assertThat(live.listeners().maxTime()).isEqualTo(Duration.ofHours(1));
        assertThat(live.delivery().burst()).isEqualTo(Duration.ofSeconds(10));
        assertThat(live.delivery().metaint()).isEqualTo(8192);
        assertThat(live.info().name()).isEqualTo("Jazz & more");
        assertThat(live.info().isPublic()).isTrue();
        MountConfig playlist = config.mounts().get(1);
        assertThat(playlist.sources().users())
                .containsExactly(new SourceUser("source", Secret.of("mount password"), 0));
        assertThat(playlist.handover().fallback()).isNull();
        assertThat(playlist.handover().fallbackFile()).isEqualTo(folder.resolve("web/sorry.mp3"));
        assertThat(playlist.delivery().burst()).isZero();
        MountConfig near = config.mounts().get(4);
        assertThat(near.relay().upstreams())
                .containsExactly(
                        new Upstream(URI.create("http://far.example.org:8000/far"), new Login("me", Secret.of("p@ss"))),
                        new Upstream(URI.create("http://[::1]:8000/far2"), null));
        assertThat(near.relay().onDemand()).isFalse();
        assertThat(made.notes())
                .containsExactly(
                        "line 4, limits/threadpool: icy needs no such setting",
                        "line 8, authentication/admin-user: the user is \"admin\"",
                        "line 10, listen-socket: icy has no TLS yet; put a proxy in front that has, and set public-url",
                        "line 15, listen-socket: icy listens on one port; the firewall can lead port 8081 to it",
                        "line 24, relay/relay-shoutcast-metadata: icy always asks for titles",
                        "line 29, mount: icy has no defaults for mounts that sources make; write a [[mounts]] for each"
                                + " that needs them",
                        "line 35, mount/fallback-when-full: who finds the mount full gets a 503",
                        "line 39, mount/burst-size: icy counts its burst in seconds; this is what it would be at 128"
                                + " kbit/s",
                        "line 42, mount/bitrate: icy measures it",
                        "line 43, mount/on-connect: /api/events tells of sources that come and go",
                        "line 48, mount/authentication: its file has MD5 sums, which icy does not take; write a file of"
                                + " user:password lines and name it in listener-passwords",
                        "line 52, mount/intro: only MP3 files can be intro",
                        "line 52, mount/fallback-mount: goes in a circle, which icy does not take; it is left out",
                        "line 54, mount/mount-name: mount = \"/stats\": /stats belongs to the server; choose another"
                                + " name",
                        "line 56, shoutcast-thing: icy has nothing like it");
    }

    @Test
    void aMountThatIsOnlyFallenBackOnIsMade() throws Exception {
        ServerConfig config = config(made("""
                <icecast><mount><mount-name>/a</mount-name><fallback-mount>/b</fallback-mount></mount></icecast>"""));

        assertThat(config.mounts()).extracting(MountConfig::name).containsExactly("/a", "/b");
    }

    @Test
    void twoMountsOfOneNameAreTakenTogetherAndNamed() throws Exception {
        IcecastImport made = made("""
                <icecast>
                  <mount>
                    <mount-name>/a</mount-name><fallback-mount>/b</fallback-mount><genre>jazz</genre>
                  </mount>
                  <mount><mount-name>/b</mount-name></mount>
                  <mount><mount-name>/a</mount-name><public>1</public><genre>swing</genre></mount>
                </icecast>""");

        MountConfig mount = config(made).defaultMount();
        assertThat(mount.handover().fallback()).isEqualTo("/b");
        assertThat(mount.info().isPublic()).isTrue();
        assertThat(mount.info().genre()).isEqualTo("swing");
        assertThat(made.notes())
                .containsExactly("line 6, mount: a mount of this name is above; what both say holds, and"
                        + " what this one says wins");
    }

    @Test
    void upstreamsOfARelayAreUnderstoodAsIcecast25WritesThem() throws Exception {
        ServerConfig config = config(made("""
                <icecast>
                  <relay>
                    <upstream><uri>http://up.example:8010/m</uri></upstream>
                    <upstream><uri>http://[2001:db8::1]/m?x=1</uri><username>me</username></upstream>
                    <local-mount>/up</local-mount><password>p@ss</password><on-demand>1</on-demand>
                  </relay>
                  <relay>
                    <local-mount>/parts</local-mount>
                    <upstream type="default"><port>8020</port><mount>/usual</mount></upstream>
                    <upstream type="normal"><server>a.example</server><mount>/own</mount></upstream>
                    <upstream><server>b.example</server><port>8030</port></upstream>
                    <server>unused.example</server>
                  </relay>
                  <relay>
                    <upstream type="default"><uri>http://only.example:8040/here</uri></upstream>
                    <upstream/>
                  </relay>
                </icecast>"""));

        assertThat(config.mounts()).extracting(MountConfig::name).containsExactly("/up", "/parts", "/here");
        assertThat(config.mounts().get(0).relay().upstreams())
                .containsExactly(
                        new Upstream(URI.create("http://up.example:8010/m"), null),
                        new Upstream(URI.create("http://[2001:db8::1]:80/m?x=1"), new Login("me", Secret.of("p@ss"))));
        assertThat(config.mounts().get(0).relay().onDemand()).isTrue();
        assertThat(config.mounts().get(1).relay().upstreams())
                .extracting(Upstream::url)
                .containsExactly(URI.create("http://a.example:8020/own"), URI.create("http://b.example:8030/usual"));
        assertThat(config.mounts().get(2).relay().upstreams())
                .extracting(Upstream::url)
                .containsExactly(URI.create("http://only.example:8040/here"));
    }

    @Test
    void aRelayOfNothingThatCanBeRelayedIsLeftOutAndNamed() throws Exception {
        IcecastImport made = made("""
                <icecast>
                  <relay>
                    <upstream><uri>https://up.example/m</uri></upstream>
                    <upstream type="new"><server>up.example</server></upstream>
                    <local-mount>/up</local-mount>
                  </relay>
                  <relay><local-mount>/none</local-mount></relay>
                </icecast>""");

        assertThat(config(made).mounts())
                .extracting(MountConfig::name, mount -> mount.relay().upstreams())
                .containsExactly(tuple("/up", List.of()), tuple("/none", List.of()));
        assertThat(made.notes())
                .containsExactly(
                        "line 3, relay/upstream/uri: icy relays from http://host:port/path, with username and password"
                                + " beside it; it is left out",
                        "line 4, relay/upstream: of a type that is not known; it is left out",
                        "line 7, relay: names no server to relay from; it is left out");
    }

    @Test
    void theOlderWayToHaveASecondPortForShoutcastIsUnderstood() throws Exception {
        ServerConfig config = config(made("""
                <icecast>
                  <shoutcast-mount>/live.nsv</shoutcast-mount>
                  <listen-socket><port>8000</port></listen-socket>
                  <listen-socket><port>8005</port><shoutcast-compat>1</shoutcast-compat></listen-socket>
                </icecast>"""));

        assertThat(config.listen()).isEqualTo(new ListenConfig("::", 8000, 8005, true));
        assertThat(config.defaultMount().name()).isEqualTo("/live.nsv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <icecast><limits>                                       | is not well-formed XML (line 1)
            <!DOCTYPE a SYSTEM "file:///etc/passwd"><icecast/>      | has a document type (line 1)
            <!DOCTYPE a [<!ENTITY b "c">]><icecast>&b;</icecast>    | has a document type (line 1)
            <icecast>&b;</icecast>                                  | (line 1)
            <html/>                                                 | is no config of Icecast's
            not at all                                              | is not well-formed XML (line 1)
            """)
    void whatIsNoConfigIsRefusedWithTheReason(String xml, String reason) {
        assertThatThrownBy(() -> made(xml))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(folder.resolve("icecast.xml") + " ")
                .hasMessageContaining(reason);
    }

    @Test
    void aFileIsReadUpToALimitOfBytesAndDepth() {
        String comment = "<icecast><!--" + "x".repeat(IcecastXml.MOST_BYTES) + "--></icecast>";
        assertThatThrownBy(() -> made(comment)).hasMessageContaining("too large");
        String deep = "<icecast>" + "<a>".repeat(30) + "</a>".repeat(30) + "</icecast>";
        assertThatThrownBy(() -> made(deep)).hasMessageContaining("too deep");
    }

    /** Whatever stands in the elements that are known, icy takes what is made of it. */
    @Property(tries = 300)
    void whatIsMadeIsAlwaysGood(@ForAll("configs") String xml) throws Exception {
        Path file = Files.createTempFile("icecast", ".xml");
        try {
            Files.writeString(file, xml);
            IcecastImport made = IcecastImport.of(file);

            assertThat(made.problems()).as(made.toml()).isEmpty();
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<String> configs() {
        Arbitrary<String> values = Arbitraries.of(
                "",
                "0",
                "-1",
                "1",
                "8000",
                "99999999999",
                "/",
                "/a",
                "/b",
                "a b",
                "\"]\\n[x",
                "long-enough",
                "/api",
                "::1");
        Arbitrary<String> server = element(
                values,
                "hostname",
                "port",
                "bind-address",
                "shoutcast-mount",
                "relays-on-demand",
                "master-server-port",
                "master-update-interval");
        Arbitrary<String> limits = element(
                        values,
                        "clients",
                        "sources",
                        "client-timeout",
                        "header-timeout",
                        "source-timeout",
                        "burst-size")
                .map(inner -> "<limits>" + inner + "</limits>");
        Arbitrary<String> sockets = element(
                        values, "port", "bind-address", "ssl", "shoutcast-compat", "shoutcast-mount")
                .map(inner -> "<listen-socket>" + inner + "</listen-socket>");
        Arbitrary<String> logging =
                element(values, "loglevel", "logsize").map(inner -> "<logging>" + inner + "</logging>");
        Arbitrary<String> relays = element(values, "server", "port", "mount", "local-mount", "username", "on-demand")
                .map(inner -> "<relay><password>p</password>" + inner + "</relay>");
        Arbitrary<String> upstreams = element(values, "server", "port", "mount", "uri")
                .map(inner -> "<relay><local-mount>/up</local-mount><upstream>" + inner + "</upstream></relay>");
        Arbitrary<String> mounts = element(
                        values,
                        "mount-name",
                        "fallback-mount",
                        "max-listeners",
                        "max-listener-duration",
                        "intro",
                        "public",
                        "charset",
                        "stream-name",
                        "burst-size",
                        "username",
                        "mp3-metadata-interval")
                .list()
                .ofMaxSize(4)
                .map(inner -> "<mount>" + String.join("", inner) + "</mount>");
        return Arbitraries.oneOf(server, limits, sockets, logging, relays, upstreams, mounts)
                .list()
                .ofMaxSize(12)
                .map(all -> "<icecast>" + String.join("", all) + "</icecast>");
    }

    private static Arbitrary<String> element(Arbitrary<String> values, String... names) {
        return Arbitraries.of(names).flatMap(name -> values.map(value -> "<%1$s>%2$s</%1$s>".formatted(name, value)));
    }

    private IcecastImport made(String xml) throws IOException, CommandException {
        return IcecastImport.of(Files.writeString(folder.resolve("icecast.xml"), xml));
    }

    private static ServerConfig config(IcecastImport made) throws ConfigException {
        assertThat(made.problems()).isEmpty();
        return ConfigReader.parse(made.toml());
    }

    private static boolean opens(@Nullable Secret secret, String password) {
        return new Authenticator().verify(Objects.requireNonNull(secret), password);
    }
}

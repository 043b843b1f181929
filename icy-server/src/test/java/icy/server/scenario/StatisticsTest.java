package icy.server.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.ListenersConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.PacedSource;
import icy.server.testing.StatsReader;
import icy.server.testing.StatsReader.NowPlaying;
import icy.server.testing.StreamClient;
import icy.server.testing.StrictJson;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tools of operators read and do, over real sockets: by the rules of AzuraCast's readers where there are any. */
class StatisticsTest {
    private static final String ADMIN = basic("admin:hush-operators");
    private static final String SOURCE = basic("source:hush-sources");
    private static final String RELAY = basic("relay:hush-relays");
    private static final String WRONG = basic("admin:hush-sources");
    private static final String SONG = "Ágætis byrjun & co";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Test
    void withNothingToShowEveryReaderFindsNothingAndNoneBreaks() throws IOException {
        TestStation station =
                station(silent("/off"), MountConfig.of("/secret").withListeners(ListenersConfig.DEFAULT.asHidden()));
        assertThat(StatsReader.icecastJson(get(station, "/status-json.xsl"))).isEmpty();
        assertThat(StatsReader.icecastXml(get(station, "/admin/stats", ADMIN), "/off"))
                .isNull();
        assertThat(StatsReader.icecastXml(get(station, "/admin/stats", ADMIN), "/secret"))
                .isNotNull();
        assertThat(StatsReader.shoutcast1(get(station, "/7.html"))).isEqualTo(new NowPlaying("", 0, 0, 0, ""));
        assertThat(StatsReader.shoutcast2(get(station, "/stats?sid=1")).listeners())
                .isZero();
        assertThat(StrictJson.object(get(station, "/statistics?json=1")))
                .containsEntry("totalstreams", 1L)
                .containsEntry("activestreams", 0L);
        assertThat(get(station, "/admin/streamlist.txt", RELAY)).isEmpty();
        assertThat(get(station, "/status.xsl")).contains("Nothing is on the air");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyReaderFindsEveryMount(int mounts) throws IOException {
        List<String> names = List.of("/one", "/two", "/three").subList(0, mounts);
        TestStation station = station(names.stream().map(MountConfig::of).toArray(MountConfig[]::new));
        assertThat(StatsReader.icecastJson(get(station, "/status-json.xsl"))).containsOnlyKeys(names);
        for (int sid = 1; sid <= mounts; sid++) {
            String name = names.get(sid - 1);
            NowPlaying icecast = StatsReader.icecastXml(get(station, "/admin/stats", ADMIN), name);
            assertThat(icecast.contentType()).isEqualTo("audio/mpeg");
            assertThat(StatsReader.icecastJson(get(station, "/status-json.xsl")).get(name))
                    .isEqualTo(icecast);
            NowPlaying shoutcast =
                    StatsReader.shoutcast2(get(station, "/admin.cgi?mode=viewxml&page=7&sid=" + sid, ADMIN));
            assertThat(shoutcast.text()).isEqualTo(icecast.text());
            assertThat(shoutcast.bitrate()).isEqualTo(icecast.bitrate()).isPositive();
            assertThat(StatsReader.shoutcast2(get(station, "/stats?sid=" + sid)))
                    .isEqualTo(shoutcast);
            assertThat(StatsReader.shoutcast1(get(station, "/7.html?sid=" + sid))
                            .bitrate())
                    .isEqualTo(icecast.bitrate());
        }
        assertThat(get(station, "/admin/streamlist.txt", RELAY)).isEqualTo(String.join("\r\n", names) + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SONG,
                "</title><script>alert(1)</script>",
                "&lt;b&gt; &nbsp; &unknown; &#0;",
                "]]> \"quoted\" \\ 'too'",
                "1999",
                " - ",
                "\u0000\u001B[31m",
                "🎧",
                "one, two, three"
            })
    void hostileTitlesBreakNoReader(String title) throws IOException {
        TestStation station = station(silent("/live"), MountConfig.of("/other"));
        live(station, "/live");
        String song = URLEncoder.encode(title, UTF_8);
        assertThat(get(station, "/admin/metadata?mode=updinfo&mount=/live&song=" + song, SOURCE))
                .contains("<return>1</return>");
        await().untilAsserted(
                        () -> assertThat(get(station, "/admin.cgi?mode=updinfo&sid=1&pass=hush-sources&song=" + song))
                                .contains("successful"));
        String shown = await().until(
                        () -> get(station, "/currentsong?sid=1"),
                        text -> title.isBlank() || title.startsWith("\u0000") || text.equals(title.strip()));
        NowPlaying json =
                StatsReader.icecastJson(get(station, "/status-json.xsl")).get("/live");
        assertThat(json.text()).isEqualTo(shown);
        for (String mount : List.of("/live", "/other")) {
            assertThat(StatsReader.icecastXml(get(station, "/admin/stats", ADMIN), mount))
                    .isNotNull();
        }
        assertThat(StatsReader.shoutcast2(get(station, "/stats?sid=1")).contentType())
                .isEqualTo("audio/mpeg");
        assertThat(StatsReader.shoutcast1(get(station, "/7.html?sid=1")).bitrate())
                .isEqualTo(json.bitrate());
        StrictJson.parse(get(station, "/played?sid=1&type=json"));
        assertThat(get(station, "/played.html?sid=1")).doesNotContain("<script");
        assertThat(get(station, "/admin/stats.xsl", ADMIN)).doesNotContain("<script");
    }

    @Test
    void everyNumberIsTheSameWhoeverComesInWhateverWay() throws Exception {
        TestStation station = station(MountConfig.of("/stream"));
        String apple = "\nUser-Agent: AppleCoreMedia/1.0.0.20G75 (iPhone; U; CPU OS 16_6 like Mac OS X; en_us)";
        station.ask("GET /stream HTTP/1.1\nRange: bytes=0-\nUser-Agent: VLC/3.0.24 LibVLC/3.0.24")
                .close();
        listen(station, "\nUser-Agent: VLC/3.0.24 LibVLC/3.0.24\nIcy-MetaData: 1");
        station.ask("HEAD /stream HTTP/1.1\nHost: x\nUser-Agent: UptimeRobot/2.0")
                .close();
        station.ask("GET /stream HTTP/1.1\nHost: x\nRange: bytes=0-1" + apple).close();
        listen(station, apple);
        listen(station, "\nRange: bytes=0-" + apple);
        listen(station, "\nUser-Agent: mpg123/1.31.2");
        listen(station, "\nUser-Agent: mpg123/1.31.2");
        listen(station, "\nUser-Agent: Icecast 2.4.4\nIcy-MetaData: 1");
        // One of VLC, one of the iPhone, two of mpg123, which are one unique listener; a relay apart.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> StatsReader.shoutcast1(get(station, "/7.html")).listeners() >= 4);
        NowPlaying seven = StatsReader.shoutcast1(get(station, "/7.html"));
        assertThat(seven.listeners()).isEqualTo(4);
        assertThat(seven.unique()).isEqualTo(3);
        NowPlaying stats = StatsReader.shoutcast2(get(station, "/stats"));
        assertThat(stats.listeners()).isEqualTo(4);
        assertThat(stats.unique()).isEqualTo(3);
        assertThat(StatsReader.icecastXml(get(station, "/admin/stats", ADMIN), "/stream")
                        .listeners())
                .isEqualTo(4);
        assertThat(StatsReader.icecastJson(get(station, "/status-json.xsl"))
                        .get("/stream")
                        .listeners())
                .isEqualTo(4);
        assertThat(StatsReader.icecastClients(get(station, "/admin/listclients?mount=/stream", ADMIN)))
                .hasSize(4)
                .allMatch(client -> client.ip().equals("127.0.0.1") && client.seconds() >= 2);
        assertThat(StatsReader.shoutcastClients(get(station, "/admin.cgi?mode=viewjson&page=3", ADMIN)))
                .hasSize(4);
        assertThat(StrictJson.object(get(station, "/api/mounts/stream")))
                .containsEntry("listeners", 4L)
                .containsEntry("unique_listeners", 3L)
                .containsEntry("relays", 1L)
                .containsEntry("connections", 6L);
        assertThat(get(station, "/metrics"))
                .contains("icy_listeners{mount=\"/stream\"} 4.0\n", "icy_relays{mount=\"/stream\"} 1.0\n");
    }

    @Test
    void anOperatorClosesAConnectionByItsNumber() throws Exception {
        TestStation station = station(MountConfig.of("/stream"));
        StreamClient mpg123 = listen(station, "\nUser-Agent: mpg123/1.31.2");
        StreamClient vlc = listen(station, "\nUser-Agent: VLC/3.0.24 LibVLC/3.0.24");
        List<StatsReader.Client> clients = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> StatsReader.icecastClients(get(station, "/admin/listclients?mount=/stream", ADMIN)),
                        found -> found.size() == 2);
        String id = clients.stream()
                .filter(client -> client.userAgent().startsWith("mpg123"))
                .findFirst()
                .orElseThrow()
                .uid();
        String kill = "/admin/killclient?mount=/stream&id=" + id;
        assertThat(get(station, kill, ADMIN))
                .contains("<message>Client " + id + " removed</message><return>1</return>");
        mpg123.readToEnd();
        vlc.read(20_000);
        assertThat(get(station, kill, ADMIN))
                .contains("<message>Client " + id + " not found</message><return>0</return>");
        assertThat(get(station, "/admin.cgi?mode=kickdst&kickdst=all", ADMIN)).contains("1 listener removed");
        vlc.readToEnd();
        await().until(() -> get(station, "/metrics").contains("reason=\"kicked\"} 2.0"));
    }

    @Test
    void listenersAreMovedBetweenMountsWithoutADefectInTheirStream() throws Exception {
        TestStation station = station(
                MountConfig.of("/from", TestData.path("demo/01-harbour-lights.mp3")),
                MountConfig.of("/to", TestData.path("demo/02-paper-boats.mp3")));
        String there = get(station, "/currentsong?sid=2");
        StreamClient listener = listen(station, "/from", "\nIcy-MetaData: 1");
        int metaint = Integer.parseInt(listener.header("icy-metaint"));
        byte[] before = listener.read(100_000);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(station, "/7.html?sid=1").contains("<body>1,"));
        assertThat(get(station, "/admin/moveclients?mount=/from&destination=/to", ADMIN))
                .contains("<message>Clients moved from /from to /to</message>");
        byte[] after = listener.read(100_000);
        byte[] all = new byte[before.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(after, 0, all, before.length, after.length);
        IcyStripper.Stripped stripped = IcyStripper.strip(all, metaint);
        assertThat(stripped.titleTexts()).hasSize(2).last().isEqualTo(there);
        assertThat(FrameWalk.frames(stripped.audio()).size())
                .as("frames follow frames")
                .isGreaterThan(300);
        await().untilAsserted(() -> {
            assertThat(get(station, "/7.html?sid=1")).contains("<body>0,");
            assertThat(get(station, "/7.html?sid=2")).contains("<body>1,");
        });
    }

    @Test
    void listenersAreMovedOnlyWhereThatMakesSense() throws IOException {
        TestStation station = station(MountConfig.of("/a"), silent("/off"));
        String move = "/admin/moveclients?mount=/a&destination=";
        assertThat(get(station, "/admin/moveclients?mount=/a", ADMIN)).contains("<current_source>/a</current_source>");
        assertThat(refused(station, 400, move + "/a", ADMIN)).isEqualTo("supplied mountpoints are identical\n");
        assertThat(refused(station, 400, move + "/none", ADMIN)).isEqualTo("No such destination\n");
        assertThat(refused(station, 400, move + "/off", ADMIN)).isEqualTo("Destination not running\n");
        assertThat(refused(station, 400, "/admin/listclients?mount=/off", ADMIN))
                .startsWith("Source is not available");
        assertThat(refused(station, 400, "/admin/listclients?mount=/none", ADMIN))
                .startsWith("Source does not exist");
        assertThat(refused(station, 400, "/admin/listclients", ADMIN)).startsWith("Missing parameter");
    }

    @Test
    void aSourceIsKickedAndSeenWhileItIsThere() throws IOException {
        TestStation station = station(silent("/live"));
        PacedSource source = live(station, "/live");
        assertThat(get(station, "/admin/stats", ADMIN))
                .contains(
                        "<source_ip>127.0.0.1</source_ip>", "<source_client_connections>1</source_client_connections>");
        Map<?, ?> shown =
                (Map<?, ?>) StrictJson.object(get(station, "/api/mounts/live")).get("source");
        assertThat(shown.get("kind")).isEqualTo("live");
        assertThat(shown.get("user")).isEqualTo("source");
        assertThat(get(station, "/admin/killsource?mount=/live", SOURCE)).contains("Source Removed", "<return>1<");
        await().atMost(Duration.ofSeconds(10)).until(source::isOver);
    }

    @Test
    void aFallbackIsSetWhileTheStationRuns() throws IOException {
        TestStation station = station(MountConfig.of("/a"), MountConfig.of("/b"));
        assertThat(get(station, "/admin/fallbacks?mount=/a&fallback=/b", ADMIN)).contains("Fallback configured");
        await().untilAsserted(() ->
                assertThat(get(station, "/admin/listmounts", ADMIN)).contains("<fallback>/b</fallback>"));
        assertThat(refused(station, 400, "/admin/fallbacks?mount=/a&fallback=/none", ADMIN))
                .startsWith("Source does not exist");
    }

    @Test
    void everyCommandIsForThoseWhoMayUseIt() throws IOException {
        TestStation station = station(MountConfig.of("/a"));
        for (String path : List.of("/admin/stats", "/admin/", "/admin/listmounts.xsl", "/admin.cgi?mode=viewxml")) {
            assertThat(refused(station, 401, path, "")).isEqualTo("You need to authenticate\n");
            assertThat(refused(station, 401, path, WRONG)).isEqualTo("You need to authenticate\n");
            assertThat(refused(station, 401, path, SOURCE)).isEqualTo("You need to authenticate\n");
            assertThat(get(station, path, ADMIN)).isNotEmpty();
        }
        assertThat(get(station, "/admin/listclients?mount=/a", SOURCE)).contains("<Listeners>0</Listeners>");
        refused(station, 401, "/admin/listclients?mount=/a", RELAY);
        refused(station, 401, "/admin/streamlist.txt", SOURCE);
        assertThat(get(station, "/admin/streamlist.txt", ADMIN)).isEqualTo("/a\r\n");
        assertThat(get(station, "/admin.cgi?mode=viewjson&page=3&pass=hush-operators"))
                .isEqualTo("[]");
        String inBase64 = Base64.getEncoder().encodeToString("admin:hush-operators".getBytes(UTF_8));
        assertThat(get(station, "/admin.cgi?mode=viewjson&page=3&pass=" + inBase64))
                .isEqualTo("[]");
        assertThat(refused(station, 400, "/admin/!POKE", "")).startsWith("Unrecognised command");
        assertThat(get(station, "/admin/buildm3u?mount=/a&username=ann&password=p%40ss"))
                .matches("http://ann:p%40ss@localhost:\\d+/a\r\n");
        assertThat(refused(station, 501, "/admin.cgi?mode=viewban", ADMIN)).contains("firewall");
    }

    @Test
    void noPageOfAnotherSiteCanUseAnOperatorsLogin() throws IOException {
        TestStation station = station(MountConfig.of("/a"));
        for (String path : List.of(
                "/admin/killsource?mount=/a",
                "/admin/fallbacks?mount=/a&fallback=",
                "/admin.cgi?mode=kicksrc",
                "/admin.cgi?mode=kickdst&kickdst=all")) {
            for (String page : List.of(
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Site: same-site\nReferer: http://localhost/",
                    "Origin: null",
                    "Referer: http://elsewhere.example/")) {
                assertThat(refused(station, 403, path, ADMIN + "\n" + page)).contains("another site");
            }
            assertThat(refused(station, 403, path, ADMIN + "\nAccept-Language: de"))
                    .contains("which page");
        }
        // A proxy for TLS that passes on its own Host, and one for plain HTTP that says whose it replaced.
        String behindProxy = "\nAccept-Language: de\nReferer: https://radio.example/admin/\n";
        for (String known : List.of("Sec-Fetch-Site: same-origin", "X-Forwarded-Host: radio.example")) {
            assertThat(get(station, "/admin/fallbacks?mount=/a&fallback=", ADMIN + behindProxy + known))
                    .contains("Fallback configured");
        }
        try (StreamClient head = station.ask("HEAD /admin/killsource?mount=/a HTTP/1.1\nHost: x" + ADMIN)) {
            assertThat(head.statusLine()).contains(" 405 ");
        }
    }

    private TestStation station(MountConfig... mounts) throws IOException {
        PasswordsConfig passwords =
                new PasswordsConfig(Secret.of("hush-sources"), Secret.of("hush-operators"), Secret.of("hush-relays"));
        TestStation station = TestStation.of(ServerConfig.of(mounts).withPasswords(passwords));
        open.add(station);
        return station;
    }

    /** A mount that is off the air until somebody sends to it. */
    private static MountConfig silent(String name) {
        return MountConfig.of(name).withHandover(HandoverConfig.DEFAULT.withIdle(Idle.OFF));
    }

    private PacedSource live(TestStation station, String mount) throws IOException {
        PacedSource source = PacedSource.put(station.port(), mount, "source", "hush-sources");
        open.add(source);
        assertThat(source.isAccepted()).as(source.answer()).isTrue();
        source.play(FrameWalk.soundOf(Files.readAllBytes(TestData.path("demo/01-harbour-lights.mp3"))));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> get(station, "/status-json.xsl").contains(mount));
        return source;
    }

    private StreamClient listen(TestStation station, String fields) throws IOException {
        return listen(station, "/stream", fields);
    }

    private StreamClient listen(TestStation station, String path, String fields) throws IOException {
        StreamClient listener = station.ask("GET " + path + " HTTP/1.0\nHost: localhost" + fields);
        assertThat(listener.statusLine()).contains(" 200 ");
        open.add(listener);
        return listener;
    }

    private static String get(TestStation station, String target) throws IOException {
        return get(station, target, "");
    }

    private static String get(TestStation station, String target, String fields) throws IOException {
        return refused(station, 200, target, fields);
    }

    private static String refused(TestStation station, int status, String target, String fields) throws IOException {
        try (StreamClient answer = station.ask(
                "GET " + target + " HTTP/1.1\nHost: localhost:" + station.port() + "\nConnection: close" + fields)) {
            String body = new String(answer.readToEnd(), UTF_8);
            assertThat(answer.statusLine()).as(target + "\n" + body).contains(" " + status + " ");
            return body;
        }
    }

    private static String basic(String login) {
        return "\nAuthorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(ISO_8859_1));
    }
}

package icy.server.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.media.TrackId;
import icy.server.testing.StreamClient;
import icy.server.testing.StrictJson;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every URL of a station as it ships: the promises of README and of the API's description, and those kept silently. */
class SurfaceTest {
    private static final String FRAME = "\u00FF\u00FB";
    private static final String MP3 = "audio/mpeg";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String PAGE = "text/html; charset=utf-8";
    private static final String XML = "text/xml; charset=utf-8";
    private static final String SVG = "image/svg+xml";
    private static final String AS_BROWSER = "\nAccept: text/html,*/*;q=0.8";

    private static final String HARBOUR_LIGHTS =
            TrackId.of("01-harbour-lights.mp3").digits();

    private static final List<Url> URLS = List.of(
            new Url("/", 200, MP3, FRAME),
            new Url("/" + AS_BROWSER, 200, PAGE, "<audio"),
            new Url("/index.html", 200, PAGE, "<audio"),
            new Url("/web/listen.js", 200, "text/javascript; charset=utf-8", "EventSource"),
            new Url("/favicon.svg", 200, SVG, "<svg"),
            new Url("/favicon.ico", 200, SVG, "<svg"),
            new Url("/robots.txt", 200, "text/plain; charset=utf-8", "Disallow"),
            new Url("/stream", 200, MP3, FRAME),
            new Url("/;", 200, MP3, FRAME),
            new Url("/stream/1/", 200, MP3, FRAME),
            new Url("/stream.m3u", 200, "audio/x-mpegurl", "/stream"),
            new Url("/stream.pls", 200, "audio/x-scpls", "File1=http://"),
            new Url("/stream.xspf", 200, "application/xspf+xml; charset=UTF-8", "/stream</location>"),
            new Url("/listen.m3u", 200, "audio/x-mpegurl", "/stream"),
            new Url("/listen.pls?sid=1", 200, "audio/x-scpls", "/stream"),
            new Url("/listen.xspf", 200, "application/xspf+xml; charset=UTF-8", "/stream</location>"),
            new Url("/status-json.xsl", 200, "application/json; charset=UTF-8", "{\"icestats\":{"),
            new Url("/status.xsl", 200, PAGE, "/stream</caption>"),
            new Url("/server_version.xsl", 200, PAGE, "server_id"),
            new Url("/index.html?sid=0", 200, PAGE, "All streams"),
            new Url("/7.html", 200, PAGE, "<body>0,1,0,"),
            new Url("/stats", 200, XML, "<STREAMSTATUS>1<"),
            new Url("/stats?json=1", 200, JSON, "\"streamstatus\":1"),
            new Url("/statistics", 200, XML, "<STREAM id=\"1\">"),
            new Url("/played", 200, PAGE, "Newest first"),
            new Url("/currentsong", 200, "text/plain; charset=utf-8", ""),
            new Url("/nextsong", 200, "text/plain; charset=utf-8", ""),
            new Url("/nextsongs?json=1", 200, JSON, "[]"),
            new Url("/api/mounts", 200, JSON, "\"count\":1"),
            new Url("/api/mounts/stream", 200, JSON, "\"name\":\"/stream\""),
            new Url("/api/mounts/nothing", 404, PROBLEM, "/nothing"),
            new Url("/api/clock", 200, JSON, "{\"t"),
            new Url("/api/events", 200, "text/event-stream", "event: state\ndata: {\"mounts\":[{\"name\":\"/stream\""),
            new Url("/api/reload", 405, PROBLEM, "POST"),
            new Url("/api/library", 200, JSON, "{\"folders\":1,"),
            new Url("/api/library/tracks", 200, JSON, "{\"tracks\":[{\"id\":\"" + HARBOUR_LIGHTS),
            new Url("/api/library/tracks/" + HARBOUR_LIGHTS, 200, JSON, "\"title\":\"Harbour Lights\""),
            new Url("/api/library/problems", 200, JSON, "{\"tracks\":[],"),
            new Url("/api/library/scan", 405, PROBLEM, "POST"),
            new Url("/api/backup", 200, "application/vnd.sqlite3", "SQLite format 3"),
            new Url("/api/restore", 405, PROBLEM, "POST"),
            new Url("/api/streams/queues", 200, JSON, "{\"queues\":[\"morning\"],\"count\":1}"),
            new Url("/api/streams/morning/queue", 200, JSON, "\"files\":[\"01-harbour-lights.mp3\""),
            new Url("/api/streams/morning/stream.mp3", 200, MP3, FRAME),
            new Url("/api/streams/morning/qr.svg", 200, SVG, "<svg"),
            new Url("/api/streams/morning/qr.png", 200, "image/png", "PNG"),
            new Url("/api/streams/morning/yoto.json", 200, JSON, "\"trackUrl\":\"http://localhost"),
            new Url("/api/streams/morning/activations", 200, JSON, "{\"activations\":[]"),
            new Url("/api/streams/morning/hooks", 200, JSON, "{\"hooks\":[]"),
            new Url("/api/streams/morning/plays", 200, JSON, "\"total_plays\""),
            new Url("/api/streams/plays", 200, JSON, "\"total_plays\""),
            new Url("/api/streams/templates", 200, JSON, "{\"templates\":[\"evening\"]"),
            new Url("/api/streams/templates/evening", 200, JSON, "\"name\":\"evening\""),
            new Url("/api/streams/export", 200, JSON, "\"format\":\"icy-queues\""),
            new Url("/api/streams/nothing/queue", 404, PROBLEM, "There is no queue"),
            new Url("/api/mixtapes", 200, JSON, "{\"mixtapes\":[{\"slug\":\"trains\""),
            new Url("/api/mixtapes/trains", 200, JSON, "\"title\":\"Late trains\""),
            new Url("/share/trains", 200, PAGE, "Harbour Lights"),
            new Url("/share/trains/manifest.json", 200, "application/manifest+json", "\"start_url\""),
            new Url("/share/nothing", 404, "text/plain; charset=utf-8", "There is no mixtape"),
            new Url("/covers/trains", 200, "image/jpeg", "JFIF"),
            new Url("/covers/" + HARBOUR_LIGHTS + "?size=small", 200, "image/jpeg", "JFIF"),
            new Url("/covers/nothing", 404, "text/plain; charset=utf-8", "There is no cover"),
            new Url("/api/covers/01-harbour-lights.mp3", 200, "image/jpeg", "JFIF"),
            new Url("/qr/trains.png", 200, "image/png", "PNG"),
            new Url("/qr/trains/download", 200, "image/png", "PNG"),
            new Url("/web/share.js", 200, "text/javascript; charset=utf-8", "MediaMetadata"),
            new Url("/play/01-harbour-lights.mp3", 200, MP3, "ID3"),
            new Url("/play/01-harbour-lights.mp3?quality=original", 200, MP3, "ID3"),
            new Url("/play/nothing.mp3", 404, "text/plain; charset=utf-8", "There is no file"),
            new Url("/api/qualities", 200, JSON, "{\"qualities\":[{\"name\":\"original\"}"),
            new Url("/admin/cache/stats", 200, JSON, "{\"cache_size_bytes\":0,"),
            new Url("/admin/cache/clear", 405, "text/plain; charset=utf-8", "POST"),
            new Url("/admin/cache/warm", 200, JSON, "{\"state\":\"idle\""),
            new Url("/queue/morning", 200, PAGE, "/api/streams/morning/stream.mp3"),
            new Url("/web/queue.js", 200, "text/javascript; charset=utf-8", "QueueModel"),
            new Url("/api/stations", 200, JSON, "{\"stations\":[{\"id\":\"stream\""),
            new Url("/api/stations/stream", 200, JSON, "\"state\":\"playing\""),
            new Url("/api/stations/stream/playlist", 200, JSON, "{\"tracks\":[]"),
            new Url("/api/stations/stream/queue", 200, JSON, "\"track_count\":0"),
            new Url("/api/stations/stream/history", 200, JSON, "[]"),
            new Url("/api/stations/nothing", 404, PROBLEM, "There is no station"),
            new Url("/api/openapi.json", 200, JSON, "\"openapi\": \"3.1.0\""),
            new Url("/health/live", 200, JSON, "{\"status\":\"live\"}"),
            new Url("/health/ready", 200, JSON, "{\"status\":\"ready\"}"),
            new Url("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "icy_"),
            new Url("/admin/metadata", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin.cgi?mode=updinfo", 400, "text/html; charset=utf-8", "missing pass parameter"),
            new Url("/admin/!POKE", 400, "text/plain; charset=utf-8", "Unrecognised command"),
            new Url("/admin/stats", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/listclients", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/listmounts", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/streamlist.txt", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/killclient", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/killsource", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/moveclients", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/fallbacks", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/admin/buildm3u", 400, "text/plain; charset=utf-8", "Missing parameter"),
            new Url("/admin.cgi?mode=viewxml", 401, "text/plain; charset=utf-8", "You need to authenticate"),
            new Url("/nothing", 404, "text/plain; charset=utf-8", "There is no mount /nothing"));

    private static TestStation station;

    @BeforeAll
    static void onAir() throws IOException {
        station = TestStation.of(ServerConfig.of(MountConfig.of("/stream"))
                .withMedia(new MediaConfig(List.of(TestData.path("demo")), false)));
        String files = "{\"files\":[\"01-harbour-lights.mp3\"]}";
        send("POST /api/streams/morning/queue", files);
        send("PUT /api/streams/templates/evening", files);
        send("PUT /api/mixtapes/trains", "{\"title\":\"Late trains\",\"tracks\":[\"01-harbour-lights.mp3\"]}");
        await().until(() -> {
            try (StreamClient client =
                    station.ask(new Url("/api/library/tracks/" + HARBOUR_LIGHTS, 200, JSON, "").request())) {
                return client.statusLine().contains(" 200 ");
            }
        });
    }

    private static void send(String line, String json) throws IOException {
        String request = "%s HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: %d\n\n%s";
        try (StreamClient client = station.ask(request.formatted(line, json.length(), json))) {
            assertThat(client.statusLine()).containsPattern(" 20[01] ");
        }
    }

    @AfterAll
    static void offAir() {
        station.close();
    }

    @ParameterizedTest
    @FieldSource("URLS")
    void everyUrlAnswersAsItself(Url url) throws IOException {
        try (StreamClient client = station.ask(url.request())) {
            assertThat(client.statusLine()).contains(" " + url.status + " ");
            assertThat(client.header("Content-Type")).isEqualTo(url.contentType);
            StringBuilder body = new StringBuilder();
            while (body.indexOf(url.piece, body.length() - url.piece.length()) < 0) {
                body.append(new String(client.read(1), ISO_8859_1));
            }
        }
    }

    @Test
    void theUrlsOfReadmeAreAmongThem() throws IOException {
        Pattern url = Pattern.compile("`(/[^`]*)`");
        try (Stream<String> lines = Files.lines(Path.of("../README.md"))) {
            List<String> promised = lines.filter(line -> line.startsWith("| `/"))
                    .flatMap(line -> url.matcher(line.split("\\|")[1]).results())
                    .map((MatchResult found) -> found.group(1))
                    .toList();
            assertThat(promised).hasSizeGreaterThan(10).isSubsetOf(paths());
        }
    }

    @Test
    void thePathsOfTheApisDescriptionAreAmongThem() throws IOException {
        try (StreamClient client = station.ask(new Url("/api/openapi.json", 200, JSON, "").request())) {
            Map<String, Object> description = StrictJson.object(client.readToEnd());
            Map<?, ?> described = (Map<?, ?>) description.get("paths");
            List<String> read = described.keySet().stream()
                    .filter(path -> described.get(path) instanceof Map<?, ?> methods && methods.containsKey("get"))
                    .map(path -> path.toString()
                            .replace("{mount}", "stream")
                            .replace("{station}", "stream")
                            .replace("{id}", HARBOUR_LIGHTS)
                            .replace("{name}", "morning")
                            .replace("{template}", "evening")
                            .replace("{slug}", "trains")
                            .replace("{path}", "01-harbour-lights.mp3"))
                    .toList();
            assertThat(paths()).containsAll(read).hasSizeGreaterThan(read.size());
        }
    }

    private static List<String> paths() {
        return URLS.stream().map(Url::target).toList();
    }

    /**
     * A URL and what tells its answer from every other.
     *
     * @param target with further header fields after it, if need be
     * @param piece of the body
     */
    private record Url(String target, int status, String contentType, String piece) {
        String request() {
            String[] lines = target.split("\n", 2);
            String fields = lines.length == 1 ? "" : "\n" + lines[1];
            return "GET " + lines[0] + " HTTP/1.1\nHost: localhost\nConnection: close" + fields;
        }
    }
}

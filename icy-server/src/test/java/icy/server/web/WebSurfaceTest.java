package icy.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.playlist.PlaylistFormat;
import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.icecast.ServerFigures;
import icy.server.icecast.StatusEndpoint;
import icy.server.mount.MountsView;
import icy.server.testing.FakeMount;
import icy.server.testing.StrictJson;
import icy.server.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSurfaceTest {
    private final FakeMount stream =
            new FakeMount("/stream").title("Now & then").listeners(2);
    private final FakeMount jazz = new FakeMount("/jazz/high");
    private final MountsView mounts = FakeMount.mounts(stream, jazz);
    private final TestServer server = TestServer.serving(routes(new PublicAddress(null)));

    private Routes routes(PublicAddress address) {
        WebAssets assets = new WebAssets();
        PageEndpoint page = new PageEndpoint(mounts, address);
        PlaylistEndpoint playlists = new PlaylistEndpoint(mounts, address);
        HealthEndpoint health = new HealthEndpoint(mounts, List.of());
        return Routes.builder()
                .get(
                        "/",
                        Endpoint.choice(headers -> PageEndpoint.acceptsHtml(headers)
                                ? page
                                : Endpoint.immediate(request -> Response.text(200, "audio"))))
                .get("/web/{asset}", Endpoint.immediate(assets::handle))
                .get("/robots.txt", assets.named("robots.txt"))
                .get(
                        "/status-json.xsl",
                        new StatusEndpoint(
                                mounts, address, () -> new ServerFigures("icy 0", Instant.EPOCH, 0, 0, 0, 0)))
                .get("/listen.m3u", playlists.listen(PlaylistFormat.M3U))
                .get("/listen.pls", playlists.listen(PlaylistFormat.PLS))
                .get("/listen.xspf", playlists.listen(PlaylistFormat.XSPF))
                .get("/{mount...}.m3u", playlists.ofMount(PlaylistFormat.M3U))
                .get("/{mount...}.pls", playlists.ofMount(PlaylistFormat.PLS))
                .get("/{mount...}.xspf", playlists.ofMount(PlaylistFormat.XSPF))
                .get("/health/live", Endpoint.immediate(health::live))
                .get("/health/ready", Endpoint.immediate(health::ready))
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aBrowserGetsThePageAndAPlayerDoesNot() {
        String chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        HttpResponse<String> page = server.get("/", "Accept", chromium);
        assertThat(page.body()).startsWith("<!doctype html>").contains("Now &amp; then");
        assertThat(header(page, "Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'");
        assertThat(header(page, "Vary")).isEqualTo("Accept");
        assertThat(header(page, "Cache-Control")).contains("no-store");
        assertThat(server.get("/", "Accept", "*/*").body()).isEqualTo("audio");
        assertThat(server.get("/").body()).isEqualTo("audio");
    }

    @Test
    void thePageShowsTheMountThatIsAskedFor() {
        HttpResponse<String> page = server.get("/?mount=/jazz/high", "Accept", "text/html");
        assertThat(page.body()).contains("<code id=\"address\">" + server.base() + "/jazz/high</code>");
        assertThat(server.get("/?mount=%3Cscript%3E", "Accept", "text/html").body())
                .contains("<code id=\"address\">" + server.base() + "/stream</code>");
    }

    @Test
    void icecastsPlaylistsLeadToTheMount() {
        HttpResponse<String> m3u = server.get("/stream.m3u");
        assertThat(m3u.body()).isEqualTo(server.base() + "/stream\r\n");
        assertThat(header(m3u, "Content-Type")).isEqualTo("audio/x-mpegurl");
        assertThat(server.get("/jazz/high.pls").body())
                .isEqualTo("[playlist]\nNumberOfEntries=1\nFile1=" + server.base()
                        + "/jazz/high\nTitle1=Radio Exämple\nLength1=-1\nVersion=2\n");
        HttpResponse<String> xspf = server.get("/stream.xspf");
        assertThat(header(xspf, "Content-Type")).isEqualTo("application/xspf+xml; charset=UTF-8");
        assertThat(xspf.body())
                .contains("<location>" + server.base() + "/stream</location>")
                .contains("Stream Title: Radio Exämple\nStream Description: A desc\nContent Type:audio/mpeg\n"
                        + "Current Listeners: 2\nPeak Listeners: 5\nStream Genre: Rock</annotation>")
                .contains("<info>http://example.com/</info>");
        assertThat(server.get("/nothing.m3u").statusCode()).isEqualTo(404);
    }

    @Test
    void shoutcastsPlaylistsGoByNumber() {
        HttpResponse<String> first = server.get("/listen.pls");
        assertThat(first.body()).contains("File1=" + server.base() + "/stream\n");
        assertThat(header(first, "Content-Type")).isEqualTo("audio/x-scpls");
        assertThat(header(first, "Content-Disposition")).isEqualTo("attachment; filename=\"listen.pls\"");
        assertThat(server.get("/listen.m3u?sid=2").body())
                .isEqualTo("#EXTM3U\n#EXTINF:-1,Radio Exämple\n" + server.base() + "/jazz/high\n");
        assertThat(server.get("/listen.xspf?sid=1").body()).contains("<location>" + server.base() + "/stream<");
        assertThat(server.get("/listen.pls?sid=3").statusCode()).isEqualTo(404);
        assertThat(server.get("/listen.pls?sid=0").statusCode()).isEqualTo(404);
        assertThat(server.get("/listen.pls?sid=1x").statusCode()).isEqualTo(400);
    }

    @Test
    void urlsUseThePublicAddressWhereThereIsOne() {
        try (TestServer behindProxy =
                TestServer.serving(routes(new PublicAddress(URI.create("https://radio.example.org/icy"))))) {
            assertThat(behindProxy.get("/stream.m3u").body()).isEqualTo("https://radio.example.org/icy/stream\r\n");
            assertThat(behindProxy.get("/status-json.xsl").body())
                    .contains("\"listenurl\":\"https://radio.example.org/icy/stream\"")
                    .contains("\"host\":\"radio.example.org\"");
        }
    }

    @Test
    void statusJsonIsForAllMountsOrForOne() {
        HttpResponse<String> all = server.get("/status-json.xsl");
        assertThat(header(all, "Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(source(all)).isInstanceOf(List.class);
        assertThat(source(server.get("/status-json.xsl?mount=/jazz/high")).toString())
                .contains("listenurl=" + server.base() + "/jazz/high");
        assertThat(source(server.get("/status-json.xsl?mount=/nothing"))).isNull();
        stream.onAir(false);
        assertThat(source(server.get("/status-json.xsl")).toString()).contains("/jazz/high");
    }

    @Test
    void whoNamesNoStreamGetsTheOnlyOneOnTheAir() {
        assertThat(server.get("/listen.pls").body()).contains("/stream\n");
        stream.onAir(false);
        assertThat(server.get("/listen.pls").body()).contains("/jazz/high\n");
        assertThat(server.get("/listen.pls?sid=1").body()).contains("/stream\n");
    }

    @Test
    void hiddenMountsAreNotFoundByTryingNumbers() {
        jazz.hidden();
        assertThat(server.get("/listen.pls?sid=2").statusCode()).isEqualTo(404);
    }

    @Test
    void isReadyWhenEveryMountIsOnTheAir() {
        assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        jazz.onAir(false);
        HttpResponse<String> answer = server.get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Nothing is on the air on /jazz/high.");
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        jazz.hidden();
        assertThat(server.get("/health/ready").body()).contains("on a hidden mount.");
        jazz.mayBeOff();
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void assetsAreSentOnceAndThenOnlyConfirmed() throws IOException {
        HttpResponse<String> plain = server.get("/web/listen.js");
        assertThat(plain.body()).isEqualTo(WebAssets.text("listen.js"));
        assertThat(header(plain, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        String tag = header(plain, "ETag");
        HttpResponse<byte[]> gzipped =
                server.send("GET", "/web/listen.js", BodyHandlers.ofByteArray(), "Accept-Encoding", "br, gzip;q=0.5");
        assertThat(gzipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzipped.body())).readAllBytes())
                .isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));
        assertThat(gzipped.headers().firstValue("ETag")).isNotEqualTo(Optional.of(tag));
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            HttpResponse<String> unchanged = server.get("/web/listen.js", "If-None-Match", known);
            assertThat(unchanged.statusCode()).as(known).isEqualTo(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(header(unchanged, "ETag")).isEqualTo(tag);
        }
        assertThat(server.get("/web/listen.js", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(server.get("/web/listen.js", "Accept-Encoding", "gzip;q=0")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void onlyTheAssetsThereAreCanBeHad() {
        assertThat(server.get("/web/listen.html").statusCode()).isEqualTo(404);
        assertThat(server.get("/web/..%2Flisten.js").statusCode()).isEqualTo(403);
        assertThat(server.get("/robots.txt").body()).contains("Disallow: /");
    }

    private static Object source(HttpResponse<String> answer) {
        Object stats = StrictJson.object(answer.body()).get("icestats");
        return ((Map<?, ?>) stats).get("source");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}

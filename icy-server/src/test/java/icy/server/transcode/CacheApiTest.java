package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.TranscodeConfig;
import icy.server.http.Guard;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.testing.TestData;
import icy.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheApiTest {
    @TempDir
    Path folder;

    private final Workers workers = Workers.start(1);
    private final FakeEncoder encoder = new FakeEncoder();
    private Transcodes transcodes;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        Path music = Files.createDirectories(folder.resolve("music/album"));
        Files.copy(TestData.path("tracks/others/flac.flac"), music.resolve("one.flac"));
        Files.copy(TestData.path("tracks/others/wav.wav"), music.resolve("two.wav"));
        Files.writeString(music.resolve("three.mp3"), "no music");
        Files.writeString(music.resolve("notes.txt"), "no music");
        Files.writeString(music.resolve(".hidden.mp3"), "no music");
        transcodes = new Transcodes(
                TranscodeConfig.DEFAULT,
                new CacheFolder(null),
                workers.transcode(),
                () -> List.of(encoder),
                Duration.ofSeconds(20),
                InstantSource.system());
        MediaFolders media = new MediaFolders(
                ServerConfig.of(MountConfig.of("/stream")).withMedia(MediaConfig.of(folder.resolve("music"))));
        server = TestServer.serving(new CacheApi(transcodes, media, workers.transcode())
                .routes(Routes.builder(), request -> Guard.admitted())
                .build());
    }

    @AfterEach
    void stop() {
        server.close();
        transcodes.close();
        workers.close();
    }

    @Test
    void tellsTheQualities() {
        assertThat(server.get("/api/qualities").body())
                .startsWith("{\"qualities\":[{\"name\":\"original\"},")
                .contains("{\"name\":\"high\",\"format\":\"mp3\",\"bitrate_kbps\":256}")
                .endsWith("\"standard\":\"medium\"}");
    }

    @Test
    void makesAFolderAheadAndTellsHowItGoes() {
        send("POST", "/admin/cache/warm", "{\"folder\": \"album\", \"quality\": \"low\"}");
        await().until(() -> server.get("/admin/cache/warm").body().contains("\"state\":\"done\""));

        assertThat(server.get("/admin/cache/warm").body())
                .contains("\"quality\":\"low\",\"files\":3,\"made\":2,\"as_they_are\":0,\"failed\":1,\"progress\":1.0")
                .contains("{\"path\":\"album/three.mp3\",\"reason\":\"three.mp3 cannot be given");
        assertThat(server.get("/admin/cache/stats").body()).contains("\"cached_files\":2,\"hits\":0,\"misses\":2,");
    }

    @Test
    void warmingIsOneAtATimeAndCanBeEnded() {
        encoder.hangsAt = 0;
        send("POST", "/admin/cache/warm", "{\"paths\": [\"album/one.flac\", \"album/two.wav\"]}");
        await().until(() -> encoder.begun.get() == 1);

        assertThat(send("POST", "/admin/cache/warm", "{\"folder\": \"\"}").statusCode())
                .isEqualTo(409);
        send("DELETE", "/admin/cache/warm", "");
        await().until(() -> server.get("/admin/cache/warm").body().contains("\"state\":\"cancelled\""));
        assertThat(encoder.begun).hasValue(1);
    }

    @Test
    void refusesWhatItCannotMakeAhead() {
        assertThat(warm("{\"paths\": [\"../secret.mp3\"]}")).isEqualTo(403);
        assertThat(warm("{\"folder\": \"../..\"}")).isEqualTo(403);
        assertThat(warm("{\"paths\": [\"nothing.mp3\"]}")).isEqualTo(404);
        assertThat(warm("{\"folder\": \"nothing\"}")).isEqualTo(404);
        assertThat(warm("{\"folder\": \"\", \"quality\": \"superb\"}")).isEqualTo(422);
        assertThat(warm("{}")).isEqualTo(422);
    }

    @Test
    void clearsWhatIsOldEnough() {
        send("POST", "/admin/cache/warm", "{\"paths\": [\"album/one.flac\"]}");
        await().until(() -> server.get("/admin/cache/warm").body().contains("\"state\":\"done\""));

        assertThat(send("POST", "/admin/cache/clear?older_than_days=1", "").body())
                .isEqualTo("{\"deleted_files\":0,\"message\":\"Cleared 0 cached files\"}");
        await().until(() -> send("POST", "/admin/cache/clear", "").body().contains("Cleared 1 cached files"));
        assertThat(server.get("/admin/cache/stats").body())
                .startsWith("{\"cache_size_bytes\":0,\"cache_size_mb\":0.0,");
        assertThat(send("POST", "/admin/cache/clear?older_than_days=x", "").statusCode())
                .isEqualTo(400);
    }

    private int warm(String body) {
        return send("POST", "/admin/cache/warm", body).statusCode();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

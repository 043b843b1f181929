package icy.server.mixtape;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.StrictJson;
import icy.server.testing.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server with a folder of music: {@code 1.mp3} to {@code 4.mp3}, and {@code notes.txt}. */
final class MixtapeStage implements AutoCloseable {
    /** What a proxy adds to what it passes on for somebody elsewhere. */
    private static final String[] STRANGER = {"X-Forwarded-For", "192.0.2.7"};

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path music;
    private final IcyServer server;

    MixtapeStage(Path folder) throws IOException {
        this(folder, null);
    }

    /** @param data where what is kept is kept; null: it ends with the stage */
    MixtapeStage(Path folder, @Nullable Path data) throws IOException {
        music = Files.createDirectories(folder.resolve("music"));
        List<String> demo = List.of("01-harbour-lights.mp3", "03-night-tram.mp3");
        for (int i = 1; i <= 4; i++) {
            Path track = music.resolve(i + ".mp3");
            if (!Files.exists(track)) {
                Files.copy(TestData.path("demo").resolve(demo.get(i % demo.size())), track);
            }
        }
        Files.writeString(music.resolve("notes.txt"), "no music");
        ServerConfig config = ServerConfig.of(MountConfig.of("/stream"))
                .withMedia(new MediaConfig(List.of(music), false))
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withLoops(1);
        server = IcyServer.start(data == null ? config : config.withDataDir(data));
    }

    Path music() {
        return music;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    /** A mixtape that everybody may open. */
    void makeTrains() {
        post(
                "/api/mixtapes",
                "{'slug':'trains','title':'Late trains','notes':'For the way home.','tracks':['1.mp3','2.mp3']}");
    }

    /** One that is opened by links alone. */
    void makeSecret() {
        post("/api/mixtapes", "{'slug':'secret','title':'For you','public':false,'tracks':['3.mp3']}");
    }

    Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    /** As somebody who is not on this machine. */
    Answer getAsStranger(String path) {
        return get(path, STRANGER);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer postAsStranger(String path, String json) {
        return post(path, json, STRANGER);
    }

    Answer put(String path, String json, String... headers) {
        return send("PUT", path, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer put(String path, byte[] body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, new byte[0], headers);
    }

    private Answer send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nothing interrupts a test", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> http) {
        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        byte[] bytes() {
            return http.body();
        }

        String text() {
            return new String(http.body(), StandardCharsets.UTF_8);
        }

        Map<String, Object> json() {
            return StrictJson.object(text());
        }

        String detail() {
            return String.valueOf(json().get("detail"));
        }

        @SuppressWarnings("unchecked") // another shape fails the test
        Map<String, Object> object(String name) {
            return (Map<String, Object>) json().get(name);
        }
    }
}

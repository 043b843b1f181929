package icy.server.station;

import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import io.avaje.jsonb.Jsonb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A whole server with one mount that plays a folder, and a client of its stations. */
final class StationStage implements AutoCloseable {
    private static final Jsonb JSONB = Jsonb.instance();

    private final HttpClient client = HttpClient.newHttpClient();
    private final IcyServer server;

    /** @param data null: nothing outlives it */
    StationStage(Path folder, @Nullable Path data) throws IOException {
        this(folder, data, MountConfig.of("/stream", folder));
    }

    StationStage(Path folder, @Nullable Path data, MountConfig... mounts) throws IOException {
        server = IcyServer.start(config(folder, data, mounts));
    }

    /** @param mount is asked again when the config is read again */
    StationStage(Path folder, Path data, Supplier<MountConfig> mount) throws IOException {
        server = IcyServer.start(config(folder, data, mount.get()), () -> config(folder, data, mount.get()));
    }

    private static ServerConfig config(Path folder, @Nullable Path data, MountConfig... mounts) {
        return ServerConfig.of(mounts)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withMedia(new MediaConfig(List.of(folder), false))
                .withDataDir(data)
                .withLoops(2);
    }

    /** What came back. */
    record Answer(int status, String body, Map<String, List<String>> headers) {
        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return (Map<String, Object>) JSONB.type(Object.class).fromJson(body);
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> list() {
            return (List<Map<String, Object>>) JSONB.type(Object.class).fromJson(body);
        }

        Object at(String name) {
            return json().get(name);
        }

        double number(String name) {
            return ((Number) json().get(name)).doubleValue();
        }

        /** A field of the object that a field holds. */
        Object at(String name, String inner) {
            return json().get(name) instanceof Map<?, ?> map ? map.get(inner) : null;
        }

        /** The paths of the tracks of a list. */
        List<String> paths() {
            return ((List<?>) at("tracks"))
                    .stream()
                            .map(track -> (String) ((Map<?, ?>) track).get("path"))
                            .toList();
        }

        String header(String name) {
            return headers.get(name.toLowerCase(java.util.Locale.ROOT)).get(0);
        }
    }

    IcyServer server() {
        return server;
    }

    Station station() {
        return server.stations().named("stream").orElseThrow();
    }

    Answer get(String what) {
        return send("GET", what, "");
    }

    Answer post(String what, String json, String... headers) {
        return send("POST", what, json, headers);
    }

    Answer put(String what, String json, String... headers) {
        return send("PUT", what, json, headers);
    }

    Answer delete(String what, String... headers) {
        return send("DELETE", what, "", headers);
    }

    /** What the server says of its API. */
    String description() {
        return send(URI.create("http://localhost:" + server.port() + "/api/openapi.json"), "GET", "")
                .body();
    }

    /** A reader of {@code /api/events}. */
    Events events(String query) throws IOException {
        return new Events(new BufferedReader(new InputStreamReader(
                URI.create("http://localhost:" + server.port() + "/api/events" + query)
                        .toURL()
                        .openStream(),
                UTF_8)));
    }

    /** What is told as it happens. */
    record Events(BufferedReader lines) implements AutoCloseable {

        /** The data of the next event of that type; others before it are passed over. */
        @SuppressWarnings("unchecked")
        Map<String, Object> next(String type) throws IOException {
            String line = lines.readLine();
            while (!line.equals("event: " + type)) {
                line = lines.readLine();
            }
            String data = lines.readLine().substring("data: ".length());
            return (Map<String, Object>) JSONB.type(Object.class).fromJson(data);
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** @param json with single quotes */
    Answer send(String method, String what, String json, String... headers) {
        return send(URI.create("http://localhost:" + server.port() + "/api/stations" + what), method, json, headers);
    }

    private Answer send(URI what, String method, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(what)
                .method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'), UTF_8));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
            return new Answer(
                    answer.statusCode(), answer.body(), answer.headers().map());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

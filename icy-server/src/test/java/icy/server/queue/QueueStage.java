package icy.server.queue;

import icy.server.admin.ApiAccess;
import icy.server.admin.OperatorLogins;
import icy.server.api.OpenApi;
import icy.server.auth.Authenticator;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.Role;
import icy.server.config.ServerConfig;
import icy.server.http.AccessLog;
import icy.server.http.Guard;
import icy.server.http.HeadWriter;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.listenfile.ListenFiles;
import icy.server.listenfile.ListenPlaces;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.state.StateStore;
import icy.server.testing.StrictJson;
import icy.server.testing.TestData;
import icy.server.testing.TestHttp;
import icy.server.track.Conversion;
import icy.server.track.TrackOpener;
import icy.server.webhook.Webhooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The queue API behind real sockets, with a store and a folder of files {@code 1.mp3} to {@code 9.mp3}. */
final class QueueStage implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path music;
    private final StateStore store;
    private final Queues queues;
    private final QueueFiles files;
    private final ApiAccess access;
    private final Workers workers = Workers.start(1);
    private final List<String> played = new CopyOnWriteArrayList<>();
    private final List<AccessLog.Entry> accessLog = new CopyOnWriteArrayList<>();
    private Clock clock = Clock.systemUTC();
    private @Nullable TestHttp http;

    /** @param data where the store is; null: it ends with the stage */
    QueueStage(Path folder, @Nullable Path data) throws IOException {
        music = Files.createDirectories(folder.resolve("music"));
        Path sample = TestData.path("tracks/titles");
        try (var tracks = Files.list(sample)) {
            List<Path> some = tracks.filter(path -> path.toString().endsWith(".mp3"))
                    .sorted()
                    .toList();
            for (int i = 1; i <= 9; i++) {
                Path track = music.resolve(i + ".mp3");
                if (!Files.exists(track)) {
                    Files.copy(some.get(i % some.size()), track);
                }
            }
        }
        ServerConfig config =
                ServerConfig.of(MountConfig.of("/stream")).withMedia(new MediaConfig(List.of(music), false));
        store = StateStore.open(data);
        queues = new Queues(store, () -> clock.instant());
        files = new QueueFiles(new MediaFolders(config));
        Authenticator authenticator = new Authenticator();
        access = new ApiAccess(new OperatorLogins(authenticator, config::passwords), authenticator, () -> config);
    }

    /** Serves these routes. */
    QueueStage serving(UnaryOperator<Routes.Builder> routes) throws IOException {
        http = new TestHttp(Routes.builder().with(routes).build());
        return this;
    }

    /** Serves the queue API itself. */
    QueueStage serving() throws IOException {
        return serving(new ListenPlaces());
    }

    /** As above, with so much room for those who fetch listen files. */
    QueueStage serving(ListenPlaces places) throws IOException {
        QueueAnswers answers = new QueueAnswers(guard(), workers.answering());
        PlayCounts counts = new PlayCounts(store, clock);
        Webhooks webhooks = new Webhooks(
                workers.dns(), clock, List.of(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(30)));
        queues.onChange(new HookNews(webhooks)::changed);
        ListenFileEndpoint listenFile = new ListenFileEndpoint(
                queues,
                files,
                (queue, file) -> {
                    played.add(file);
                    counts.played(queue, file);
                },
                new ListenFiles(
                        places,
                        new TrackOpener(Conversion.NONE),
                        workers.file(),
                        accessLog::add,
                        new HeadWriter(TestHttp.CLOCK)));
        return serving(routes -> routes.with(new TemplateApi(queues, files, answers)::routes)
                .with(new ExportApi(queues, files, answers)::routes)
                .with(new PlaysApi(queues, counts, answers)::routes)
                .with(new ActivationApi(queues, answers, clock)::routes)
                .with(new HookApi(queues, webhooks, answers, workers.dns())::routes)
                .with(new CardApi(queues, new PublicAddress(null))::routes)
                .get("/api/streams/{name}/stream.mp3", listenFile)
                .get("/api/openapi.json", new OpenApi())
                .with(new QueueApi(queues, files, answers, workers.file())::routes));
    }

    /** With this time of day. */
    QueueStage at(Clock other) {
        clock = other;
        return this;
    }

    /** What of listen files has been begun, in order. */
    List<String> played() {
        return played;
    }

    /** One line for each listen file that was given. */
    List<AccessLog.Entry> accessLog() {
        return accessLog;
    }

    /** Puts a file of the test data among the music. */
    void add(String name, String testData) throws IOException {
        Files.copy(TestData.path(testData), music.resolve(name));
    }

    Guard guard() {
        return access.guard(Role.DJ);
    }

    Path music() {
        return music;
    }

    Queues queues() {
        return queues;
    }

    QueueFiles files() {
        return files;
    }

    Workers workers() {
        return workers;
    }

    StateStore store() {
        return store;
    }

    TestHttp http() {
        if (http == null) {
            throw new IllegalStateException("nothing is served yet");
        }
        return http;
    }

    String url(String path) {
        return "http://127.0.0.1:" + http().port() + path;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, json.replace('\'', '"'), headers);
    }

    Answer put(String path, String json, String... headers) {
        return send("PUT", path, json.replace('\'', '"'), headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("nothing interrupts a test", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (http != null) {
            http.close();
        }
        store.close();
        workers.close();
    }

    /** What came back. */
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        Map<String, Object> json() {
            return StrictJson.object(http.body());
        }

        String detail() {
            return (String) json().get("detail");
        }

        @SuppressWarnings("unchecked") // another shape fails the test
        Map<String, Object> object(String name) {
            return (Map<String, Object>) json().get(name);
        }
    }
}

package icy.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.backup.BackupApi;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HeadWriter;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.library.Library;
import icy.server.library.LibraryApi;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.media.TrackId;
import icy.server.mount.MountsView;
import icy.server.state.StateStore;
import icy.server.testing.FakeMount;
import icy.server.testing.StrictJson;
import icy.server.testing.TestData;
import icy.server.testing.TestHttp;
import icy.server.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description is held to what is really answered. */
class OpenApiTest {
    private static final String TRACK = TrackId.of("01-harbour-lights.mp3").digits();

    private final MountsView mounts = FakeMount.mounts(new FakeMount("/stream").title("T"));
    private final MountsApi api = new MountsApi(mounts, new PublicAddress(null));
    private final Workers workers = Workers.start(1);
    private final Library library = new Library(
            new MediaFolders(ServerConfig.of(MountConfig.of("/stream"))
                    .withMedia(MediaConfig.of(TestData.path("demo"), TestData.path("broken")))),
            null,
            Clock.systemUTC());
    private final StateStore store = StateStore.open(null);
    private final BackupApi backups =
            new BackupApi(store, workers.file(), entry -> {}, new HeadWriter(TestHttp.CLOCK), "icy/test");
    private final TestServer server = TestServer.serving(Routes.builder()
            .get("/api/mounts", Endpoint.blocking(api::list))
            .get("/api/mounts/{mount...}", Endpoint.blocking(api::one))
            .get("/api/clock", Endpoint.immediate(new ClockApi(System::currentTimeMillis)::now))
            .post("/api/reload", Endpoint.blocking(new ReloadApi(() -> List.of("mount /jazz is new"))::post))
            .get("/api/events", new EventsEndpoint(mounts, List.of(), workers.io(), entry -> {}))
            .with(builder -> new LibraryApi(library).routes(builder, request -> Guard.admitted()))
            .with(routes -> backups.routes(routes, request -> Guard.admitted()))
            .get("/api/openapi.json", new OpenApi())
            .build());
    private final Map<String, Object> document =
            StrictJson.object(server.get("/api/openapi.json").body());

    OpenApiTest() throws IOException {}

    @BeforeEach
    void scan() {
        library.start();
        await().until(() -> server.get("/api/library").body().contains("\"phase\":\"idle\""));
    }

    @AfterEach
    void stop() {
        library.close();
        server.close();
        store.close();
        workers.close();
    }

    @Test
    void everyPathItDescribesAnswers() {
        for (String path : object(document, "paths").keySet()) {
            boolean changes = object(document, "paths", path).containsKey("post");
            if (changes && object(document, "paths", path, "post").containsKey("requestBody")) {
                continue; // without its body it is refused: its own test asks it
            }
            HttpResponse<Void> answer = server.send(
                    changes ? "POST" : "HEAD",
                    path.replace("{mount}", "stream").replace("{id}", TRACK),
                    BodyHandlers.discarding());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            Map<String, Object> content =
                    object(document, "paths", path, changes ? "post" : "get", "responses", "200", "content");
            assertThat(content)
                    .containsOnlyKeys(
                            answer.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void answersHaveTheFieldsItDescribesAndNoOthers() {
        check("/api/mounts", "Mounts");
        check("/api/mounts/stream?time=-1", "Mount");
        check("/api/clock?t0=1.5", "Clock");
        check("/api/mounts/nothing", "Problem");
        check("/api/library", "Library");
        check("/api/library/tracks?limit=2", "Tracks");
        check("/api/library/problems", "Tracks");
        check("/api/library/tracks/" + TRACK, "Track");
        checkFields(
                StrictJson.object(
                        Json.bytes(News.class, News.of(mounts.all().get(0).snapshot()))),
                schema("News"));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        checkReferences(document);
    }

    private void check(String path, String schema) {
        checkFields(StrictJson.object(server.get(path).body()), schema(schema));
    }

    private void checkFields(Map<String, Object> json, Map<String, Object> schema) {
        Map<String, Object> properties = object(schema, "properties");
        assertThat(properties.keySet()).containsAll(json.keySet());
        assertThat(json.keySet()).containsAll(strings(schema.get("required")));
        json.forEach((name, value) -> checkValue(name, value, object(properties, name)));
    }

    private void checkValue(String name, Object value, Map<String, Object> schema) {
        if (schema.get("$ref") instanceof String reference) {
            checkFields(cast(value), resolve(reference));
        } else if (schema.get("type").equals("array")) {
            ((List<?>) value).forEach(item -> checkValue(name, item, object(schema, "items")));
        } else {
            Object types = schema.get("type");
            List<?> allowed = types instanceof List<?> several ? several : List.of(types);
            assertThat(allowed.contains(typeOf(value, allowed)))
                    .as("%s: %s", name, value)
                    .isTrue();
        }
    }

    private static String typeOf(Object value, List<?> types) {
        if (value instanceof Long) {
            return types.contains("integer") ? "integer" : "number";
        }
        return value instanceof String
                ? "string"
                : value instanceof Boolean
                        ? "boolean"
                        : value instanceof Double ? "number" : value == StrictJson.NULL ? "null" : "object";
    }

    private void checkReferences(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                assertThat(resolve(reference)).isNotNull();
            }
            map.values().forEach(this::checkReferences);
        } else if (value instanceof List<?> list) {
            list.forEach(this::checkReferences);
        }
    }

    private Map<String, Object> schema(String name) {
        return object(document, "components", "schemas", name);
    }

    private Map<String, Object> resolve(String reference) {
        return object(document, reference.substring("#/".length()).split("/"));
    }

    private static Map<String, Object> object(Map<String, Object> from, String... path) {
        Map<String, Object> object = from;
        for (String key : path) {
            assertThat(object).containsKey(key);
            object = cast(object.get(key));
        }
        return object;
    }

    @SuppressWarnings("unchecked") // what is no object fails the test
    private static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // as above
    private static List<String> strings(Object value) {
        return (List<String>) value;
    }
}

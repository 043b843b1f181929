package icy.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.backup.BackupApi;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.TranscodeConfig;
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
import icy.server.testing.ApiDocument;
import icy.server.testing.FakeMount;
import icy.server.testing.TestData;
import icy.server.testing.TestHttp;
import icy.server.testing.TestServer;
import icy.server.transcode.CacheApi;
import icy.server.transcode.Transcodes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description is held to what is really answered. */
class OpenApiTest {
    private static final String TRACK = TrackId.of("01-harbour-lights.mp3").digits();

    private static final List<String> OTHERS = List.of("/api/stations", "/api/streams", "/api/mixtapes", "/api/covers");

    private final MountsView mounts = FakeMount.mounts(new FakeMount("/stream").title("T"));
    private final MountsApi api = new MountsApi(mounts, new PublicAddress(null));
    private final Workers workers = Workers.start(1);
    private final Library library = new Library(
            new MediaFolders(ServerConfig.of(MountConfig.of("/stream"))
                    .withMedia(MediaConfig.of(TestData.path("demo"), TestData.path("broken")))),
            null,
            Clock.systemUTC());
    private final Transcodes transcodes = new Transcodes(TranscodeConfig.DEFAULT, null, workers.transcode());
    private final StateStore store = StateStore.open(null);
    private final BackupApi backups =
            new BackupApi(store, workers.file(), entry -> {}, new HeadWriter(TestHttp.CLOCK), "icy/test");
    private final TestServer server = TestServer.serving(Routes.builder()
            .get("/api/mounts", Endpoint.blocking(api::list))
            .get("/api/mounts/{mount...}", Endpoint.blocking(api::one))
            .get("/api/clock", Endpoint.immediate(new ClockApi(System::currentTimeMillis)::now))
            .post("/api/reload", Endpoint.blocking(new ReloadApi(() -> List.of("mount /jazz is new"))::post))
            .get(
                    "/api/events",
                    new EventsEndpoint(
                            new EventTopic(mounts, List.of()), station -> Optional.empty(), workers.io(), entry -> {}))
            .with(builder -> new LibraryApi(library).routes(builder, request -> Guard.admitted()))
            .with(routes -> backups.routes(routes, request -> Guard.admitted()))
            .with(routes -> new CacheApi(
                            transcodes,
                            new MediaFolders(ServerConfig.of(MountConfig.of("/stream"))),
                            workers.transcode())
                    .routes(routes, request -> Guard.admitted()))
            .get("/api/openapi.json", new OpenApi())
            .build());
    private final ApiDocument document =
            new ApiDocument(server.get("/api/openapi.json").body());

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
        transcodes.close();
        workers.close();
    }

    @Test
    void everyPathItDescribesAnswers() {
        for (String path : document.paths()) {
            if (OTHERS.stream().anyMatch(path::startsWith)) {
                continue; // a server that has some is asked them, see StationDescriptionTest and its like
            }
            String method = document.describes(path, "post") ? "POST" : "HEAD";
            if (document.describes(path, "post", "requestBody")) {
                continue; // without its body it is refused: its own test asks it
            }
            HttpResponse<Void> answer = server.send(
                    method, path.replace("{mount}", "stream").replace("{id}", TRACK), BodyHandlers.discarding());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(document.contentTypes(path, method.equals("POST") ? "post" : "get"))
                    .containsOnly(answer.headers().firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void answersHaveTheFieldsItDescribesAndNoOthers() {
        check("/api/mounts", "Mounts");
        check("/api/mounts/stream?time=-1", "Mount");
        check("/api/clock?t0=1.5", "Clock");
        check("/api/mounts/nothing", "Problem");
        check("/api/qualities", "Qualities");
        check("/admin/cache/stats", "CacheStats");
        check("/admin/cache/warm", "Warming");
        check("/api/library", "Library");
        check("/api/library/tracks?limit=2", "Tracks");
        check("/api/library/problems", "Tracks");
        check("/api/library/tracks/" + TRACK, "Track");
        document.check(
                new String(Json.bytes(News.class, News.of(mounts.all().get(0).snapshot())), UTF_8), "News");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        document.checkReferences();
    }

    private void check(String path, String schema) {
        document.check(server.get(path).body(), schema);
    }
}

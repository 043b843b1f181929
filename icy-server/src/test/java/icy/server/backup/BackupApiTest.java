package icy.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.http.AccessLog;
import icy.server.http.Guard;
import icy.server.http.HeadWriter;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.state.StateStore;
import icy.server.testing.StrictJson;
import icy.server.testing.TestHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackupApiTest {
    private static final int MOST_BYTES = 16 << 20;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Workers workers = Workers.start(1);
    private final List<AccessLog.Entry> accessLog = new CopyOnWriteArrayList<>();
    private StateStore store;
    private TestHttp http;

    @BeforeEach
    void start() throws Exception {
        store = StateStore.open(folder);
        store.write(handle -> handle.execute("create table note (text)")).get(10, TimeUnit.SECONDS);
        Guard guard = request -> request.header("X-API-Key").isPresent()
                ? Guard.admitted("key")
                : Guard.refused(Response.problem(401, "Show a key."));
        BackupApi api = new BackupApi(
                store, workers.file(), accessLog::add, new HeadWriter(TestHttp.CLOCK), "icy/test", MOST_BYTES);
        http = new TestHttp(
                Routes.builder().with(routes -> api.routes(routes, guard)).build());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        store.close();
        workers.close();
    }

    /** The length is known, or it comes in chunks; one is larger than all buffers on the way. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasBackedUpIsRestored(boolean sized) throws Exception {
        note("x".repeat(3_000_000));
        note("early");
        byte[] backup = backup();
        assertThat(new String(backup, 0, 15, UTF_8)).isEqualTo("SQLite format 3");
        note("late");

        HttpResponse<String> answer = restore(
                sized
                        ? BodyPublishers.ofByteArray(backup)
                        : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(backup)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(notes()).hasSize(2).endsWith("early");
        assertThat(answer.body()).contains("{\"name\":\"note\",\"before\":3,\"after\":2}");
        String former = (String) StrictJson.object(answer.body()).get("former");
        assertThat(folder.resolve(former)).isRegularFile();
        assertThat(accessLog).extracting(AccessLog.Entry::status).containsExactly(200, 200);
        assertNothingLeft(former);
    }

    @Test
    void aClientThatWaitsForLeaveGetsIt() throws Exception {
        HttpResponse<String> answer =
                restore(request("/api/restore").expectContinue(true), BodyPublishers.ofByteArray(backup()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNoBackupChangesNothing() throws Exception {
        note("kept");

        HttpResponse<String> answer = restore(BodyPublishers.ofString("no backup at all"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("This backup")
                .contains("nothing has changed")
                .doesNotContain("backup-");
        assertThat(notes()).containsExactly("kept");
        assertNothingLeft("");
    }

    @Test
    void whatIsTooLargeIsRefusedWithWhatToDo() throws Exception {
        byte[] large = new byte[MOST_BYTES + 1];

        HttpResponse<String> inChunks = restore(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

        assertThat(inChunks.statusCode()).isEqualTo(413);
        assertThat(inChunks.body()).contains("icy restore --data DIR FILE");
        assertThat(restore(BodyPublishers.noBody()).statusCode()).isEqualTo(400);
        assertNothingLeft("");
    }

    @Test
    void oneWhoStopsInTheMiddleLeavesNothingBehindAndTheNextMayCome() throws Exception {
        note("kept");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            socket.getOutputStream()
                    .write("POST /api/restore HTTP/1.1\r\nHost: x\r\nX-API-Key: k\r\nContent-Length: 1000000\r\n\r\nabc"
                            .getBytes(UTF_8));
            await().until(() -> isBusy());
        }
        await().until(() -> !isBusy());

        assertThat(notes()).containsExactly("kept");
        assertNothingLeft("");
    }

    @Test
    void onlyAdministratorsMayAndNoPageOfAnotherSite() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + http.port() + "/api/backup");
        HttpResponse<String> stranger = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        HttpResponse<String> foreign = client.send(
                request("/api/backup").header("Sec-Fetch-Site", "cross-site").build(), BodyHandlers.ofString());

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(client.send(request("/api/backup").build(), BodyHandlers.ofString())
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private boolean isBusy() throws Exception {
        return client.send(request("/api/backup").build(), BodyHandlers.discarding())
                        .statusCode()
                == 503;
    }

    private void assertNothingLeft(String former) {
        await().untilAsserted(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(former)))
                        .containsOnly("state.db", "state.db-wal", "state.db-shm", "state.lock");
            }
        });
    }

    private byte[] backup() throws Exception {
        HttpResponse<InputStream> answer = client.send(request("/api/backup").build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        byte[] bytes = answer.body().readAllBytes();
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(-1))
                .isEqualTo(bytes.length);
        await().until(() -> !accessLog.isEmpty());
        return bytes;
    }

    private HttpResponse<String> restore(BodyPublisher body) throws Exception {
        return restore(request("/api/restore"), body);
    }

    private HttpResponse<String> restore(HttpRequest.Builder request, BodyPublisher body) throws Exception {
        HttpResponse<String> answer;
        do { // the one before has been sent, but may not have ended
            answer = client.send(request.POST(body).build(), BodyHandlers.ofString());
        } while (answer.statusCode() == 503);
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .header("X-API-Key", "k");
    }

    private void note(String text) throws Exception {
        store.write(handle -> handle.execute("insert into note values (?)", text))
                .get(10, TimeUnit.SECONDS);
    }

    private List<String> notes() {
        return store.read(handle -> handle.createQuery("select text from note order by rowid")
                .mapTo(String.class)
                .list());
    }
}

package icy.server.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import icy.server.queue.QueueStage.Answer;
import icy.server.testing.StrictJson;
import icy.server.webhook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers of hooks get every change, signed, and nothing else gets anything. */
@Timeout(60)
class HookTest {
    private static final String HOOKS = "/api/streams/morning/hooks";

    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failing = new AtomicInteger();

    @TempDir
    private Path folder;

    private QueueStage stage;
    private HttpServer receiver;
    private String url;

    private record Message(String timestamp, String signature, String body) {}

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, folder.resolve("data")).serving();
        stage.post("/api/streams/morning", "{'files': ['1.mp3']}");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean fails = failing.getAndDecrement() > 0;
            if (!fails) {
                received.add(new Message(
                        exchange.getRequestHeaders().getFirst("X-Icy-Timestamp"),
                        exchange.getRequestHeaders().getFirst("X-Icy-Signature"),
                        body));
            }
            exchange.sendResponseHeaders(fails ? 500 : 204, -1);
            exchange.close();
        });
        receiver.start();
        url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/changed";
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
        receiver.stop(0);
    }

    @Test
    void changesAreToldSignedWithTheSecretThatWasShownOnce() {
        Answer added = stage.post(HOOKS, "{'url': '%s'}".formatted(url));
        String secret = (String) added.object("hook").get("secret");
        assertThat(secret).hasSize(43);
        assertThat(stage.get(HOOKS).http().body()).contains(url).doesNotContain(secret);

        stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");
        stage.post("/api/streams/evening/queue", "{'files': ['2.mp3']}");
        stage.delete("/api/streams/morning");

        await().until(() -> received.size() == 2);
        Message first = received.get(0);
        assertThat(StrictJson.object(first.body()))
                .containsEntry("queue", "morning")
                .containsEntry("action", "append")
                .containsEntry("file_count", 2L)
                .containsKey("revision");
        assertThat(first.signature())
                .isEqualTo("sha256=" + Signature.of(secret, first.timestamp() + "." + first.body()));
        assertThat(StrictJson.object(received.get(1).body())).containsEntry("action", "delete");
    }

    @Test
    void aMessageThatDoesNotArriveIsTriedAgainAndTheNextWaitForIt() {
        stage.post(HOOKS, "{'url': '%s'}".formatted(url));
        failing.set(2);

        stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");
        stage.post("/api/streams/morning/queue", "{'files': ['3.mp3']}");

        await().until(() -> received.size() == 2);
        assertThat(received)
                .extracting(message -> StrictJson.object(message.body()).get("file_count"))
                .containsExactly(2L, 3L);
    }

    @Test
    void whatNeverArrivesIsGivenUpAndShown() {
        stage.post(HOOKS, "{'url': '%s'}".formatted(url));
        failing.set(4);

        stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");
        await().until(() -> failing.get() == 0);
        stage.post("/api/streams/morning/queue", "{'files': ['3.mp3']}");

        await().until(() -> received.size() == 1);
        assertThat(StrictJson.object(received.get(0).body())).containsEntry("file_count", 3L);
        List<?> hooks = (List<?>) stage.get(HOOKS).json().get("hooks");
        await().untilAsserted(() -> assertThat(stage.get(HOOKS).http().body()).contains("answered 204"));
        assertThat(hooks).hasSize(1);
    }

    @Test
    void aDeletedQueuesHooksAreToldOfItsEnd() {
        stage.post(HOOKS, "{'url': '%s'}".formatted(url));
        failing.set(2);
        stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");
        stage.delete("/api/streams/morning");

        await().untilAsserted(() -> assertThat(received)
                .extracting(message -> StrictJson.object(message.body()).get("action"))
                .containsExactly("append", "delete"));
    }

    @Test
    void aDeletedHookIsToldNothingMore() {
        Answer added = stage.post(HOOKS, "{'url': '%s'}".formatted(url));
        Object id = added.object("hook").get("id");

        assertThat(stage.delete(HOOKS + "/" + id).status()).isEqualTo(200);
        assertThat(stage.delete(HOOKS + "/" + id).status()).isEqualTo(404);
        stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");

        assertThat(stage.get(HOOKS).json()).isEqualTo(Map.of("hooks", List.of(), "count", 0L));
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::a9fe:a9fe]/",
                "http://[64:ff9b:1::a9fe:a9fe]/",
                "http://[64:ff9b:1:a9fe:a9:fe00::]/",
                "http://[fd20:ce::254]/",
                "http://168.63.129.16/",
                "http://100.100.100.200/",
                "http://2852039166/",
                "http://0.0.0.0/",
                "http://224.0.0.1/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "http://user:password@example.org/",
                "http:///x",
                "nonsense"
            })
    void noHookLeadsToWhereItCouldStealSomething(String where) {
        Answer refused = stage.post(HOOKS, "{'url': '%s'}".formatted(where));

        assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
        assertThat(stage.get(HOOKS).json()).containsEntry("count", 0L);
    }

    @Test
    void hooksAreNotForStrangersToRead() {
        assertThat(stage.get(HOOKS, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(stage.get(HOOKS, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
    }
}

package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import icy.server.testing.ManualClock;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers whose bytes come while they are sent. */
@Timeout(60)
class DeliveryTest {
    private static final byte[] BYTES = bytes(3_000_000);

    private final Queue<MemorySupply> next = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ManualClock clock = new ManualClock();
    private TestHttp http;

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(
                Routes.builder()
                        .get("/sized", Endpoint.immediate(request -> answer(request, BYTES.length)))
                        .get("/unsized", Endpoint.immediate(request -> answer(request, Representation.UNKNOWN)))
                        .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello")))
                        .get("/late", Endpoint.blocking(request -> {
                            release.await();
                            return answer(request, BYTES.length);
                        }))
                        .get("/glanced/{known}", Endpoint.glancing(new Endpoint.Glancing() {
                            @Override
                            public Optional<Response> glance(Request request) {
                                return request.variable("known").equals("yes")
                                        ? Optional.of(Response.text(
                                                200, Thread.currentThread().getName()))
                                        : Optional.empty();
                            }

                            @Override
                            public CompletableFuture<Response> handle(Request request) {
                                return CompletableFuture.completedFuture(Response.text(
                                        200, Thread.currentThread().getName()));
                            }
                        }))
                        .build(),
                HttpLimits.defaults(),
                clock);
    }

    private Response answer(Request request, long length) {
        return Representation.of(length, "audio/mpeg", EntityTag.weak("x"), Instant.EPOCH, "no-cache", Headers.NONE)
                .answer(request, TestHttp.CLOCK, next.remove());
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        http.close();
    }

    private MemorySupply supply(MemorySupply supply) {
        next.add(supply);
        return supply;
    }

    @Test
    void whatIsLargeIsSentWholeAndTheConnectionIsKept() throws IOException {
        MemorySupply first = supply(MemorySupply.whole(BYTES));
        MemorySupply second = supply(MemorySupply.whole(BYTES));
        Socket client = http.connect();

        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.1\nHost: h\n\n");
        assertThat(bodyOf(client)).isEqualTo(BYTES);
        assertThat(TestHttp.readAnswer(client)).endsWith("hello");
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\nRange: bytes=1000000-1999999\n\n");
        assertThat(bodyOf(client)).hasSize(1_000_000).startsWith(BYTES[1_000_000], BYTES[1_000_001]);

        await().untilAsserted(
                        () -> assertThat(first.releases() + second.releases()).isEqualTo(2));
        assertThat(http.accessLog()).extracting("status").startsWith(200, 200);
    }

    @Test
    void aBadNetworkChangesNothing() throws IOException {
        supply(MemorySupply.whole(BYTES));
        Socket client = http.connectThrough(new Random(7), 50_000);

        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\nRange: bytes=0-99,1000-2999,2000000-\n\n");

        byte[] body = bodyOf(client);
        String text = new String(body, ISO_8859_1);
        assertThat(text)
                .contains(new String(BYTES, 1000, 2000, ISO_8859_1))
                .contains(new String(BYTES, 2_000_000, 1_000_000, ISO_8859_1));
    }

    @Test
    void whatIsNotThereYetIsSentWhenItComes() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.1\nHost: h\n\n");
        await().until(() -> growing.waiting() == 1);

        growing.grow(10);
        await().until(() -> growing.waiting() == 1);
        growing.grow(BYTES.length);

        assertThat(bodyOf(client)).isEqualTo(BYTES);
        assertThat(TestHttp.readAnswer(client)).endsWith("hello");
        assertThat(growing.releases()).isEqualTo(1);
    }

    @Test
    void whereNobodySeesToItItIsAskedForAgain() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        growing.attended(false);
        Socket client = http.connect();
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\nRange: bytes=0-9\n\n");
        await().until(() -> growing.refusals() == 1);
        growing.grow(100);
        growing.attended(true);
        pass(Duration.ofMillis(51));

        assertThat(bodyOf(client)).hasSize(10);
    }

    @Test
    void whereNobodyEverSeesToItItIsNotAskedForForEver() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        growing.attended(false);
        Socket client = http.connect();
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\n\n");
        for (int second = 0; second < 61; second++) {
            int before = growing.refusals();
            await().until(() -> growing.refusals() > 0);
            pass(Duration.ofSeconds(1));
            await().until(() -> growing.refusals() > before || growing.releases() == 1);
        }

        await().until(() -> growing.releases() == 1);
        assertThat(http.connections()).isZero();
    }

    @Test
    void whatBreaksOffWithoutAKnownLengthIsSeenToHaveBrokenOff() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /unsized HTTP/1.1\nHost: h\n\n");
        await().until(() -> growing.waiting() == 1);
        growing.grow(1000);
        await().until(() -> growing.waiting() == 1);
        growing.fail();

        assertThatIOException().isThrownBy(() -> client.getInputStream().readAllBytes());
        await().until(() -> growing.releases() == 1);
    }

    @Test
    void whatHasNoKnownLengthEndsWithTheConnection() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /unsized HTTP/1.1\nHost: h\n\n");
        await().until(() -> growing.waiting() == 1);
        growing.grow(1000);
        growing.end();

        String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

        assertThat(answer)
                .contains("Connection: close")
                .doesNotContain("Content-Length: ")
                .endsWith(new String(BYTES, 0, 1000, ISO_8859_1));
        assertThat(growing.releases()).isEqualTo(1);
    }

    @Test
    void whatEndsBeforeItsPromisedLengthIsCutOffAndNotFilledUp() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.1\nHost: h\n\n");
        growing.grow(1000);
        growing.end();

        String answer = new String(client.getInputStream().readAllBytes(), ISO_8859_1);

        assertThat(answer).contains("Content-Length: 3000000").doesNotContain("hello");
        assertThat(answer.length()).isLessThan(2000);
        await().until(() -> growing.releases() == 1);
    }

    @Test
    void aClientThatGoesLetsGoOfTheFile() throws IOException {
        MemorySupply whole = supply(MemorySupply.whole(bytes(50_000_000)));
        Socket client = http.connect();
        TestHttp.send(client, "GET /unsized HTTP/1.1\nHost: h\n\n");
        assertThat(client.getInputStream().read()).isEqualTo('H');

        client.setSoLinger(true, 0);
        client.close();

        await().until(() -> whole.releases() == 1);
    }

    @Test
    void anAnswerThatComesTooLateLetsGoOfTheFile() throws IOException {
        MemorySupply whole = supply(MemorySupply.whole(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /late HTTP/1.1\nHost: h\n\n");
        await().until(() -> http.workers().io().active() == 1);
        pass(Duration.ofSeconds(61));
        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 503 ");

        release.countDown();

        await().until(() -> whole.releases() == 1);
    }

    @Test
    void aClientThatReadsNothingIsClosed() throws IOException {
        MemorySupply whole = supply(MemorySupply.whole(bytes(50_000_000)));
        Socket client = http.connect();
        TestHttp.send(client, "GET /unsized HTTP/1.1\nHost: h\n\n");
        assertThat(client.getInputStream().read()).isEqualTo('H');

        await().untilAsserted(() -> {
            pass(Duration.ofSeconds(76));
            assertThat(whole.releases()).isEqualTo(1);
        });
        assertThat(http.connections()).isZero();
    }

    @Test
    void whatNeverComesIsNotWaitedForForEver() throws IOException {
        MemorySupply growing = supply(MemorySupply.growing(BYTES));
        Socket client = http.connect();
        TestHttp.send(client, "GET /sized HTTP/1.1\nHost: h\n\n");
        await().until(() -> growing.waiting() == 1);

        pass(Duration.ofSeconds(61));

        assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                .endsWith("\r\n\r\n");
        assertThat(growing.releases()).isEqualTo(1);
    }

    private void pass(Duration time) {
        http.turn();
        clock.advance(time);
        http.turn();
    }

    @Test
    void headSendsNothingAndHoldsNothing() throws IOException {
        MemorySupply whole = supply(MemorySupply.whole(BYTES));

        assertThat(http.ask("HEAD /sized HTTP/1.1\nHost: h\nConnection: close\n\n"))
                .contains("Content-Length: 3000000\n")
                .endsWith("\n\n");
        assertThat(whole.releases()).isEqualTo(1);
    }

    @Test
    void whatIsAtHandIsAnsweredByTheLoopAndTheRestByAWorkerForFiles() throws IOException {
        assertThat(http.ask("GET /glanced/yes HTTP/1.0\n\n")).contains("loop");
        assertThat(http.ask("GET /glanced/no HTTP/1.0\n\n")).contains("file-");
    }

    private static byte[] bodyOf(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.getInputStream().read());
        }
        String length = head.toString().replaceFirst("(?s).*Content-Length: (\\d+)\r\n.*", "$1");
        return client.getInputStream().readNBytes(Integer.parseInt(length));
    }
}

package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpConnectionTest {
    private static final String READING = """
            Access-Control-Allow-Origin: *
            Access-Control-Expose-Headers: %s
            """.formatted(Cors.EXPOSED);

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(Routes.builder()
                .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                .get("/hello/{name...}", Endpoint.immediate(r -> Response.text(200, "hello " + r.variable("name"))))
                .get("/slow", Endpoint.blocking(request -> {
                    release.await();
                    return Response.text(200, "at last");
                }))
                .get(
                        "/worker",
                        Endpoint.blocking(
                                r -> Response.text(200, Thread.currentThread().getName())))
                .get("/large", Endpoint.immediate(request -> Response.text(200, "x".repeat(20_000_000))))
                .get("/refuse", Endpoint.immediate(request -> {
                    throw new HttpError(409, "That is \"not\" possible.");
                }))
                .get("/api/refuse", Endpoint.blocking(request -> {
                    throw new HttpError(409, "That is \"not\" possible.");
                }))
                .get("/bug", Endpoint.blocking(request -> {
                    throw new IllegalStateException("thrown by a test, on purpose");
                }))
                .get(
                        "/evil",
                        Endpoint.immediate(r -> Response.text(200, "x").with("X-Name", "a\r\nX-Smuggled: b\u0000c é")))
                .get("/live", Endpoint.takeover(this::live))
                .put("/live", Endpoint.takeover(this::live))
                .post("/echo", Endpoint.blocking(request -> Response.text(200, new String(request.body(), UTF_8))))
                .build());
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        http.close();
    }

    @Test
    void documentIsAnswered() throws IOException {
        assertThat(http.ask("""
                GET /hello HTTP/1.1
                Host: h
                Connection: close

                """)).isEqualTo("""
                HTTP/1.1 200 OK
                Date: Fri, 06 Nov 2026 08:49:37 GMT
                Server: icy/test
                Content-Type: text/plain; charset=utf-8
                Content-Length: 6
                Connection: close
                """ + READING + """

                hello
                """);
    }

    @Test
    void http10IsAnsweredInKindAndClosed() throws IOException {
        assertThat(http.ask("GET /hello HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 200 OK\n")
                .contains("\nConnection: close\n")
                .endsWith("\nhello\n");
    }

    @Test
    void headIsTheHeadOfGetWithoutItsBody() throws IOException {
        String get = http.ask("GET /hello HTTP/1.0\n\n");

        assertThat(http.ask("HEAD /hello HTTP/1.0\n\n")).isEqualTo(get.replace("\nhello\n", "\n"));
    }

    @Test
    void connectionIsKeptForTheNextRequest() throws IOException {
        Socket client = http.connect();
        for (int n = 0; n < 3; n++) {
            TestHttp.send(client, "GET /hello/%d HTTP/1.1\nHost: h\n\n".formatted(n));
            assertThat(TestHttp.readAnswer(client))
                    .contains("Connection: keep-alive")
                    .endsWith("hello " + n);
        }
        TestHttp.send(client, "GET /hello HTTP/1.0\nConnection: keep-alive\n\n");
        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.0 200").contains("Connection: keep-alive");

        assertThat(TestHttp.ask(client, "GET /hello HTTP/1.0\n\n")).contains("Connection: close");
    }

    @Test
    void pipelinedRequestsAreAnsweredOneByOneInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int n = 0; n < 500; n++) { // more than one read and more than one turn holds
            requests.append("GET /hello/%d HTTP/1.1\nHost: h\n\n".formatted(n));
            expected.append("hello ").append(n).append(' ');
            if (n % 50 == 49) {
                requests.append("GET /worker HTTP/1.1\nHost: h\n\n");
                expected.append("worker ");
            }
        }
        requests.append("GET /hello/end HTTP/1.1\nHost: h\nConnection: close\n\n");
        expected.append("hello end");

        String bodies = http.ask(requests.toString())
                .replaceAll("(?s)HTTP/1.1 200.*?\n\n", " ")
                .replaceAll("io-\\d+", "worker")
                .strip();

        assertThat(bodies).isEqualTo(expected.toString());
    }

    @Test
    void requestsThatFollowASlowOneWait() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /slow HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.1\nHost: h\nConnection: close\n\n");
        assertThat(http.ask("GET /hello HTTP/1.0\n\n")).contains("200 OK"); // others do not wait
        release.countDown();

        String answers = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertThat(answers.indexOf("at last")).isBetween(0, answers.indexOf("hello\n"));
    }

    @Test
    void workersAnswerWhatMayBlock() throws IOException {
        assertThat(http.ask("GET /worker HTTP/1.0\n\n")).containsPattern("\n\nio-\\d+$");
    }

    @Test
    void fullPoolIsAnsweredAtOnce() throws IOException {
        for (int n = 0; n < 1_000 && http.workers().io().tryExecute(this::waitForRelease); n++) {
            assertThat(n).isLessThan(999);
        }

        assertThat(http.ask("GET /slow HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 503")
                .contains("\nRetry-After: 1\n");
    }

    @Test
    void largeAnswersArriveWholeAndWaitForTheReader() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /large HTTP/1.0\n\n");
        assertThat(http.ask("GET /hello HTTP/1.0\n\n")).contains("200 OK"); // the loop does not wait for the reader

        assertThat(client.getInputStream().readAllBytes()).hasSizeBetween(20_000_300, 20_001_000);
    }

    @Test
    void errorsAreSentencesForPeopleAndProblemDetailsForPrograms() throws IOException {
        assertThat(http.ask("GET /refuse HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 409 Conflict\n")
                .contains("\nContent-Type: text/plain; charset=utf-8\n")
                .endsWith("\n\nThat is \"not\" possible.\n");
        String problem = """

                {"type":"about:blank","title":"Conflict","status":409,"detail":"That is \\"not\\" possible."}
                """;
        assertThat(http.ask("GET /api/refuse HTTP/1.0\n\n"))
                .contains("\nContent-Type: application/problem+json\n")
                .endsWith(problem);
        assertThat(http.ask("GET /refuse HTTP/1.0\nAccept: text/html;q=0.5, application/json;q=0.9\n\n"))
                .endsWith(problem);
    }

    @Test
    void bugsAreAnsweredWithAnIdentifierAndNoDetails() throws IOException {
        assertThat(http.ask("GET /bug HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 500 ")
                .containsPattern("Its log says more under [0-9a-f]+\\.")
                .doesNotContain("on purpose");
    }

    @Test
    void valuesCannotSmuggleFields() throws IOException {
        assertThat(http.ask("GET /evil HTTP/1.0\n\n")).contains("\nX-Name: aX-Smuggled: bc é\n");
    }

    @Test
    void badRequestIsAnsweredAndTheRestIsNotTakenForARequest() throws IOException {
        assertThat(http.ask("GET / HTTP/1.1\nContent-Length: -1\n\nGET /hello HTTP/1.1\n\n"))
                .startsWith("HTTP/1.1 400 Bad Request\n")
                .endsWith("\n\nContent-Length is not a number of bytes.\n")
                .contains("\nConnection: close\n")
                .doesNotContain("200 OK");
    }

    @Test
    void errorSurvivesALargeBodyThatNobodyWants() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT /nowhere HTTP/1.1\nHost: h\nContent-Length: 3000000\n\n");
        client.getOutputStream().write(new byte[3_000_000]);

        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 11\n\nhello world",
                "Transfer-Encoding: chunked\n\n5\nhello\n6\n world\n0\n\n",
            })
    void bodiesReachTheEndpointAndTheNextRequestFollows(String body) throws IOException {
        String answers = http.ask(
                "POST /echo HTTP/1.1\nHost: h\n" + body + "GET /hello/2 HTTP/1.1\nHost: h\nConnection: close\n\n");

        assertThat(answers).contains("\n\nhello worldHTTP/1.1 200 OK\n").endsWith("\n\nhello 2");
    }

    @Test
    void leaveToSendTheBodyIsGivenOnce() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "POST /echo HTTP/1.1\nHost: h\nContent-Length: 2\nExpect: 100-continue\n\n");
        assertThat(TestHttp.readAnswer(client)).isEqualTo("HTTP/1.1 100 Continue\n\n");
        TestHttp.send(client, "hi");

        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 200 OK\n").endsWith("\n\nhi");
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedBeforeTheyAreSentOrWhileTheyGrow() throws IOException {
        assertThat(http.ask("POST /echo HTTP/1.1\nHost: h\nContent-Length: 1048577\nExpect: 100-continue\n\n"))
                .startsWith("HTTP/1.1 413 Content Too Large\n");
        assertThat(http.ask("POST /echo HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n"
                        + ("10000\n" + "x".repeat(65_536) + "\n").repeat(17)))
                .startsWith("HTTP/1.1 413 Content Too Large\n");
    }

    @Test
    void memoryOfEveryBodyIsGivenBack() throws IOException {
        long atFirst = http.reception().budget().leftBytes();
        String start = "POST /echo HTTP/1.1\nHost: h\nConnection: close\n";
        http.ask(start + "Content-Length: 50000\n\n" + "x".repeat(50_000));
        http.ask(start + "Content-Length: 50000000\n\n");
        http.ask(start + "Transfer-Encoding: chunked\n\n5\nhello\nbroken\n");
        try (Socket client = http.connect()) {
            TestHttp.send(client, start + "Content-Length: 50000\n\n" + "x".repeat(9_000));
            await().until(() -> http.reception().budget().leftBytes() < atFirst);
        }

        await().until(() -> http.reception().budget().leftBytes() == atFirst);
    }

    @Test
    void longHeadsBorrowTheirMemoryUntilTheyAreAnswered() throws IOException {
        long atFirst = http.reception().budget().leftBytes();
        try (Socket client = http.connect()) {
            TestHttp.send(client, "GET /slow HTTP/1.1\nHost: h\nX: " + "x".repeat(12_000));
            await().until(() -> http.reception().budget().leftBytes() < atFirst - 9_000);
            TestHttp.send(client, "\n\n");
            http.turn();
            assertThat(http.reception().budget().leftBytes()).isLessThan(atFirst - 9_000);
            release.countDown();
            assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 200 OK\n");
            await().until(() -> http.reception().budget().leftBytes() == atFirst);
            TestHttp.send(client, "GET /slow HTTP/1.1\nHost: h\nX: " + "x".repeat(12_000));
            await().until(() -> http.reception().budget().leftBytes() < atFirst - 9_000);
        }
        await().until(() -> http.reception().budget().leftBytes() == atFirst);
    }

    @Test
    void withoutMemoryOnlyHeadsOfTheUsualSizeAreRead() throws IOException {
        RequestBudget budget = http.reception().budget();
        assertThat(budget.tryTake(budget.leftBytes())).isTrue();

        String start = "GET /hello HTTP/1.1\nHost: h\nConnection: close\nX: ";
        assertThat(http.ask(start + "x".repeat(1_900) + "\n\n")).startsWith("HTTP/1.1 200 OK\n");
        assertThat(http.ask(start + "x".repeat(2_100) + "\n\n"))
                .startsWith("HTTP/1.1 503 ")
                .contains("Too many large requests");
        assertThat(budget.leftBytes()).isZero();
    }

    @Test
    void pagesOfOtherSitesMayReadButNotChange() throws IOException {
        String change = "POST /echo HTTP/1.1\nHost: h\nSec-Fetch-Site: %s\nContent-Length: 2\nConnection: close\n\nhi";

        assertThat(http.ask(change.formatted("cross-site"))).startsWith("HTTP/1.1 403 ");
        assertThat(http.ask(change.formatted("same-origin"))).startsWith("HTTP/1.1 200 ");
        assertThat(http.ask("GET /hello HTTP/1.0\nSec-Fetch-Site: cross-site\n\n"))
                .startsWith("HTTP/1.0 200 ");
    }

    @Test
    void preflightLetsPlayersAskForMetadata() throws IOException {
        assertThat(http.ask("""
                OPTIONS /live HTTP/1.1
                Host: h
                Access-Control-Request-Method: GET
                Access-Control-Request-Headers: icy-metadata
                Origin: null
                Connection: close

                """)).isEqualTo("""
                HTTP/1.1 204 No Content
                Date: Fri, 06 Nov 2026 08:49:37 GMT
                Server: icy/test
                Allow: GET, HEAD, OPTIONS, PUT
                Access-Control-Allow-Origin: *
                Access-Control-Allow-Methods: GET, HEAD, OPTIONS
                Access-Control-Allow-Headers: Origin, Accept, Accept-Encoding, X-Requested-With, Content-Type, \
                Icy-MetaData, Range, Authorization
                Access-Control-Max-Age: 86400
                Connection: close

                """);
    }

    @Test
    void optionsForTheServerAnswersAndClosesAsLibshoutNeeds() throws IOException {
        assertThat(http.ask("OPTIONS * HTTP/1.1\nHost: h\nConnection: Upgrade\nUpgrade: TLS/1.0, HTTP/1.1\n\n"))
                .startsWith("HTTP/1.1 204 No Content\n")
                .contains("\nAllow: GET, HEAD, OPTIONS, POST, PUT\n", "\nConnection: close\n");
    }

    @Test
    void takeoverHasTheBytesThatCameWithTheHead() throws IOException {
        assertThat(http.ask("PUT /live HTTP/1.1\nHost: h\n\nID3audio")).isEqualTo("taken with ID3audio");
        await().untilAsserted(() -> assertThat(events).containsExactly("listener closed"));
    }

    @Test
    void takeoverMayDeclineAndTheConnectionGoesOn() throws IOException {
        String answers = http.ask("GET /live?full HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.0\n\n");

        assertThat(answers).startsWith("HTTP/1.1 503 ").endsWith("\n\nhello\n");
    }

    @Test
    void headForWhatHasNoEndClaimsNoLength() throws IOException {
        assertThat(http.ask("HEAD /live HTTP/1.1\nHost: h\n\n"))
                .startsWith("HTTP/1.1 200 OK\n")
                .contains("\nContent-Type: audio/mpeg\n", "\nConnection: close\n")
                .doesNotContain("\nContent-Length: ");
    }

    @Test
    void takeoverThatFailsIsAnsweredWith500() throws IOException {
        assertThat(http.ask("GET /live?bug HTTP/1.1\nHost: h\nConnection: close\n\n"))
                .startsWith("HTTP/1.1 500 ");
        await().until(() -> http.connections() == 0);
    }

    @Test
    void halfARequestAndTheEndIsAnswered() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /hello HT");
        client.shutdownOutput();
        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1 400 ");

        Socket silent = http.connect();
        silent.shutdownOutput();
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void badNetworkChangesNothing() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            String request = "GET /hello/a HTTP/1.1\nHost: h\n\n"
                    + "POST /echo HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\n5;x\nhello\n0\nT: t\n\n"
                    + "GET /worker HTTP/1.1\nHost: h\n\n"
                    + "PUT /live HTTP/1.1\nHost: h\n\n";
            String answers = TestHttp.ask(http.connectThrough(new Random(seed), 1 + seed), request);

            assertThat(answers.replaceAll("(?s)HTTP/1.1 200.*?\n\n", "|"))
                    .as("seed %d", seed)
                    .matches("\\|hello a\\|hello\\|io-\\d+taken with ");
        }
    }

    @Test
    void overTheLimitOfConnectionsNewcomersHearWhenToTryAgain() throws IOException {
        HttpLimits two = new HttpLimits(2, Duration.ofSeconds(15), Duration.ofSeconds(30), 16_384, 100);
        try (TestHttp small = new TestHttp(Routes.builder().build(), two, System::nanoTime)) {
            assertThat(small.reception().admits(1, InetAddress.getByName("192.0.2.1")))
                    .isTrue();
            assertThat(small.reception().admits(2, InetAddress.getByName("192.0.2.1")))
                    .isFalse();
            List<Socket> inside = new ArrayList<>();
            for (int n = 0; n < 2 + 16; n++) { // this machine's own may be a few more
                inside.add(small.connect());
            }
            await().until(() -> small.connections() == 18);

            String refusal = small.ask("GET / HTTP/1.1\nHost: h\n\n");
            assertThat(refusal)
                    .startsWith("HTTP/1.1 503 Service Unavailable\n")
                    .contains("\nRetry-After: 10\n", "\nConnection: close\n")
                    .endsWith("\n\nThis server is full. Please try again in 10 seconds.\n");
            for (Socket client : inside) {
                client.close();
            }
            await().until(() -> small.connections() == 0);
            assertThat(small.ask("GET / HTTP/1.0\n\n")).startsWith("HTTP/1.0 404 ");
        }
    }

    @Test
    void oneLineIsLoggedForEachAnswer() throws IOException {
        http.ask("GET /hello?x=1 HTTP/1.1\nHost: h\nUser-Agent: a\nReferer: b\n\nGET /%zz HTTP/1.1\n");

        await().untilAsserted(() -> assertThat(http.accessLog()).hasSize(2));
        AccessLog.Entry good = http.accessLog().get(0);
        assertThat(good.requestLine()).isEqualTo("GET /hello?x=1 HTTP/1.1");
        assertThat(good.userAgent()).isEqualTo("a");
        assertThat(good.referrer()).isEqualTo("b");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.bytes()).isBetween(300L, 900L);
        assertThat(http.accessLog().get(1).status()).isEqualTo(400);
        assertThat(http.accessLog().get(1).requestLine()).isEqualTo("GET /%zz HTTP/1.1");
    }

    @Test
    void passwordsThatSourcesSendFirstAreNotLogged() throws IOException {
        http.ask("hush\nicy-name:x\n\n");
        http.ask("SOURCE hush /mount\n\n");

        await().untilAsserted(() -> assertThat(http.accessLog()).hasSize(2));
        assertThat(http.accessLog()).allMatch(entry -> entry.requestLine().isEmpty());
    }

    @Test
    void answerThatNobodyTookIsLoggedToo() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /large HTTP/1.0\n\n");
        client.getInputStream().read();
        client.setSoLinger(true, 0);
        client.close();

        await().untilAsserted(() -> assertThat(http.accessLog()).hasSize(1));
        assertThat(http.accessLog().get(0).bytes()).isLessThan(20_000_000);
    }

    private void waitForRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what came with the head and closes; a query makes it decline or fail. */
    private Optional<Response> live(Request request, Connection connection) throws HttpError {
        if (request.isHead()) {
            return Optional.of(Response.of(200, "audio/mpeg", Body.endless()));
        }
        if (request.query("full").isPresent()) {
            return Optional.of(Response.problem(503, "Full."));
        }
        if (request.query("bug").isPresent()) {
            throw new IllegalStateException("thrown by a test, on purpose");
        }
        connection.handler(new ChannelHandler() {
            @Override
            public void onReady(int readyOps) throws IOException {
                connection.wire().read(connection.loop().readBuffer());
                connection.close(null);
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
                events.add("listener closed");
            }
        });
        try {
            ByteBuffer words = ByteBuffer.wrap(("taken with " + UTF_8.decode(request.remaining())).getBytes(UTF_8));
            while (words.hasRemaining()) {
                connection.wire().write(words);
            }
            connection.wire().shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Optional.empty();
    }
}

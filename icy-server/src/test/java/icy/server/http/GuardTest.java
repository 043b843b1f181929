package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.loop.Connection;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody gets past a guard, whatever kind of endpoint is behind it and however long the guard thinks. */
@Timeout(60)
class GuardTest {
    private static final Response WHO = Response.problem(401, "Say who you are.");

    private final CountDownLatch release = new CountDownLatch(1);
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        Endpoint echo = Endpoint.blocking(request ->
                Response.text(200, request.user().orElse("?") + " says " + new String(request.body(), UTF_8) + "\n"));
        Endpoint live = Endpoint.takeover(this::live);
        Endpoint form = Endpoint.immediate(r -> Response.text(
                200,
                r.query("song").orElse("nothing") + " at " + r.query("mount").orElse("?")));
        http = new TestHttp(Routes.builder()
                .post("/quick/echo", Endpoint.guarded(GuardTest::byHeader, echo))
                .post("/slow/echo", Endpoint.guarded(slowly(GuardTest::byHeader), echo))
                .put("/quick/live", Endpoint.guarded(GuardTest::byHeader, live))
                .put("/slow/live", Endpoint.guarded(slowly(GuardTest::byHeader), live))
                .get("/choice", Endpoint.guarded(GuardTest::byHeader, Endpoint.choice(headers -> echo)))
                .post("/form", Endpoint.guardedByForm(GuardTest::byForm, form))
                .post("/slow/form", Endpoint.guardedByForm(slowly(GuardTest::byForm), form))
                .get("/stuck", Endpoint.guarded(r -> Guard.ask(this::whenReleased), echo))
                .get(
                        "/bug",
                        Endpoint.guarded(
                                r -> {
                                    throw new IllegalStateException("thrown by a test, on purpose");
                                },
                                echo))
                .get(
                        "/slow/bug",
                        Endpoint.guarded(
                                r -> Guard.ask(() -> {
                                    throw new IllegalStateException("thrown by a test, on purpose");
                                }),
                                echo))
                .get("/hello", Endpoint.immediate(r -> Response.text(200, "hello\n")))
                .build());
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void endpointKnowsWhoWasAdmitted(String how) throws IOException {
        assertThat(http.ask("POST " + how
                        + "/echo HTTP/1.1\nHost: h\nX-User: ann\nContent-Length: 2\nConnection: close\n\nhi"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\n\nann says hi\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void strangerIsRefusedBeforeAByteOfTheBodyIsRead(String how) throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "POST " + how + "/echo HTTP/1.1\nHost: h\nContent-Length: 500000\n\n");

        assertThat(TestHttp.readAnswer(client))
                .startsWith("HTTP/1.1 401 ")
                .contains("\nConnection: close\n")
                .endsWith("\n\nSay who you are.\n");
        client.getOutputStream().write(new byte[500_000]); // it is polite to let them finish
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void leaveToSendABodyIsGivenToTheAdmittedOnly(String how) throws IOException {
        String head = "POST %s/echo HTTP/1.1\nHost: h\n%sExpect: 100-continue\nContent-Length: 2\n\n";
        Socket admitted = http.connect();
        TestHttp.send(admitted, head.formatted(how, "X-User: ann\n"));
        assertThat(TestHttp.readAnswer(admitted)).isEqualTo("HTTP/1.1 100 Continue\n\n");
        TestHttp.send(admitted, "hi");
        assertThat(TestHttp.readAnswer(admitted)).endsWith("\n\nann says hi\n");

        Socket stranger = http.connect();
        TestHttp.send(stranger, head.formatted(how, ""));
        assertThat(TestHttp.readAnswer(stranger)).startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void whatCameWithTheHeadOfATakeoverIsKeptWhileTheGuardThinks(String how) throws IOException {
        assertThat(http.ask("PUT " + how + "/live HTTP/1.1\nHost: h\nX-User: ann\n\nID3audio"))
                .isEqualTo("ann with ID3audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void audioOfARefusedSourceIsNotTakenForARequest(String how) throws IOException {
        assertThat(http.ask("PUT " + how + "/live HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.0\n\n"))
                .startsWith("HTTP/1.1 401 ")
                .contains("\nConnection: close\n")
                .endsWith("\n\nSay who you are.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quick", "/slow"})
    void sourceThatAnnouncesNoBodyMayAskAgainOnTheSameConnection(String how) throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT " + how + "/live HTTP/1.1\nHost: h\nContent-Length: 0\n\n");
        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 401 ").contains("Connection: keep-alive");

        assertThat(TestHttp.ask(client, "PUT " + how + "/live HTTP/1.1\nHost: h\nX-User: ann\n\naudio"))
                .isEqualTo("ann with audio");
    }

    @Test
    void guardStandsBeforeAChoiceToo() throws IOException {
        assertThat(http.ask("GET /choice HTTP/1.0\n\n")).startsWith("HTTP/1.0 401 ");
        assertThat(http.ask("GET /choice HTTP/1.0\nX-User: ann\n\n")).endsWith("ann says \n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/slow"})
    void formIsReadForAGuardThatJudgesByIt(String how) throws IOException {
        String post = "POST " + how + "/form?song=a HTTP/1.1\nHost: h\nConnection: close\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=utf-8\nContent-Length: %d\n\n%s";

        String known = "song=b&mount=%2fx&key=ann";
        assertThat(http.ask(post.formatted(known.length(), known)))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\n\na at /x");
        assertThat(http.ask(post.formatted(1, "x"))).startsWith("HTTP/1.1 401 ");
        assertThat(http.ask(post.formatted(16_385, "x".repeat(16_385)))).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void otherBodiesAreNoForms() throws IOException {
        assertThat(http.ask("POST /form HTTP/1.1\nHost: h\nConnection: close\nContent-Length: 7\n\nkey=ann"))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void requestsThatFollowWaitForTheGuard() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /stuck HTTP/1.1\nHost: h\n\nGET /hello HTTP/1.1\nHost: h\nConnection: close\n\n");
        assertThat(http.ask("GET /hello HTTP/1.0\n\n")).contains("200 OK"); // others do not
        release.countDown();

        String answers = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertThat(answers.indexOf("late says")).isBetween(0, answers.indexOf("hello\n"));
    }

    @Test
    void fullPoolIsAnsweredAtOnce() throws IOException {
        for (int n = 0; n < 1_000 && http.workers().auth().tryExecute(this::whenReleased); n++) {
            assertThat(n).isLessThan(999);
        }

        assertThat(http.ask("POST /slow/echo HTTP/1.0\nX-User: ann\n\n"))
                .startsWith("HTTP/1.0 503")
                .contains("\nRetry-After: 1\n");
        assertThat(http.ask("POST /quick/echo HTTP/1.0\nX-User: ann\n\n")).startsWith("HTTP/1.0 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bug", "/slow/bug"})
    void guardThatFailsLetsNobodyPass(String path) throws IOException {
        assertThat(http.ask("GET " + path + " HTTP/1.0\n\n")).startsWith("HTTP/1.0 500 ");
    }

    @Test
    void badNetworkChangesNothing() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            String request = "POST /slow/echo HTTP/1.1\nHost: h\nX-User: a\nContent-Length: 5\n\nhello"
                    + "POST /slow/form?key=ann HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n"
                    + "Content-Type: application/x-www-form-urlencoded\n\n6\nsong=s\n0\n\n"
                    + "GET /choice HTTP/1.1\nHost: h\n\n"
                    + "PUT /slow/live HTTP/1.1\nHost: h\nX-User: b\n\n";
            String answers = TestHttp.ask(http.connectThrough(new Random(seed), 1 + seed), request);

            assertThat(answers.replaceAll("(?s)HTTP/1.1 (\\d+).*?\n\n", "|$1 "))
                    .as("seed %d", seed)
                    .isEqualTo("|200 a says hello\n|200 s at ?|401 Say who you are.\nb with ");
        }
    }

    private static Guard.Verdict byHeader(Request request) {
        return request.header("X-User").map(Guard::admitted).orElse(Guard.refused(WHO));
    }

    private static Guard.Verdict byForm(Request request) {
        return request.query("key").map(Guard::admitted).orElse(Guard.refused(WHO));
    }

    private static Guard slowly(Guard guard) {
        return request -> Guard.ask(() -> guard.judge(request));
    }

    private Guard.Verdict whenReleased() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Guard.admitted("late");
    }

    private Optional<Response> live(Request request, Connection connection) {
        String words = request.user().orElse("?") + " with " + UTF_8.decode(request.remaining());
        FinalAnswer.send(connection, ByteBuffer.wrap(words.getBytes(UTF_8)));
        return Optional.empty();
    }
}

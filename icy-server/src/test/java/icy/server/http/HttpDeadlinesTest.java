package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.ManualClock;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody holds a connection for ever, however slowly they go about it. */
@Timeout(30)
class HttpDeadlinesTest {
    private final ManualClock clock = new ManualClock();
    private final CountDownLatch release = new CountDownLatch(1);
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(
                Routes.builder()
                        .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                        .get("/large", Endpoint.immediate(request -> Response.text(200, "x".repeat(20_000_000))))
                        .get("/stuck", Endpoint.blocking(request -> {
                            release.await();
                            return Response.text(200, "too late");
                        }))
                        .post("/echo", Endpoint.immediate(request -> Response.noContent()))
                        .build(),
                HttpLimits.defaults(),
                clock);
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        http.close();
    }

    @Test
    void silentNewcomerIsClosedWithoutAWord() throws IOException {
        Socket client = http.connect();
        await().until(() -> http.connections() == 1);

        pass(Duration.ofMillis(14_900));
        assertThat(http.connections()).isEqualTo(1);
        pass(Duration.ofMillis(200));

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(http.accessLog()).isEmpty();
    }

    @Test
    void headSentByteByByteHasNoMoreTimeThanAnother() throws IOException {
        Socket client = http.connect();
        String slow = "GET /hello HTTP/1.1\r\nX: ";
        for (int n = 0; n < 14; n++) {
            client.getOutputStream().write(slow.charAt(n));
            pass(Duration.ofSeconds(1));
        }
        client.getOutputStream().write('x');
        pass(Duration.ofMillis(1_100));

        assertThat(TestHttp.ask(client, "")).startsWith("HTTP/1.1 408 Request Timeout\n");
    }

    @Test
    void keptConnectionIsClosedAfterItsIdleTime() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /hello HTTP/1.1\nHost: h\n\n");
        TestHttp.readAnswer(client);

        pass(Duration.ofMillis(29_900));
        TestHttp.send(client, "GET /hello HTTP/1.1\nHost: h\n\n");
        TestHttp.readAnswer(client);
        pass(Duration.ofMillis(29_900));
        assertThat(http.connections()).isEqualTo(1);
        pass(Duration.ofMillis(200));

        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void secondHeadOnAConnectionHasItsOwnTimeFromItsFirstByte() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /hello HTTP/1.1\nHost: h\n\n");
        TestHttp.readAnswer(client);
        pass(Duration.ofSeconds(25));
        TestHttp.send(client, "GET /he");
        http.turn();
        pass(Duration.ofMillis(14_900));
        assertThat(http.connections()).isEqualTo(1);
        pass(Duration.ofMillis(200));

        assertThat(TestHttp.ask(client, "")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void bodyThatDoesNotComeIsGivenUp() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "POST /echo HTTP/1.1\nHost: h\nContent-Length: 100\n\nfew");
        http.turn();
        pass(Duration.ofMillis(30_100));

        assertThat(TestHttp.ask(client, "")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void workerThatDoesNotComeBackIsNotWaitedForForEver() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /stuck HTTP/1.1\nHost: h\n\n");
        await().until(() -> http.workers().io().active() == 1);
        http.turn();
        pass(Duration.ofMillis(60_100));

        assertThat(TestHttp.readAnswer(client)).startsWith("HTTP/1.1 503 ");
        release.countDown();
        TestHttp.send(client, "GET /hello HTTP/1.1\nHost: h\nConnection: close\n\n");
        assertThat(TestHttp.ask(client, "")).startsWith("HTTP/1.1 200 ").endsWith("hello\n");
    }

    @Test
    void readerThatDoesNotReadIsClosed() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "GET /large HTTP/1.1\nHost: h\n\n");
        client.getInputStream().read();
        http.turn();
        for (int n = 0; n < 10 && http.connections() == 1; n++) {
            pass(Duration.ofSeconds(20)); // bytes on their way count as progress, for some turns
        }

        assertThat(http.connections()).isZero();
    }

    @Test
    void clientThatDoesNotCloseAfterTheAnswerIsClosed() throws IOException {
        Socket client = http.connect();
        TestHttp.ask(client, "GET /hello HTTP/1.0\n\n");
        assertThat(http.connections()).isEqualTo(1);

        pass(Duration.ofMillis(2_100));

        await().until(() -> http.connections() == 0);
    }

    private void pass(Duration time) {
        http.turn(); // what was sent before is read by the clock of before
        clock.advance(time);
        http.turn();
    }
}

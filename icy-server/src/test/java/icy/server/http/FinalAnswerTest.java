package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.ManualClock;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FinalAnswerTest {
    private static final int LONG_WORDS_BYTES = 20_000_000;

    private final ManualClock clock = new ManualClock();
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(
                Routes.builder()
                        .put("/short", Endpoint.takeover((request, connection) -> {
                            FinalAnswer.send(connection, ByteBuffer.wrap("sorry\n".getBytes(UTF_8)));
                            return Optional.empty();
                        }))
                        .put("/long", Endpoint.takeover((request, connection) -> {
                            FinalAnswer.send(connection, ByteBuffer.allocate(LONG_WORDS_BYTES));
                            return Optional.empty();
                        }))
                        .build(),
                HttpLimits.defaults(),
                clock);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
    }

    @Test
    void wordsArriveThoughThePeerIsStillSending() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT /short HTTP/1.1\nHost: h\n\n");
        client.getOutputStream().write(new byte[3_000_000]);
        client.shutdownOutput();

        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).isEqualTo("sorry\n");
        await().until(() -> http.connections() == 0);
    }

    @Test
    void longWordsArriveWhole() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT /long HTTP/1.1\nHost: h\n\n");

        assertThat(client.getInputStream().readAllBytes()).hasSize(LONG_WORDS_BYTES);
    }

    @Test
    void peerThatDoesNotCloseIsClosed() throws IOException {
        Socket client = http.connect();
        assertThat(TestHttp.ask(client, "PUT /short HTTP/1.1\nHost: h\n\n")).isEqualTo("sorry\n");
        http.turn();
        assertThat(http.connections()).isEqualTo(1);

        clock.advance(Duration.ofMillis(2_100));
        http.turn();

        await().until(() -> http.connections() == 0);
    }

    @Test
    void peerThatSendsWithoutEndIsClosedAfterEightMegabytes() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT /short HTTP/1.1\nHost: h\n\n");

        assertThat(sentUntilReset(client)).isGreaterThan(8L << 20);
        assertThat(http.connections()).isZero();
    }

    @Test
    void peerThatDoesNotListenIsClosed() throws IOException {
        Socket client = http.connect();
        TestHttp.send(client, "PUT /long HTTP/1.1\nHost: h\n\n");
        assertThat(client.getInputStream().read()).isZero();
        http.turn();
        assertThat(http.connections()).isEqualTo(1);

        clock.advance(Duration.ofMillis(10_100));
        http.turn();

        await().until(() -> http.connections() == 0);
    }

    private static long sentUntilReset(Socket client) {
        byte[] piece = new byte[64 * 1024];
        long sent = 0;
        try {
            while (sent < 1L << 30) {
                client.getOutputStream().write(piece);
                sent += piece.length;
            }
        } catch (IOException e) {
            return sent;
        }
        throw new AssertionError("nobody closed");
    }
}

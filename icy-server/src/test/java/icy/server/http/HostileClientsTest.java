package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent, the answer is a clean 4xx or a close, and others are served meanwhile. */
@Timeout(60)
class HostileClientsTest {
    private TestHttp http;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(Routes.builder()
                .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                .build());
    }

    @AfterEach
    void othersWereServedAllTheTime() throws IOException {
        assertThat(http.ask("GET /hello HTTP/1.0\n\n")).startsWith("HTTP/1.0 200 ");
        http.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /hello                                              | 400
                    GET /..%2f..%2fetc/passwd HTTP/1.0                      | 403
                    GET /a%00b HTTP/1.0                                     | 403
                    GET /nothing HTTP/1.0                                   | 404
                    DELETE /hello HTTP/1.0                                  | 405
                    BREW /pot HTTP/1.0                                      | 404
                    GET /hello HTTP/1.0~Content-Length: -7                  | 400
                    GET /hello HTTP/2.0                                     | 505
                    SOURCE new3.mp3 HTTP/1.0                                | 400
                    '\u0016\u0003\u0001\u0002'                              | 400
                    'Z\u0000\u0010\u0009\u0000\u0003'                       | 400
                    """)
    void nonsenseIsAnsweredWithAReason(String request, int status) throws IOException {
        String answer = http.ask(request.replace("~", "\n") + "\n\n");

        assertThat(answer).contains(" " + status + " ").containsPattern("\n\n.+\\.\n$");
    }

    @Test
    void sixtyFourKilobytesOfHeadAreRefused() throws IOException {
        assertThat(http.ask("GET /hello HTTP/1.1\n" + "Cookie: 0123456789\n".repeat(3_500) + "\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(http.ask("GET /hello HTTP/1.1\nX: " + "x".repeat(65_536) + "\n\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(http.ask("GET /" + "x".repeat(65_536) + " HTTP/1.1\n\n")).startsWith("HTTP/1.1 414 ");
        assertThat(http.ask("GET /hello HTTP/1.1\n" + "a:\n".repeat(10_000) + "\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void requestSentByteByByteIsServed() throws IOException {
        try (Socket client = http.connect()) {
            client.setTcpNoDelay(true);
            for (byte letter : "GET /hello HTTP/1.0\r\nX: y\r\n\r\n".getBytes(UTF_8)) {
                client.getOutputStream().write(letter);
            }
            assertThat(TestHttp.ask(client, "")).endsWith("\n\nhello\n");
        }
    }

    @Test
    void noiseEndsInAnAnswerOrAClose() throws IOException {
        Random random = new Random(1);
        for (int n = 0; n < 200; n++) {
            byte[] noise = new byte[1 + random.nextInt(3_000)];
            random.nextBytes(noise);
            try (Socket client = http.connect()) {
                client.getOutputStream().write(noise);
                client.shutdownOutput();
                byte[] answer = client.getInputStream().readAllBytes();
                assertThat(new String(answer, UTF_8)).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
            }
        }
        await().until(() -> http.connections() == 0);
    }

    @Test
    void clientsThatLeaveAtAnyPointLeaveNothing() throws IOException {
        String request = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";
        for (int length = 0; length <= request.length(); length++) {
            try (Socket client = http.connect()) {
                client.getOutputStream().write(request.substring(0, length).getBytes(UTF_8));
                client.setSoLinger(true, 0); // close with a reset
            }
        }
        await().until(() -> http.connections() == 0);
    }

    @Test
    void fiveThousandIdleConnectionsCostLittleAndDisturbNobody() throws IOException {
        List<Socket> idle = new ArrayList<>();
        long before = usedBytes();
        int count = 2_500; // of each kind
        for (int n = 0; n < count; n++) {
            idle.add(http.connect());
            Socket half = http.connect();
            half.getOutputStream().write("GET /hello HTTP/1.1\r\nX-Half: ".getBytes(UTF_8));
            idle.add(half);
        }
        await().until(() -> http.connections() == 2 * count);
        http.turn();

        long worst = 0;
        for (int n = 0; n < 20; n++) {
            long start = System.nanoTime();
            assertThat(http.ask("GET /hello HTTP/1.0\n\n")).startsWith("HTTP/1.0 200 ");
            worst = Math.max(worst, System.nanoTime() - start);
        }
        // The clients' own sockets are in this process too: about a third of the figure.
        assertThat((usedBytes() - before) / (2 * count))
                .as("heap bytes per connection")
                .isLessThan(6_000);
        assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofSeconds(1));
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

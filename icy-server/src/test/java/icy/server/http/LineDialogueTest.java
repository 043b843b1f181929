package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.loop.Connection;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LineDialogueTest {
    private TestHttp http;
    private int port;

    @BeforeEach
    void start() throws IOException {
        http = new TestHttp(Routes.builder()
                .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                .build());
        port = http.open(new Repeating());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush\n", "hush\nicy-name: x\n\naudio", "\nhush\n", "mount:hush\nx", "GET\n", "/\n"})
    void lineThatIsNoRequestIsHandedOverWithWhatFollows(String sent) throws IOException {
        String line = sent.strip().lines().findFirst().orElseThrow();
        String rest = sent.substring(sent.indexOf(line) + line.length() + 1);
        Socket client = http.connect(port);
        TestHttp.send(client, sent);
        client.shutdownOutput();

        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                .isEqualTo(line + "|" + rest.replace("\n", "\r\n"));
        assertThat(http.accessLog()).isEmpty();
    }

    @Test
    void linesThatTheDialogueDoesNotTakeAreAnsweredAsBefore() throws IOException {
        assertThat(TestHttp.ask(http.connect(port), "SOURCE hush /mount\n\n")).startsWith("HTTP/1.1 400 ");
        assertThat(TestHttp.ask(http.connect(port), "GET /hello\n\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void requestsAreServedAtThatPortToo() throws IOException {
        assertThat(TestHttp.ask(http.connect(port), "GET /hello HTTP/1.0\n\n")).endsWith("\n\nhello\n");
        assertThat(TestHttp.ask(http.connect(port), "GET /a b HTTP/1.0\n\n")).contains("space");
        assertThat(TestHttp.ask(http.connect(port), "GET /hello HTTP/9.9\n\n")).startsWith("HTTP/1.1 505 ");
    }

    @Test
    void laterLinesOfAConnectionAreNotForTheDialogue() throws IOException {
        String answers = TestHttp.ask(http.connect(port), "GET /hello HTTP/1.1\nHost: h\n\n" + "hush\n\n");

        assertThat(answers).contains("\n\nhello\nHTTP/1.1 400 ").doesNotContain("hush");
    }

    @Test
    void shoutcast2IsToldWhatToDo() throws IOException {
        assertThat(TestHttp.ask(http.connect(port), "Z\u0000\u0010\t\u0000\u00032.1\u0000"))
                .endsWith("\n\nSHOUTcast 2's own protocol is not spoken here: set the encoder to SHOUTcast 1.\n");
    }

    @Test
    void connectionBelongsToTheDialogueUntilItEnds() throws IOException {
        try (Socket client = http.connect(port)) {
            TestHttp.send(client, "hush\n");
            assertThat(client.getInputStream().readAllBytes()).isNotEmpty();
        }
        await().until(() -> http.connections() == 0);
    }

    /** Says what it was given, for lines of one word. */
    private static final class Repeating implements LineDialogue {
        @Override
        public boolean takes(byte[] line) {
            return !new String(line, UTF_8).contains(" ");
        }

        @Override
        public void begin(Connection connection, byte[] line, ByteBuffer rest) {
            String words = new String(line, UTF_8) + "|" + UTF_8.decode(rest);
            FinalAnswer.send(connection, ByteBuffer.wrap(words.getBytes(UTF_8)));
        }
    }
}

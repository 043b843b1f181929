package icy.server.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MountConfig;
import icy.server.config.Secret;
import icy.server.config.SourceUser;
import icy.server.config.StationInfo;
import icy.server.mount.Codec;
import icy.server.testing.ManualClock;
import icy.server.testing.ServerLog;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SHOUTcast's sources send, as they were recorded, and what they are told. */
@Timeout(60)
class ShoutcastSourceTest {
    private static final String WELCOME = "OK2\nicy-caps:11\n\n";

    private static final String DNAS_FIELDS = """
            icy-name:Test Radio
            icy-genre:Rock
            icy-pub:1
            icy-br:128
            icy-url:http://example.com/
            icy-irc:#x
            icy-icq:0
            icy-aim:x
            content-type:audio/mpeg

            """;

    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        MountConfig own = MountConfig.of("/own");
        gate = new Gate(
                MountConfig.of("/stream"),
                own.withSources(own.sources().withUsers(new SourceUser("ann", Secret.of("annspassword"), 5))),
                MountConfig.of("/third"));
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
    }

    @ParameterizedTest
    @EnumSource
    void encoderThatPipelinesAllIsTaken(Gate.Arrival arrival) throws IOException {
        assertThat(said(gate.connectToSourcesPort(), arrival, Gate.PASSWORD + "\n" + DNAS_FIELDS + "audio", "\r\n"))
                .isEqualTo(WELCOME);

        assertThat(gate.guest().hello())
                .isEqualTo(new SourceHello(
                        "/stream",
                        "source",
                        0,
                        /* mayCreate= */ true,
                        "",
                        Codec.MP3,
                        "audio/mpeg",
                        new StationInfo("Test Radio", "Rock", "", "http://example.com/", true),
                        "bitrate=128",
                        Wrapping.NONE));
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @ParameterizedTest
    @EnumSource
    void linesMayEndWithLfOnBothPorts(Gate.Arrival arrival) throws IOException {
        assertThat(said(gate.connect(), arrival, Gate.PASSWORD + "\n" + DNAS_FIELDS + "audio", "\n"))
                .isEqualTo(WELCOME);
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @Test
    void encoderThatWaitsForEachAnswerIsTaken() throws IOException {
        Socket client = gate.connectToSourcesPort();
        TestHttp.send(client, Gate.PASSWORD + "\n");
        assertThat(new String(client.getInputStream().readNBytes(20), UTF_8)).isEqualTo("OK2\r\nicy-caps:11\r\n\r\n");

        assertThat(Gate.askFrom(client, "content-type: audio/aacp\n\naudio")).isEmpty();
        assertThat(gate.guest().hello().codec()).isEqualTo(Codec.AAC);
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!POKE", "wrong", "hackmeplease2", "ann:annspassword", "own:hackmeplease", "x:#9", ":"})
    void wrongPasswordsHearSo(String password) throws IOException {
        String head = password + "\nicy-name:libshout server poke request\n\n";

        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, head, "\n")).isEqualTo("invalid password\n");
        assertThat(said(gate.connectToSourcesPort(), Gate.Arrival.BYTE_BY_BYTE, head, "\n"))
                .isEqualTo("invalid password\n");
        assertThat(gate.guests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hackmeplease,          /stream, source",
        "source:hackmeplease,   /stream, source",
        "admin:adminsecret,     /stream, admin",
        "stream:hackmeplease,   /stream, source",
        "/third:hackmeplease,   /third,  source",
        "third:hackmeplease,    /third,  source",
        "/new:hackmeplease,     /new,    source",
        "new:hackmeplease,      /new,    source",
        "hackmeplease:#1,       /stream, source",
        "hackmeplease:#3,       /third,  source",
        "ann:annspassword:#2,   /own,    ann",
        "own:ann:annspassword,  /own,    ann",
    })
    void passwordMayNameAMountOrAUser(String password, String mount, String user) throws IOException {
        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, password + "\n\naudio", "\n"))
                .isEqualTo(WELCOME);

        assertThat(gate.guest().hello().mount()).isEqualTo(mount);
        assertThat(gate.guest().hello().user()).isEqualTo(user);
    }

    @Test
    void whatTheyAreNotTakenForTheySeeAtTheEnd() throws IOException {
        gate.refuse("Mountpoint in use");

        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, Gate.PASSWORD + "\n\naudio", "\n"))
                .isEqualTo(WELCOME + "Mountpoint in use\n");
        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, Gate.PASSWORD + "\ncontent-type: text/html\n\n<p>", "\n"))
                .startsWith(WELCOME + "Content-type not supported: ");
    }

    @Test
    void endlessHeadersAreRefused() throws IOException {
        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, Gate.PASSWORD + "\n" + "x".repeat(40_000), "\n"))
                .isEqualTo(WELCOME + "The header fields are longer than 16384 bytes.\n");
        assertThat(said(gate.connect(), Gate.Arrival.AT_ONCE, Gate.PASSWORD + "\n" + "x:y\n".repeat(200), "\n"))
                .isEqualTo(WELCOME + "There are more than 100 header fields.\n");
    }

    @Test
    void slowHeadersHaveFifteenSeconds() throws IOException {
        ManualClock clock = new ManualClock();
        try (Gate slow = new Gate(clock, MountConfig.of("/stream"))) {
            Socket client = slow.connectToSourcesPort();
            TestHttp.send(client, Gate.PASSWORD + "\n");
            client.getInputStream().readNBytes(20);
            for (int n = 0; n < 14; n++) {
                client.getOutputStream().write('x');
                slow.http().turn();
                clock.advance(Duration.ofSeconds(1));
                slow.http().turn();
            }
            assertThat(slow.http().connections()).isEqualTo(1);
            clock.advance(Duration.ofMillis(1_100));
            slow.http().turn();
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("that took too long\r\n");
        }
    }

    @Test
    void requestsAreServedOnTheSourcesPort() throws IOException {
        assertThat(Gate.askFrom(gate.connectToSourcesPort(), "GET /hello HTTP/1.0\n\n"))
                .endsWith("\n\nhello\n");
        assertThat(Gate.askFrom(gate.connectToSourcesPort(), "SOURCE /x HTTP/1.0\n\n"))
                .startsWith("HTTP/1.0 401 ");
    }

    @Test
    void linesOfSeveralWordsArePasswordsOnTheSourcesPortOnly() throws IOException {
        assertThat(Gate.askFrom(gate.connect(), "GET /hello\n\n")).startsWith("HTTP/1.1 400 ");
        assertThat(Gate.askFrom(gate.connectToSourcesPort(), "two words\n\n")).isEqualTo("invalid password\n");
    }

    @Test
    void thousandWrongPasswordsLeaveNothingBehindAndNoneInTheLog() throws IOException {
        try (ServerLog log = ServerLog.open()) {
            for (int n = 0; n < 1_000; n++) {
                try (Socket client = gate.connectToSourcesPort()) {
                    assertThat(Gate.askFrom(client, "secretguess" + n + "\n\n")).isEqualTo("invalid password\n");
                }
            }
            assertThat(log.linesWith("secretguess")).isEmpty();
        }
        await().until(() -> gate.http().connections() == 0);
        assertThat(gate.http().accessLog()).isEmpty();
    }

    private static String said(Socket client, Gate.Arrival arrival, String sent, String lineEnd) throws IOException {
        arrival.send(client, sent.replace("\n", lineEnd).getBytes(UTF_8), new Random(1));
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
}

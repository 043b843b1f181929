package icy.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.StationInfo;
import icy.server.http.RecordedRequests;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real players sent, Winamp among them, sent again over real sockets: the head, the first frame, the metadata. */
class RecordedRequestsTest {
    private static final String TITLE = "The Paper Harbour - Harbour Lights";
    private static final int SECOND_BYTES = 16_000;

    private static IcyServer server;

    @BeforeAll
    static void onAir() throws IOException {
        MountConfig mount = MountConfig.of("/live.mp3", TestData.path("demo/01-harbour-lights.mp3"))
                .withInfo(new StationInfo("Test Radio", "Rock", "A desc", "http://example.com/", true));
        server = IcyServer.start(ServerConfig.of(mount).withListen(new ListenConfig("127.0.0.1", 0)));
    }

    @AfterAll
    static void offAir() {
        server.close();
    }

    static Stream<RecordedRequests> listeners() {
        return RecordedRequests.all().stream()
                .filter(request -> request.method().equals("GET")
                        && List.of("/live.mp3", "/").contains(request.path()));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void aRecordedListenerGetsTheStream(RecordedRequests request) throws IOException {
        try (StreamClient client = StreamClient.open(server.port(), request.text())) {
            assertThat(client.statusLine()).isEqualTo("HTTP/1.0 200 OK");
            assertThat(client.header("Content-Type")).isEqualTo("audio/mpeg");
            assertThat(client.header("Connection")).isEqualTo("close");
            assertThat(client.headers())
                    .containsEntry("icy-name", "Test Radio")
                    .containsEntry("icy-br", "128")
                    .doesNotContainKeys("content-length", "transfer-encoding", "content-range");
            byte[] audio;
            if (request.icyMetadata().isPresent()) {
                int metaint = Integer.parseInt(client.header("icy-metaint"));
                IcyStripper.Stripped stripped = IcyStripper.strip(client.read(4 * SECOND_BYTES), metaint);
                assertThat(stripped.titleTexts()).containsExactly(TITLE);
                assertThat(stripped.titles().get(0).audioPosition()).isEqualTo(metaint);
                audio = stripped.audio();
            } else {
                assertThat(client.headers()).doesNotContainKey("icy-metaint");
                audio = client.read(4 * SECOND_BYTES);
            }
            assertThat(FrameWalk.frames(audio)).hasSizeGreaterThan(140); // from the first byte on, and nothing between
            assertThat(Decoding.complaintsOfFfmpeg(audio)).isEmpty();
        }
    }

    @Test
    void winampIsAnsweredSo() throws IOException {
        assertThat(headFor("""
                        GET / HTTP/1.0
                        Host: 127.0.0.1
                        User-Agent: WinampMPEG/5.62, Ultravox/2.1
                        Ultravox-transport-type: TCP
                        Accept: */*
                        Icy-MetaData:1
                        Connection: close
                        """)).isEqualTo("""
                        HTTP/1.0 200 OK
                        Server: icy/…
                        Date: …
                        Connection: close
                        Access-Control-Allow-Origin: *
                        Access-Control-Expose-Headers: …
                        Content-Type: audio/mpeg
                        Cache-Control: no-cache, no-store
                        Expires: Mon, 26 Jul 1997 05:00:00 GMT
                        Pragma: no-cache
                        Accept-Ranges: none
                        X-Accel-Buffering: no
                        X-Stream-Position: …
                        X-Stream-Time: …
                        X-Stream-Edge-At: …
                        X-Stream-Run: …
                        ice-audio-info: bitrate=128;samplerate=44100;channels=2
                        icy-br: 128
                        icy-description: A desc
                        icy-genre: Rock
                        icy-name: Test Radio
                        icy-pub: 1
                        icy-sr: 44100
                        icy-url: http://example.com/
                        icy-metaint: 16000

                        """);
    }

    @Test
    void chromiumsPreflightIsAnsweredSo() throws IOException {
        assertThat(headFor("""
                        OPTIONS /live.mp3 HTTP/1.1
                        Host: 127.0.0.1:8000
                        Access-Control-Request-Method: GET
                        Access-Control-Request-Headers: icy-metadata
                        Origin: null
                        Connection: close
                        """))
                .startsWith("""
                        HTTP/1.1 204 No Content
                        """)
                .contains("Access-Control-Allow-Origin: *\n")
                .containsPattern("Access-Control-Allow-Headers: .*(?i:icy-metadata)");
    }

    /** The head of the answer as it came, line by line; what is different each time is an ellipsis. */
    private static String headFor(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((request + "\n").replace("\n", "\r\n").getBytes(UTF_8));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) socket.getInputStream().read());
            }
            return head.toString()
                    .replace("\r\n", "\n")
                    .replaceAll("(?m)^(Date|X-Stream-.*?|Access-Control-Expose-Headers): .*$", "$1: …")
                    .replaceFirst("Server: icy/.*", "Server: icy/…");
        }
    }
}

package icy.server.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.RelayConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.config.StationInfo;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.PacedSource;
import icy.server.testing.ScriptedUpstream;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real icecast2 that relays this server, and this server relaying a real icecast2. */
@Tag("peers")
@Timeout(90)
class IcecastRelayTest {
    private static final int BYTES_A_SECOND = 16_000;
    private static final String TITLE = "The Paper Harbour - Harbour Lights";
    private static final StationInfo STATION = new StationInfo("Test Radio", "Rock", "A desc", "http://e.com/", true);

    @TempDir
    private Path folder;

    @BeforeEach
    void everybodyMayGoThere() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void icecastFollowsThisServersListAndRelaysItWithTitles() throws Exception {
        MountConfig mount = MountConfig.of("/live", TestData.path("demo/01-harbour-lights.mp3"))
                .withInfo(STATION);
        try (IcyServer master = start(mount);
                Icecast slave = Icecast.start(folder, "slave", """
                        <master-server>127.0.0.1</master-server>
                        <master-server-port>%1$d</master-server-port>
                        <master-update-interval>2</master-update-interval>
                        <master-username>relay</master-username>
                        <master-password>hackme12</master-password>
                        <relay>
                          <server>127.0.0.1</server>
                          <port>%1$d</port>
                          <mount>/live</mount>
                          <local-mount>/named</local-mount>
                          <relay-shoutcast-metadata>1</relay-shoutcast-metadata>
                        </relay>
                        """.formatted(master.port()))) {
            for (String name : List.of("/live", "/named")) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> slave.get("/status-json.xsl?mount=" + name).contains(TITLE));
                try (StreamClient client = listen(slave.port(), name)) {
                    assertThat(client.header("icy-name")).isEqualTo("Test Radio");
                    assertThat(client.header("icy-br")).isEqualTo("128");
                    assertThat(new String(client.read(2 * BYTES_A_SECOND), UTF_8))
                            .contains("StreamTitle='" + TITLE + "';");
                }
                try (StreamClient client = StreamClient.open(slave.port(), "GET " + name + " HTTP/1.0")) {
                    byte[] sound = client.read(5 * BYTES_A_SECOND);
                    byte[] part = Arrays.copyOfRange(sound, BYTES_A_SECOND, 4 * BYTES_A_SECOND);
                    assertThat(new String(TestData.bytes("demo/01-harbour-lights.mp3"), ISO_8859_1))
                            .as("three seconds of what it sends on are as in the file")
                            .contains(new String(part, ISO_8859_1));
                }
            }
        }
    }

    @Test
    void thisServerRelaysIcecastWithTitlesAlwaysAndOnDemand() throws Exception {
        try (Icecast master = Icecast.start(folder, "master", "");
                PacedSource source = PacedSource.source(
                        master.port(), "/live", "source", "hackme12", "ice-name: Test Radio", "ice-genre: Rock")) {
            source.play(TestData.sound("demo/01-harbour-lights.mp3"));
            String url = "http://127.0.0.1:" + master.port() + "/live";
            title(master, "One%20-%20Two");
            RelayConfig always = RelayConfig.of(url);
            try (IcyServer edge = start(
                    MountConfig.of("/always").withRelay(always),
                    MountConfig.of("/demand").withRelay(always.onDemand(Duration.ofSeconds(1))))) {
                for (String name : List.of("/always", "/demand")) {
                    try (StreamClient client = listen(edge.port(), name)) {
                        assertThat(client.header("icy-name")).isEqualTo("Test Radio");
                        assertThat(client.header("icy-genre")).isEqualTo("Rock");
                        IcyStripper.Stripped heard = heard(client, 6);
                        assertThat(heard.titleTexts()).contains("One - Two");
                        assertThat(Decoding.complaintsOfFfmpeg(wholeFrames(heard.audio())))
                                .isEmpty();
                    }
                }
                try (StreamClient client = listen(edge.port(), "/always")) {
                    client.read(4 * BYTES_A_SECOND);
                    title(master, "Three%20-%20Four");
                    await().atMost(Duration.ofSeconds(15))
                            .until(() -> new String(client.read(BYTES_A_SECOND), UTF_8)
                                    .contains("StreamTitle='Three - Four';"));
                }
                await().until(() -> listeners(master) == 1);
            }
        }
    }

    @Test
    void listenersOfTheEdgeStayWhileIcecastRestarts() throws Exception {
        Icecast master = Icecast.start(folder, "master", "");
        byte[] sound = TestData.sound("demo/01-harbour-lights.mp3");
        PacedSource source = PacedSource.source(master.port(), "/live", "source", "hackme12");
        source.play(sound);
        try (IcyServer edge = start(MountConfig.of("/live")
                        .withRelay(RelayConfig.of("http://127.0.0.1:" + master.port() + "/live")));
                StreamClient client = listen(edge.port(), "/live")) {
            client.read(3 * BYTES_A_SECOND);
            master.close();
            client.read(5 * BYTES_A_SECOND);
            try (Icecast again = Icecast.start(folder, "again", "", master.port());
                    PacedSource back = PacedSource.source(again.port(), "/live", "source", "hackme12")) {
                back.play(sound);
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    client.read(BYTES_A_SECOND);
                    return listeners(again) == 1;
                });
                client.read(3 * BYTES_A_SECOND);
            }
        } finally {
            source.die();
            master.close();
        }
    }

    @Test
    void aShoutcastServersAnswerIsRelayedToo() throws Exception {
        byte[] sound = TestData.sound("demo/01-harbour-lights.mp3");
        try (ScriptedUpstream shoutcast = ScriptedUpstream.playing((request, out) -> {
                    out.write(("ICY 200 OK\r\nicy-notice1:<BR>\r\nicy-name:Old Radio\r\ncontent-type:audio/mpeg\r\n"
                                    + "icy-pub:1\r\nicy-br:128\r\n\r\n")
                            .getBytes(UTF_8));
                    out.write(sound, 0, 10 * BYTES_A_SECOND);
                    ScriptedUpstream.hold();
                });
                IcyServer edge = start(MountConfig.of("/old").withRelay(RelayConfig.of(shoutcast.url("/stream/1/"))));
                StreamClient client = listen(edge.port(), "/old")) {
            assertThat(client.header("icy-name")).isEqualTo("Old Radio");
            assertThat(FrameWalk.frames(heard(client, 4).audio())).isNotEmpty();
            assertThat(shoutcast.requests().get(0)).startsWith("GET /stream/1/ HTTP/1.0\r\n");
        }
    }

    private static IcyServer start(MountConfig... mounts) throws IOException {
        return IcyServer.start(ServerConfig.of(mounts)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withPasswords(
                        new PasswordsConfig(Secret.of("source-12"), Secret.of("admin-12"), Secret.of("hackme12"))));
    }

    private static StreamClient listen(int port, String mount) throws IOException {
        return StreamClient.open(port, "GET " + mount + " HTTP/1.0\nIcy-MetaData: 1");
    }

    private static IcyStripper.Stripped heard(StreamClient client, int seconds) throws IOException {
        return IcyStripper.strip(client.read(seconds * BYTES_A_SECOND), Integer.parseInt(client.header("icy-metaint")));
    }

    private static byte[] wholeFrames(byte[] audio) {
        List<FrameWalk.Frame> frames = FrameWalk.frames(audio);
        return Arrays.copyOf(audio, frames.get(frames.size() - 1).end());
    }

    private static void title(Icecast icecast, String song) throws IOException {
        String basic = "Authorization: Basic c291cmNlOmhhY2ttZTEy"; // source:hackme12
        try (StreamClient client = StreamClient.open(
                icecast.port(),
                "GET /admin/metadata?mount=/live&mode=updinfo&charset=UTF-8&song=" + song + " HTTP/1.0\n" + basic)) {
            assertThat(client.statusLine()).contains("200");
        }
    }

    private static long listeners(Icecast icecast) throws IOException {
        String json = icecast.get("/status-json.xsl?mount=/live");
        return json.contains("\"listeners\":1,") ? 1 : json.contains("\"listeners\":0,") ? 0 : -1;
    }
}

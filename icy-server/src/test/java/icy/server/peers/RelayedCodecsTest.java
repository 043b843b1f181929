package icy.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.RelayConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.CutProxy;
import icy.server.testing.Decoding;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.WholeUnits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ffmpeg sends live to one server, as it is heard on another that relays it over a link that breaks. */
@Tag("peers")
@Timeout(90)
class RelayedCodecsTest {
    private static final int SECONDS = 5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "libvorbis,  ogg,  application/ogg",
        "libopus,    ogg,  audio/ogg",
        "flac,       ogg,  application/ogg",
        "aac,        adts, audio/aac",
        "libmp3lame, mp3,  audio/mpeg",
    })
    void everyCodecIsRelayedAndGoesOnAfterACutWithoutAComplaint(String encoder, String format, String sent)
            throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (IcyServer master = start(MountConfig.of("/other"));
                Player ffmpeg = Player.start(
                                folder,
                                "source",
                                "ffmpeg -nostdin -v error -re -f lavfi -i"
                                        + " anoisesrc=colour=pink:sample_rate=48000:amplitude=0.3 -ac 2 -b:a 96k -c:a "
                                        + encoder + " -strict -2 -f " + format + " -content_type " + sent
                                        + " icecast://source:source-12@127.0.0.1:" + master.port() + "/live")
                        .installed();
                CutProxy link = CutProxy.to(master.port());
                ServerLog log = ServerLog.open()) {
            await().atMost(Duration.ofSeconds(15)).until(() -> status(master).contains(" 200 "));
            try (IcyServer edge = start(MountConfig.of("/live")
                            .withRelay(RelayConfig.of("http://127.0.0.1:" + link.port() + "/live")));
                    StreamClient client = StreamClient.open(edge.port(), "GET /live HTTP/1.0")) {
                assertThat(client.statusLine()).contains("200");
                assertThat(client.header("content-type")).isEqualTo(sent);
                ByteArrayOutputStream heard = new ByteArrayOutputStream();
                listen(client, heard, SECONDS);
                link.cut();
                listen(client, heard, SECONDS);
                assertThat(log.linesWith("goes on, behind"))
                        .as("%s", ffmpeg.lines())
                        .hasSize(1);
                String read = format.equals("adts") ? "aac" : format;
                assertThat(Decoding.complaintsOfFfmpeg(WholeUnits.of(heard.toByteArray(), read), read))
                        .isEmpty();
            }
        }
    }

    private static void listen(StreamClient client, ByteArrayOutputStream heard, int seconds) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < until) {
            heard.writeBytes(client.read(500));
        }
    }

    private static String status(IcyServer server) throws IOException {
        try (StreamClient client = StreamClient.open(server.port(), "HEAD /live HTTP/1.0")) {
            return client.statusLine();
        }
    }

    private static IcyServer start(MountConfig mount) throws IOException {
        return IcyServer.start(ServerConfig.of(mount)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withPasswords(PasswordsConfig.of("source-12", "admin-1234")));
    }
}

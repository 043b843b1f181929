package icy.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.RelayConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantsConfig;
import icy.server.testing.Decoding;
import icy.server.testing.Pcm;
import icy.server.testing.StreamClient;
import icy.server.testing.Sweep;
import icy.server.testing.WholeUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A relayed stream of another codec than MP3, in MP3. */
@Tag("peers")
@Timeout(90)
class VariantsOfOtherCodecsTest {
    private static final Sweep SWEEP = new Sweep(1000, 40);
    private static final double MOST_APART_SECONDS = 0.05;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "aac,       adts, audio/aac,       aac,  44100, 40000",
        "libopus,   ogg,  audio/ogg,       ogg,  48000, 40000",
        "libvorbis, ogg,  application/ogg, ogg,  44100, 30000",
        "flac,      ogg,  application/ogg, ogg,  44100, 150000",
    })
    void theSameSoundIsHeardAtTheSameStreamTime(
            String encoder, String format, String sent, String read, int sampleRate, int bytes) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path sweep = Files.write(folder.resolve("sweep.mp3"), SWEEP.file(192));
        Files.setPosixFilePermissions(sweep, PosixFilePermissions.fromString("rw-r--r--"));
        try (IcyServer master = start(MountConfig.of("/other"));
                Player source = Player.start(
                                folder,
                                "source",
                                "ffmpeg -nostdin -v error -re -i " + sweep + " -ac 1 -b:a 128k -c:a " + encoder
                                        + " -strict -2 -f " + format + " -content_type " + sent
                                        + " icecast://source:source-12@127.0.0.1:" + master.port() + "/live")
                        .installed()) {
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() ->
                            assertThat(type(master)).as("%s", source.lines()).isEqualTo(sent));
            try (IcyServer server = start(MountConfig.of("/live")
                            .withRelay(RelayConfig.of("http://127.0.0.1:" + master.port() + "/live"))
                            .withVariants(VariantsConfig.of("mp3-192")));
                    StreamClient first = made(server, "/live/mp3-192");
                    StreamClient parent = ask(server, "/live");
                    StreamClient variant = ask(server, "/live/mp3-192")) {
                assertThat(first.statusLine()).contains("200");
                byte[] theirs = parent.read(bytes);
                byte[] mp3 = WholeUnits.of(variant.read(150_000), "mp3");
                assertThat(Decoding.complaintsOfFfmpeg(mp3, "mp3")).isEmpty();
                assertThat(offset(variant, Decoding.soundByFfmpeg(mp3, "mp3", 44_100, 1)))
                        .isCloseTo(
                                offset(parent, Decoding.soundByFfmpeg(theirs, read, sampleRate, 1)),
                                within(MOST_APART_SECONDS));
            }
        }
    }

    private static IcyServer start(MountConfig mount) throws IOException {
        return IcyServer.start(ServerConfig.of(mount)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withPasswords(PasswordsConfig.of("source-12", "admin-1234")));
    }

    /** How far the sweep is ahead of the stream time. */
    private static double offset(StreamClient client, Pcm sound) {
        double time = Long.parseLong(client.header("x-stream-time")) / 1000.0;
        return Sweep.stretches(sound, List.of(SWEEP)).stream()
                        .filter(stretch -> stretch.toMillis() - stretch.fromMillis() > 1000)
                        .findFirst()
                        .orElseThrow()
                        .offsetSeconds()
                - time;
    }

    private static String type(IcyServer server) throws IOException {
        try (StreamClient client = StreamClient.open(server.port(), "HEAD /live HTTP/1.0")) {
            return client.statusLine().contains("200") ? client.header("content-type") : "";
        }
    }

    /** The first who listens waits for the relay and the encoder. */
    private static StreamClient made(IcyServer server, String path) {
        return await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> ask(server, path), client -> client.statusLine().contains("200"));
    }

    private static StreamClient ask(IcyServer server, String path) throws IOException {
        return StreamClient.open(server.port(), "GET " + path + " HTTP/1.0");
    }
}

package icy.cli.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import icy.cli.RunningCommand;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners of a real icecast2 hear of a push, through mpg123, which speaks of every bit that is missing. */
@Tag("peers")
@Timeout(120)
class PushToIcecastTest {

    private static final Path FORMATS = Path.of(System.getProperty("icy.root")).resolve("testdata/tracks/formats");

    /** Both have frames that point far back, so that a bad joint is heard. */
    private static final List<String> TRACKS = List.of(
            FORMATS.resolve("cbr-128-busy.mp3").toString(),
            FORMATS.resolve("vbr-v2-busy.mp3").toString());

    /** The folder is not the one of JUnit, into which only root can look. */
    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mpg123")), "mpg123 is not installed");
        folder = Files.createTempDirectory("icy-push");
    }

    @Test
    void twoTracksAndTheirTitlesAreHeardWithoutAFault() throws Exception {
        try (Icecast icecast = Icecast.start(folder);
                RunningCommand push = push("http://source:%s@127.0.0.1:%d/live.mp3", icecast)) {
            String heard = listen(icecast, "/live.mp3");

            assertThat(push.awaitExit()).as(push.err()).isZero();
            assertThat(heard).contains("StreamTitle='Formats - Cbr 128 busy'", "StreamTitle='Formats - Vbr v2 busy'");
            assertThat(heard.lines().filter(PushToIcecastTest::isComplaint)).isEmpty();
        }
    }

    @Test
    void shoutcastSourcesAreHeardToo() throws Exception {
        try (Icecast icecast = Icecast.start(folder);
                RunningCommand push = push("shout://%s@127.0.0.1:%d", icecast)) {
            String heard = listen(icecast, "/shout");

            assertThat(push.awaitExit()).as(push.err()).isZero();
            assertThat(heard).contains("StreamTitle='Formats - Vbr v2 busy'");
            assertThat(heard.lines().filter(PushToIcecastTest::isComplaint)).isEmpty();
        }
    }

    private RunningCommand push(String url, Icecast icecast) throws IOException {
        return new RunningCommand(
                folder, "push", url.formatted(Icecast.PASSWORD, icecast.port()), TRACKS.get(0), TRACKS.get(1));
    }

    /** All that mpg123 says from when the mount is there until it ends. */
    private String listen(Icecast icecast, String mount) throws Exception {
        String url = "http://127.0.0.1:" + icecast.port() + mount;
        await().atMost(Duration.ofSeconds(20)).until(() -> isThere(url));
        Path words = folder.resolve("mpg123.txt");
        Process player = new ProcessBuilder("mpg123", "-t", url)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        try {
            assertThat(player.waitFor(40, TimeUnit.SECONDS))
                    .as("mpg123 ends with the stream")
                    .isTrue();
        } finally {
            player.destroyForcibly();
        }
        return Files.readString(words, UTF_8);
    }

    /** At the end of the stream icecast2 cuts through a frame. */
    private static boolean isComplaint(String line) {
        return line.matches("(?i).*(error:|warning:|missing).*") && !line.contains("Error reading the stream");
    }

    private static boolean isThere(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        try {
            return connection.getResponseCode() == 200;
        } finally {
            connection.disconnect();
        }
    }
}

package icy.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantsConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever does what a guide says, with a real server, sees what the guide says. */
@Tag("peers")
@Timeout(300)
class GuidesTest {

    private static final Path ROOT = Path.of(System.getProperty("icy.root"));
    private static final Path DEMO = ROOT.resolve("testdata/demo");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void requirePrograms() {
        for (String program : List.of("bash", "curl", "python3", "ffmpeg")) {
            assumeTrue(
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(entry -> Files.isExecutable(Path.of(entry, program))),
                    program + " is not installed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queues.md", "station.md", "mixtapes.md", "variants.md"})
    void whatItSaysHappens(String name) throws IOException, InterruptedException {
        Guide guide = Guide.read(ROOT.resolve("docs").resolve(name));
        Path work = Files.createDirectory(folder.resolve("work"));

        try (IcyServer server = start()) {
            await().until(() -> isReady("http://localhost:" + server.port()));
            GuideRun run = new GuideRun(work, "localhost:" + server.port(), freePort(), DEMO);
            assertThat(run.run(guide)).isEmpty();
        }
        assertThat(guide.snippets()).isNotEmpty();
    }

    private IcyServer start() throws IOException {
        return IcyServer.start(
                ServerConfig.of(MountConfig.of("/stream", DEMO).withVariants(VariantsConfig.of("mp3-64", "opus-96")))
                        .withListen(new ListenConfig("127.0.0.1", 0))
                        .withMedia(new MediaConfig(List.of(DEMO), false))
                        .withDataDir(folder.resolve("data"))
                        .withLoops(1));
    }

    /** The first track is on the air, and all are in the library. */
    private static boolean isReady(String url) throws IOException {
        return get(url + "/api/library").contains("\"phase\":\"idle\"")
                && get(url + "/api/stations/stream/history").contains("play_start");
    }

    private static String get(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

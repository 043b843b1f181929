package icy.server.variant;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.ListenersConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantsConfig;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Variants of another gain: made for who may listen, and subject to the mount's terms. */
@Timeout(60)
class DerivedVariantsTest {
    private static final String LOGIN = "user=ali&pass=sesame";

    @TempDir
    private Path folder;

    @Test
    void nothingIsMadeForThoseWhoHaveNotLoggedInOrAskForTheHeadOnly() throws IOException {
        Path passwords = Files.writeString(folder.resolve("listeners.txt"), "ali:sesame\n");
        MountConfig mount = MountConfig.of("/stream", TestData.path("demo"))
                .withListeners(ListenersConfig.DEFAULT.withPasswords(passwords))
                .withVariants(VariantsConfig.of("mp3-64").withLinger(Duration.ofMinutes(10)));
        try (IcyServer server = IcyServer.start(ServerConfig.of(mount)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withLoops(1))) {
            String query = "/stream?format=mp3&bitrate=64&gain=-6";

            assertThat(statusOf(server, "GET " + query)).isEqualTo(401);
            assertThat(statusOf(server, "GET " + query + "&user=ali&pass=wheat"))
                    .isEqualTo(401);
            assertThat(statusOf(server, "HEAD " + query)).isEqualTo(401);
            assertThat(statusOf(server, "HEAD " + query + "&" + LOGIN)).isEqualTo(200);

            assertThat(statusOf(server, "GET /stream/mp3-64~gain-6?" + LOGIN)).isEqualTo(404);
        }
    }

    private static int statusOf(IcyServer server, String request) throws IOException {
        try (StreamClient client = StreamClient.open(server.port(), request + " HTTP/1.0")) {
            return Integer.parseInt(client.statusLine().split(" ")[1]);
        }
    }
}

package icy.server.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.Login;
import icy.server.config.MasterConfig;
import icy.server.config.MountConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.testing.FrameWalk;
import icy.server.testing.ScriptedUpstream;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All mounts of another server, by its list. */
@Timeout(60)
class MasterTest {
    private static final String OK = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n";

    private final AtomicReference<String> answer = new AtomicReference<>("");

    @Test
    void mountsComeAndGoWithTheListAndStayWhileThereIsNone() throws Exception {
        try (TestStation far = TestStation.of(
                        MountConfig.of("/one", TestData.path("demo")), MountConfig.of("/two", TestData.path("demo")));
                ScriptedUpstream master = ScriptedUpstream.playing(
                        (request, out) -> out.write(answer.get().getBytes(UTF_8)));
                ServerLog log = ServerLog.open()) {
            String one = "http://127.0.0.1:" + far.port() + "/one";
            String two = "http://127.0.0.1:" + far.port() + "/two";
            answer.set(OK + one + "\n/admin/x\n/stream\n");
            try (TestStation edge = TestStation.of(ServerConfig.of(MountConfig.of("/stream", TestData.path("demo")))
                    .withMasters(List.of(new MasterConfig(
                            URI.create("http://127.0.0.1:" + master.port()),
                            new Login("relay", Secret.of("hackme12")),
                            Duration.ofSeconds(1),
                            false))))) {
                await().atMost(Duration.ofSeconds(10)).until(() -> plays(edge, "/one"));
                assertThat(master.requests().get(0))
                        .startsWith("GET /admin/streamlist.txt HTTP/1.0\r\n")
                        .contains("Authorization: Basic cmVsYXk6aGFja21lMTI=\r\n")
                        .doesNotContain("Icy-MetaData");
                assertThat(log.linesWith("/admin belongs to the server")).hasSize(1);
                assertThat(plays(edge, "/stream"))
                        .as("its own mount is its own")
                        .isTrue();

                answer.set("HTTP/1.0 500 Oops\r\n\r\n");
                await().until(() -> !log.linesWith("cannot be had", "500 Oops").isEmpty());
                assertThat(plays(edge, "/one")).isTrue();

                answer.set("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
                await().until(() ->
                        !log.linesWith("text/html, which is no list").isEmpty());
                assertThat(plays(edge, "/one")).isTrue();

                answer.set(OK + two + "\n");
                await().atMost(Duration.ofSeconds(10)).until(() -> plays(edge, "/two") && !plays(edge, "/one"));
                assertThat(plays(edge, "/stream")).isTrue();
                assertThat(log.linesWith("mount /one: taken away")).hasSize(1);
            }
        }
    }

    private static boolean plays(TestStation station, String mount) throws IOException {
        try (StreamClient client = StreamClient.open(station.port(), "GET " + mount + " HTTP/1.0")) {
            return client.statusLine().contains("200")
                    && !FrameWalk.frames(client.read(8000)).isEmpty();
        }
    }
}

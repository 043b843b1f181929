package icy.server.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.Login;
import icy.server.config.MasterConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
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
import java.util.ArrayList;
import java.util.Base64;
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
            try (TestStation edge = TestStation.of(following(master))) {
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

    @Test
    void aMountOfTheListGoesWithItAlsoAfterAnOperatorHasGivenItAFallback() throws Exception {
        try (TestStation far = TestStation.of(MountConfig.of("/one", TestData.path("demo")));
                ScriptedUpstream master = ScriptedUpstream.playing(
                        (request, out) -> out.write(answer.get().getBytes(UTF_8)));
                ServerLog log = ServerLog.open()) {
            answer.set(OK + "http://127.0.0.1:" + far.port() + "/one\n");
            try (TestStation edge = TestStation.of(following(master))) {
                await().atMost(Duration.ofSeconds(10)).until(() -> plays(edge, "/one"));

                command(edge, "/admin/fallbacks?mount=/one&fallback=/stream");
                await().until(() -> command(edge, "/admin/listmounts").contains("<fallback>/stream</fallback>"));
                answer.set(OK);

                await().atMost(Duration.ofSeconds(10))
                        .until(() -> !log.linesWith("mount /one: taken away").isEmpty());
                assertThat(command(edge, "/admin/listmounts")).doesNotContain("/one");
            }
        }
    }

    @Test
    void aMountOfTheListIsTheConfigsWhileItNamesItAndTheMastersAgainAfterwards() throws Exception {
        try (TestStation far = TestStation.of(MountConfig.of("/one", TestData.path("demo")));
                ScriptedUpstream master = ScriptedUpstream.playing(
                        (request, out) -> out.write(answer.get().getBytes(UTF_8)));
                ServerLog log = ServerLog.open()) {
            answer.set(OK + "http://127.0.0.1:" + far.port() + "/one\n");
            ServerConfig without = following(master)
                    .withListen(new ListenConfig("127.0.0.1", 0))
                    .withLoops(2);
            AtomicReference<ServerConfig> written = new AtomicReference<>(without);
            try (IcyServer edge = IcyServer.start(without, written::get)) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() ->
                                log.linesWith("mount /one: made for master").size() == 1);

                List<MountConfig> mounts = new ArrayList<>(without.mounts());
                mounts.add(MountConfig.of("/one", TestData.path("demo")));
                ServerConfig with = without.withMounts(mounts);
                written.set(with);
                edge.reload().run();
                awaitTwoLooks(master);
                written.set(without);
                edge.reload().run();
                await().atMost(Duration.ofSeconds(10))
                        .until(() ->
                                log.linesWith("mount /one: made for master").size() == 2);

                written.set(with);
                edge.reload().run();
                answer.set(OK);
                awaitTwoLooks(master);
                assertThat(log.linesWith("mount /one: taken away")).isEmpty();
            }
        }
    }

    /** Two that have begun and ended since. */
    private static void awaitTwoLooks(ScriptedUpstream master) {
        int before = master.requests().size();
        await().atMost(Duration.ofSeconds(10)).until(() -> master.requests().size() >= before + 3);
    }

    private static ServerConfig following(ScriptedUpstream master) {
        return ServerConfig.of(MountConfig.of("/stream", TestData.path("demo")))
                .withPasswords(PasswordsConfig.of("hush-sources", "hush-operators"))
                .withMasters(List.of(new MasterConfig(
                        URI.create("http://127.0.0.1:" + master.port()),
                        new Login("relay", Secret.of("hackme12")),
                        Duration.ofSeconds(1),
                        false)));
    }

    /** What an operator is answered. */
    private static String command(TestStation station, String target) throws IOException {
        String login = Base64.getEncoder().encodeToString("admin:hush-operators".getBytes(UTF_8));
        try (StreamClient answer =
                station.ask("GET " + target + " HTTP/1.0\r\nAuthorization: Basic " + login + "\r\n\r\n")) {
            assertThat(answer.statusLine()).contains("200");
            return new String(answer.readToEnd(), UTF_8);
        }
    }

    private static boolean plays(TestStation station, String mount) throws IOException {
        try (StreamClient client = StreamClient.open(station.port(), "GET " + mount + " HTTP/1.0")) {
            return client.statusLine().contains("200")
                    && !FrameWalk.frames(client.read(8000)).isEmpty();
        }
    }
}

package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ConfigException;
import icy.server.config.ConfigReader;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PlayoutConfig;
import icy.server.config.ServerConfig;
import icy.server.config.StationInfo;
import icy.server.testing.Crowd;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Another config under listeners. */
class ReloadTest {
    private static final int LISTENERS = 1000;
    private static final Path MUSIC = TestData.path("demo");
    private static final MountConfig STAYS = MountConfig.of("/stays", MUSIC);
    private static final MountConfig CHANGES = MountConfig.of("/changes", MUSIC);
    private static final MountConfig GOES = MountConfig.of("/goes", MUSIC);
    private static final StationInfo OTHER = new StationInfo("Another name", "Jazz", "", "", false);

    @Test
    void listenersOfMountsThatStayNoticeNothing() throws Exception {
        AtomicReference<ServerConfig> written = new AtomicReference<>(config(STAYS, CHANGES, GOES));
        try (IcyServer server = IcyServer.start(written.get(), written::get);
                Crowd crowd = Crowd.of(
                        LISTENERS,
                        0,
                        List.of(
                                new Crowd.Station(server.port(), "/stays"),
                                new Crowd.Station(server.port(), "/changes"),
                                new Crowd.Station(server.port(), "/goes")))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> crowd.listening(50_000) == LISTENERS);
            crowd.forgetGaps();

            MountConfig changed = CHANGES.withInfo(OTHER)
                    .withPlayout(
                            MountConfig.of("/x", TestData.path("tracks/titles")).playout());
            written.set(config(STAYS, changed, MountConfig.of("/comes", MUSIC)));
            assertThat(server.reload().run())
                    .anyMatch(sentence -> sentence.contains("/comes is new"))
                    .anyMatch(sentence -> sentence.contains("/goes is gone"))
                    .anyMatch(sentence -> sentence.contains("/changes"));

            // A third of them listened to what is gone.
            await().atMost(Duration.ofSeconds(20)).until(() -> crowd.disconnected() >= LISTENERS / 3);
            await().untilAsserted(() -> {
                try (StreamClient comes = StreamClient.open(server.port(), "GET /comes HTTP/1.0\r\n\r\n")) {
                    assertThat(comes.statusLine()).contains("200");
                }
            });
            try (StreamClient changes = StreamClient.open(server.port(), "GET /changes HTTP/1.0\r\n\r\n");
                    StreamClient goes = StreamClient.open(server.port(), "GET /goes HTTP/1.0\r\n\r\n")) {
                assertThat(changes.header("icy-name")).contains("Another name");
                assertThat(goes.statusLine()).contains("404");
            }
            assertThat(crowd.disconnected()).isBetween(LISTENERS / 3, LISTENERS / 3 + 1);
            assertThat(crowd.heard())
                    .filteredOn(heard -> !heard.disconnected())
                    .allSatisfy(heard -> assertThat(heard.longestGapMillis()).isLessThan(2500));
        }
    }

    @Test
    void aStationWhoseOnlyMountGetsAnotherNameIsNotOver() throws Exception {
        MountConfig renamed = MountConfig.of("/renamed")
                .withPlayout(PlayoutConfig.of(TestData.path("tracks/formats/cbr-128.mp3"))
                        .playedOnce());
        AtomicReference<ServerConfig> written = new AtomicReference<>(config(STAYS));
        try (IcyServer server = IcyServer.start(written.get(), written::get)) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> awaitEnd(server));
            try (StreamClient stays = StreamClient.open(server.port(), "GET /stays HTTP/1.0\r\n\r\n")) {
                written.set(config(renamed));
                server.reload().run();
                assertThat(stays.readToEnd()).isNotEmpty();
            }
            await().during(Duration.ofMillis(500)).until(() -> !end.isDone());

            try (StreamClient listener = StreamClient.open(server.port(), "GET /renamed HTTP/1.0\r\n\r\n")) {
                assertThat(listener.statusLine()).contains("200");
                listener.readToEnd();
            }
            await().untilAsserted(() -> assertThat(end).isCompleted());
        }
    }

    @Test
    void aConfigWithMistakesChangesNothing() throws Exception {
        AtomicReference<String> written = new AtomicReference<>("");
        ServerConfig running = config(STAYS);
        try (IcyServer server =
                IcyServer.start(running, () -> written.get().isEmpty() ? running : ConfigReader.parse(written.get()))) {
            written.set("""
                    [[mounts]]
                    mount = "/stays"
                    burst = "a while"
                    """);
            assertThatThrownBy(() -> server.reload().run())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("burst");
            try (StreamClient stays = StreamClient.open(server.port(), "GET /stays HTTP/1.0\r\n\r\n")) {
                assertThat(stays.statusLine()).contains("200");
            }
            written.set("");
            assertThat(server.reload().run()).isEmpty();
        }
    }

    private static void awaitEnd(IcyServer server) {
        try {
            server.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerConfig config(MountConfig... mounts) {
        return ServerConfig.of(mounts)
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withLoops(2);
    }
}

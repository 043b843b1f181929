package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.testing.FrameWalk;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A mount that plays only while somebody listens. */
class RestingTest {
    private static final HandoverConfig STOP =
            HandoverConfig.DEFAULT.withIdle(Idle.STOP).withWaits(Duration.ofSeconds(1), Duration.ofMillis(200));

    @Test
    void theFirstListenerStartsItAndItRestsAfterTheLast() throws IOException {
        try (TestStation station =
                TestStation.of(MountConfig.of("/stream", TestData.path("demo")).withHandover(STOP))) {
            assertThat(station.server().isOnAir("/stream")).isFalse();
            for (int turn = 0; turn < 2; turn++) {
                try (StreamClient listener = station.ask("GET /stream HTTP/1.0")) {
                    assertThat(listener.statusLine()).contains("200");
                    assertThat(FrameWalk.frames(listener.read(30_000))).isNotEmpty();
                    assertThat(station.server().isOnAir("/stream")).isTrue();
                }
                await().until(() -> !station.server().isOnAir("/stream"));
            }
        }
    }
}

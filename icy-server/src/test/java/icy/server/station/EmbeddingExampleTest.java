package icy.server.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A station in another program: the lines between the markers are shown in the documentation. */
@Timeout(60)
class EmbeddingExampleTest {
    private final List<String> printed = new CopyOnWriteArrayList<>();

    @TempDir
    private Path data;

    @Test
    void aProgramHasAStationOfItsOwn() throws Exception {
        Path music = TestData.path("demo");
        // example begins
        ServerConfig config = ServerConfig.of(MountConfig.of("/stream", music))
                .withListen(new ListenConfig("127.0.0.1", 0)) // any free port
                .withDataDir(data); // what it is told outlives the program
        try (IcyServer server = IcyServer.start(config)) {
            Station station = server.stations().named("stream").orElseThrow();
            station.on(StationEvent.Kind.PLAY, event -> print("now: " + event.title()));
            List<Path> tracks = station.playlist().get().tracks();
            station.load(List.of(tracks.get(0), tracks.get(1))).get();
            station.enqueue(tracks.get(2)).get(); // played before the list goes on
            station.next().get();
            station.volume(0.8).get();
            station.say("Good morning!", Duration.ofSeconds(15)).get();
            print("on http://localhost:" + server.port() + "/stream: "
                    + station.state().get().track());
            // example ends
            await().until(() -> printed.stream().anyMatch(line -> line.startsWith("now: ")));
            assertThat(station.playlist().get().tracks()).hasSize(2);
            assertThat(station.state().get().track()).isEqualTo(tracks.get(2));
        }
        assertThat(printed).anyMatch(line -> line.startsWith("now: ")).anyMatch(line -> line.startsWith("on http://"));
    }

    private void print(String line) {
        printed.add(line);
    }
}

package icy.server.station;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.state.StateStore;
import icy.server.state.StateUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory and what is on the disk are the same, whatever happens to the disk. */
@Timeout(60)
class StationKeptTest {
    private static final List<Path> LONG = IntStream.range(0, 500)
            .mapToObj(i -> Path.of("/music/n%03d.mp3".formatted(i)))
            .toList();
    private static final Path Z = Path.of("/music/z.mp3");

    @TempDir
    Path folder;

    private EventLoop loop;
    private StateStore store;
    private Station station;

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("station-kept", System::nanoTime);
        open();
    }

    private void open() throws Exception {
        store = StateStore.open(folder);
        Mounts mounts = new Mounts(
                ServerConfig.of(MountConfig.of("/stream", folder)),
                List.of(loop),
                "run",
                entry -> {},
                System::nanoTime);
        Stations stations = new Stations(mounts, store, 100, event -> {});
        stations.restore();
        Mount mount = mounts.all().get(0);
        CompletableFuture.runAsync(() -> stations.programme(mount), loop::execute)
                .get(5, SECONDS);
        station = stations.named("stream").orElseThrow();
    }

    @AfterEach
    void stop() {
        store.close();
        loop.close();
    }

    @Test
    void whatTheDiskDidNotTakeIsKeptWithTheNextChange() throws Exception {
        station.load(List.of(Z)).get(5, SECONDS);
        fillTheDisk();
        assertRefused(station.load(LONG));

        station.add(Z).get(5, SECONDS);

        restart();
        List<Path> expected = new ArrayList<>(LONG);
        expected.add(Z);
        assertThat(station.playlist().get(5, SECONDS).tracks()).isEqualTo(expected);
    }

    @Test
    void changesThatBuildOnALostOneAreRefusedAndTheNextSucceeds() throws Exception {
        station.load(List.of(Z)).get(5, SECONDS);
        CountDownLatch go = holdTheStore();
        fillTheDisk();
        CompletableFuture<StationState> lost = station.load(LONG);
        station.state().get(5, SECONDS);
        CompletableFuture<StationState> onTop = station.insert(0, Z, List.of());
        station.state().get(5, SECONDS);
        go.countDown();
        assertRefused(lost);
        assertRefused(onTop);

        station.remove(1, List.of()).get(5, SECONDS);

        List<Path> heard = station.playlist().get(5, SECONDS).tracks();
        assertThat(heard).hasSize(500).startsWith(Z, LONG.get(1));
        restart();
        assertThat(station.playlist().get(5, SECONDS).tracks()).isEqualTo(heard);
    }

    @Test
    void aMessageIsNotRefusedForAnOlderFailure() throws Exception {
        station.load(List.of(Z)).get(5, SECONDS);
        fillTheDisk();
        assertRefused(station.load(LONG));

        assertThat(station.say("Good morning!", Duration.ofSeconds(5))
                        .get(5, SECONDS)
                        .message())
                .isEqualTo("Good morning!");
    }

    @Test
    void whatIsGivenWhileABackupIsRestoredIsRefusedAndLeavesItWhole() throws Exception {
        station.load(LONG).get(5, SECONDS);
        station.enqueue(Z).get(5, SECONDS);
        station.volume(0.25).get(5, SECONDS);
        Path backup = folder.resolve("backup.db");
        store.backup(backup);
        station.unload(List.of()).get(5, SECONDS);
        station.clearQueue(List.of()).get(5, SECONDS);
        station.volume(1).get(5, SECONDS);

        CountDownLatch go = holdTheStore();
        CompletableFuture<?> restored = store.restore(backup);
        CompletableFuture<StationState> louder = station.volume(0.75);
        CompletableFuture<StationState> queued = station.enqueue(LONG.get(0));
        station.state().get(5, SECONDS); // both have been given
        go.countDown();

        assertRefused(louder);
        assertRefused(queued);
        restored.get(10, SECONDS);
        assertThat(station.state().get(5, SECONDS).volume()).isEqualTo(0.25);
        station.add(Z).get(5, SECONDS);
        restart();
        assertThat(station.playlist().get(5, SECONDS).tracks()).hasSize(501);
        assertThat(station.queue().get(5, SECONDS).tracks()).containsExactly(Z);
        assertThat(station.state().get(5, SECONDS).volume()).isEqualTo(0.25);
    }

    @Test
    void aStationHasItsIdFromItsNameAlone() throws Exception {
        Mounts mounts = new Mounts(
                ServerConfig.of(MountConfig.of("/a/b", folder), MountConfig.of("/a-b", folder)),
                List.of(loop),
                "run",
                entry -> {},
                System::nanoTime);
        Stations stations = new Stations(mounts, store, 100, event -> {});
        for (String name : List.of("/a-b", "/a/b")) {
            Mount mount = mounts.named(name).orElseThrow();
            CompletableFuture.runAsync(() -> stations.programme(mount), loop::execute)
                    .get(5, SECONDS);
        }

        assertThat(stations.all()).extracting(Station::id).containsExactly("a:b", "a-b");
    }

    private void restart() throws Exception {
        store.close();
        open();
    }

    /** For one commit that needs room; the database is opened anew after it. */
    private void fillTheDisk() {
        store.write(handle -> handle.execute("pragma max_page_count = 1"));
    }

    private CountDownLatch holdTheStore() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        store.write(handle -> {
            holding.countDown();
            return go.await(10, SECONDS);
        });
        assertThat(holding.await(5, SECONDS)).isTrue();
        return go;
    }

    private static void assertRefused(CompletableFuture<?> future) {
        assertThatThrownBy(() -> future.get(10, SECONDS)).hasCauseInstanceOf(StateUnavailable.class);
    }
}

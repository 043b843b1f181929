package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.PlayedTitle;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playout to a real mount on a real loop, whose clock runs twenty times as fast as the wall's. */
class PlayoutTest {
    private static final int SPEED = 20;

    @TempDir
    Path folder;

    private final long begin = System.nanoTime();
    private final AtomicLong jumped = new AtomicLong();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Mount mount;
    private Sources sources;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void withNothingToPlayTheTestProgrammeIsOnTheAir() throws IOException {
        play(folder);

        await().until(() -> mount.snapshot().onAir());
        assertThat(mount.snapshot().title().text()).isEqualTo("icy test tone");
        assertThat(mount.snapshot().format().sampleRate()).isEqualTo(44_100);
    }

    @Test
    void aFileThatArrivesEndsTheTestProgramme() throws IOException {
        play(folder);
        await().until(() -> mount.snapshot().onAir());
        Files.copy(TestData.path("tracks/formats/cbr-128.mp3"), folder.resolve("new.mp3"));

        await().atMost(Duration.ofSeconds(15)).until(() -> !title().equals("icy test tone"));
    }

    @Test
    void tracksThatCannotBePlayedLeaveTheTestProgramme() throws IOException {
        play(
                TestData.path("broken/empty.mp3"),
                TestData.path("tracks/formats/layer2.mp3"),
                TestData.path("broken/html.mp3"));

        await().until(() -> mount.snapshot().onAir());
        assertThat(title()).isEqualTo("icy test tone");
    }

    @Test
    void aReadThatNeverComesBackIsGivenUpAndTheNextTrackFollows() throws Exception {
        play(TestData.path("tracks/formats/cbr-128.mp3"), stuck("a.mp3"), TestData.path("tracks/titles/sigur-ros.mp3"));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> mount.history().stream()
                        .anyMatch(played -> played.title().equals("Sigur Rós – Ágætis byrjun")));
    }

    @Test
    void aStuckFirstFileDoesNotKeepTheMountOffTheAir() throws Exception {
        play(stuck("a.mp3"), TestData.path("tracks/titles/sigur-ros.mp3"));

        await().until(() -> mount.snapshot().onAir());
        assertThat(title()).isEqualTo("Sigur Rós – Ágætis byrjun");
    }

    @Test
    void whenNoReadComesBackTheTestProgrammeIsPlayedUntilOneDoes() throws Exception {
        Path last = stuck("c.mp3");
        play(stuck("a.mp3"), stuck("b.mp3"), last);

        await().until(() -> mount.snapshot().onAir());
        assertThat(title()).isEqualTo("icy test tone");
        await().until(() -> edgeSeconds() > 20);
        assertThat(title()).isEqualTo("icy test tone");
    }

    /** A pipe that nobody writes to: opening it waits for ever, as a dead network disk does. */
    private Path stuck(String name) throws Exception {
        Path pipe = folder.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        open.add(() -> {
            // Lets the stuck worker go.
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
        });
        return pipe;
    }

    @Test
    void otherTracksInTheConfigFollowWithoutTonesBetween() throws IOException {
        play(TestData.path("tracks/formats/cbr-128.mp3"));
        await().until(() -> mount.snapshot().onAir());
        String before = title();
        MountConfig other = MountConfig.of("/stream", TestData.path("tracks/titles/sigur-ros.mp3"));
        sources.reconfigure(mount, other, /* adopted= */ false);

        await().until(() -> title().equals("Sigur Rós – Ágætis byrjun"));
        assertThat(mount.history()).extracting(PlayedTitle::title).containsOnly("Sigur Rós – Ágætis byrjun", before);
    }

    @Test
    void timeInWhichTheMachineSleptIsLeftOutNotCaughtUpWith() throws IOException {
        play(TestData.path("demo"));
        await().until(() -> mount.snapshot().onAir());
        long before = mount.snapshot().edge().timeUnits();
        jumped.addAndGet(Duration.ofMinutes(10).toNanos());
        await().until(() -> mount.snapshot().edge().timeUnits() > before + 5 * StreamTime.UNITS_PER_SECOND);

        assertThat(mount.snapshot().edge().timeUnits()).isLessThan(before + 120 * StreamTime.UNITS_PER_SECOND);
    }

    @Test
    void theStreamKeepsPaceWithTheClock() throws IOException {
        play(TestData.path("demo"));
        await().until(() -> mount.snapshot().onAir());
        await().atMost(Duration.ofSeconds(15)).until(() -> edgeSeconds() > 100);
        double lag = StreamTime.toSeconds(mount.dueTime(clock())) - edgeSeconds();

        assertThat(lag)
                .as("seconds of stream time behind a clock of %s×", SPEED)
                .isBetween(-0.1, 5.0);
    }

    private String title() {
        return mount.snapshot().title().text();
    }

    private double edgeSeconds() {
        return StreamTime.toSeconds(mount.snapshot().edge().timeUnits());
    }

    private long clock() {
        return begin + jumped.get() + (System.nanoTime() - begin) * SPEED;
    }

    private void play(Path... paths) throws IOException {
        EventLoop loop = EventLoop.start("playout-test", this::clock);
        open.add(loop);
        Workers workers = Workers.start(4);
        open.add(workers);
        ServerConfig config = ServerConfig.of(MountConfig.of("/stream", paths));
        Mounts mounts = new Mounts(config, List.of(loop), "run", entry -> {}, this::clock);
        mount = mounts.numbered(1).orElseThrow();
        sources = new Sources(config, mounts, workers);
        sources.start(mount);
    }
}

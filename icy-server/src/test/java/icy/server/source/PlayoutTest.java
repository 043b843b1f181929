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
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
        Path track = Files.copy(TestData.path("tracks/formats/cbr-128.mp3"), folder.resolve("new.mp3"));
        Files.setLastModifiedTime(track, FileTime.fromMillis(0));

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
        Path stuck = folder.resolve("stuck.mp3");
        int made = new ProcessBuilder("mkfifo", stuck.toString()).start().waitFor();
        assertThat(made).isZero();
        Path first = TestData.path("tracks/formats/cbr-128.mp3");
        Path after = TestData.path("tracks/formats/48k.mp3");
        play(first, stuck, after);
        List<String> titles = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    String now = mount.snapshot().onAir() ? title() : "";
                    if (!now.isEmpty()
                            && (titles.isEmpty()
                                    || !titles.get(titles.size() - 1).equals(now))) {
                        titles.add(now);
                    }
                    return titles.size() == 2;
                });
        FileChannel.open(stuck, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close(); // lets the stuck worker go

        assertThat(mount.snapshot().format().sampleRate()).isEqualTo(44_100);
        assertThat(titles.get(0)).isNotEqualTo(titles.get(1));
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
        Workers workers = Workers.start();
        open.add(workers);
        ServerConfig config = ServerConfig.of(MountConfig.of("/stream", paths));
        mount = new Mounts(config, List.of(loop), "run", entry -> {}, this::clock).first();
        new Playout(mount, workers).start();
    }
}

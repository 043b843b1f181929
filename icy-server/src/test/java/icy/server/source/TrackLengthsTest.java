package icy.server.source;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.testing.TestData;
import icy.server.track.Conversion;
import icy.server.track.TrackOpener;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a track is, on disks that take their time. */
@Timeout(30)
class TrackLengthsTest {
    private static final Path TRACK = TestData.path("tracks/formats/cbr-128.mp3");

    @TempDir
    private Path folder;

    private EventLoop loop;
    private Workers workers;
    private TrackLengths lengths;

    @BeforeEach
    void start() throws Exception {
        loop = EventLoop.start("track-lengths-test", System::nanoTime);
        workers = Workers.start(1);
        lengths = new TrackLengths(loop, workers.scan(), new TrackOpener(Conversion.NONE));
    }

    @AfterEach
    void stop() {
        workers.close();
        loop.close();
    }

    @Test
    void aLateAnswerDoesNotTakeThePlaceOfANewerOne() throws Exception {
        Path slow = folder.resolve("slow.mp3");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        measure(slow);
        measure(TRACK);
        await().until(() -> lengths.of(TRACK) > 0);
        FileChannel.open(slow, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close(); // the first one fails now
        await().until(() -> workers.scan().unfinished() == 0);

        onLoop(() -> {});
        assertThat(lengths.of(TRACK)).isPositive();
    }

    @Test
    void withAllWorkersBusyItIsMeasuredWhenItIsAskedForAgain() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        while (workers.scan().tryExecute(() -> waitFor(go))) {
            // until none is left
        }
        measure(TRACK);
        go.countDown();
        await().until(() -> workers.scan().unfinished() == 0);
        measure(TRACK);

        await().until(() -> lengths.of(TRACK) > 0);
    }

    private void measure(Path file) throws Exception {
        onLoop(() -> lengths.measure(file));
    }

    private void onLoop(Runnable task) throws Exception {
        CompletableFuture.runAsync(task, loop::execute).get(5, SECONDS);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

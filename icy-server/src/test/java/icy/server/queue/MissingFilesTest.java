package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.loop.Workers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MissingFilesTest {
    private final Workers workers = Workers.start(1);
    private final AtomicInteger looks = new AtomicInteger();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final MissingFiles missing = new MissingFiles(this::look, workers.file());

    @AfterEach
    void stop() {
        disk.countDown();
        workers.close();
    }

    @Test
    void howeverManyAskOneLooks() {
        NamedQueue queue = queue("1.mp3", "no.mp3");
        List<CompletableFuture<List<String>>> asked =
                List.of(missing.of(queue), missing.of(queue), missing.of(queue.remove(0)));

        disk.countDown();

        assertThat(asked).extracting(CompletableFuture::join).containsOnly(List.of("no.mp3"));
        assertThat(missing.of(queue.remove(1)).join()).isEmpty(); // known from before
        assertThat(looks).hasValue(1);
        assertThat(missing.of(queue("other.mp3")).join()).isEmpty();
        assertThat(looks).hasValue(2);
    }

    @Test
    void whoWaitsForADeadDiskIsAnsweredAllTheSame() {
        CompletableFuture<List<String>> asked = missing.of(queue("no.mp3"));

        await().until(asked::isDone);

        assertThat(asked.join()).isEmpty();
    }

    private static NamedQueue queue(String... files) {
        return NamedQueue.empty("morning").append(List.of(files));
    }

    private List<String> look(List<String> files) {
        looks.incrementAndGet();
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return files.stream().filter("no.mp3"::equals).toList();
    }
}

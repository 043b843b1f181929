package icy.server.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {

    @Test
    void answersAreWrittenByAWorkerAlsoWhenAllAreBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Workers workers = Workers.start(1)) {
            assertThat(writer(workers)).startsWith("io-");
            boolean taken = true;
            while (taken) {
                taken = workers.io().tryExecute(() -> awaitRelease(release));
            }

            assertThat(writer(workers)).startsWith("answers-");
        } finally {
            release.countDown();
        }
    }

    private static String writer(Workers workers) throws Exception {
        return CompletableFuture.completedFuture("done")
                .thenApplyAsync(done -> Thread.currentThread().getName(), workers.answering())
                .get(10, SECONDS);
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

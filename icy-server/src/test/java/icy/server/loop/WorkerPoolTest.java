package icy.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerPoolTest {
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final CountDownLatch unstick = new CountDownLatch(1);

    @Test
    void fullPoolSaysNoAtOnceAndGoesOnAfterwards() {
        try (WorkerPool pool = new WorkerPool("io", 2, 3)) {
            for (int n = 0; n < 5; n++) {
                assertThat(pool.tryExecute(this::stick)).isTrue();
            }
            assertThat(pool.tryExecute(this::stick)).isFalse();
            assertThat(pool.queued()).isEqualTo(3);

            unstick.countDown();

            await().until(() -> ran.size() == 5);
            assertThat(pool.tryExecute(() -> ran.add("more"))).isTrue();
            await().until(() -> ran.contains("more"));
        }
    }

    @Test
    void stuckThreadsAreReplacedUpToTheLimitWhereNothingQueues() {
        try (WorkerPool pool = new WorkerPool("air", 3, 0)) {
            pool.tryExecute(this::stick);
            pool.tryExecute(this::stick);
            assertThat(pool.tryExecute(() -> ran.add("read on"))).isTrue();
            await().until(() -> ran.contains("read on"));

            pool.tryExecute(this::stick);
            await().until(() -> pool.active() == 3);
            assertThat(pool.tryExecute(() -> {})).isFalse();
            unstick.countDown();
        }
    }

    @Test
    void taskThatThrowsDoesNotEndItsThread() {
        try (WorkerPool pool = new WorkerPool("cpu", 1, 10)) {
            pool.tryExecute(() -> {
                throw new IllegalStateException("thrown by a test, on purpose");
            });
            pool.tryExecute(() -> ran.add(Thread.currentThread().getName()));

            await().untilAsserted(() -> assertThat(ran).containsExactly("cpu-1"));
        }
    }

    @Test
    void closedPoolTakesNothing() {
        WorkerPool pool = new WorkerPool("io", 1, 1);
        pool.close();

        assertThat(pool.tryExecute(() -> {})).isFalse();
    }

    private void stick() {
        try {
            unstick.await();
            ran.add("unstuck");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

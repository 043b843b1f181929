package icy.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopGroupTest {
    private final AtomicBoolean broken = new AtomicBoolean();

    @Test
    void newcomersGoToTheLoopWithTheFewestConnections() throws IOException {
        try (LoopGroup loops = LoopGroup.start(3, this::nanos)) {
            loops.loops().get(0).countConnection(2);
            loops.loops().get(1).countConnection(1);
            loops.loops().get(2).countConnection(2);

            assertThat(loops.leastLoaded()).isSameAs(loops.loops().get(1));
        }
    }

    @Test
    void loopThatHasFailedGetsNoneHoweverFewItHas() throws IOException {
        try (LoopGroup loops = LoopGroup.start(2, this::nanos)) {
            EventLoop first = loops.loops().get(0);
            EventLoop second = loops.loops().get(1);
            first.countConnection(5);
            assertThat(loops.leastLoaded()).isSameAs(second);

            broken.set(true);
            second.execute(() -> {});

            await().until(second::failed);
            assertThat(first.failed()).isFalse();
            assertThat(loops.leastLoaded()).isSameAs(first);
        }
    }

    @Test
    void loopThatIsClosedHasNotFailed() throws IOException {
        LoopGroup loops = LoopGroup.start(1, this::nanos);
        loops.close();
        assertThat(loops.loops().get(0).failed()).isFalse();
    }

    private long nanos() {
        if (broken.get() && Thread.currentThread().getName().equals("loop-2")) {
            throw new IllegalStateException("broken by a test, on purpose");
        }
        return System.nanoTime();
    }
}

package icy.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.ManualClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventLoopTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private EventLoop loop;

    @BeforeEach
    void start() throws IOException {
        loop = EventLoop.start("loop-test", clock);
    }

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void tasksRunOnTheLoopInTheOrderTheyWereHandedOver() {
        for (int n = 0; n < 5_000; n++) {
            String name = "task " + n;
            loop.execute(() -> events.add(name));
        }

        assertThat(onLoop(loop::inLoop)).isTrue();
        assertThat(events).hasSize(5_000).startsWith("task 0", "task 1").endsWith("task 4999");
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void tasksThatHandOverTasksForEverDoNotStarveTimers() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        Runnable[] endless = new Runnable[1];
        endless[0] = () -> loop.execute(endless[0]);
        loop.execute(endless[0]);
        loop.execute(() -> loop.schedule(loop.nowNanos(), fired::countDown));

        assertThat(fired.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void timersRunWhenTheClockHasReachedThem() {
        onLoop(() -> {
            loop.schedule(loop.nowNanos() + 20_000_000, () -> events.add("20 ms"));
            loop.schedule(loop.nowNanos() + 10_000_000, () -> events.add("10 ms"));
            return true;
        });
        assertThat(turn()).isEmpty();

        clock.advance(Duration.ofMillis(10));
        assertThat(turn()).containsExactly("10 ms");

        clock.advance(Duration.ofMillis(10));
        assertThat(turn()).containsExactly("10 ms", "20 ms");
    }

    @Test
    void taskThatThrowsCostsOnlyItself() {
        loop.execute(() -> {
            throw new IllegalStateException("thrown by a test, on purpose");
        });
        loop.execute(() -> {
            throw new AssertionError("thrown by a test, on purpose");
        });
        loop.execute(() -> events.add("next"));

        assertThat(turn()).containsExactly("next");
    }

    @Test
    void timerThatThrowsCostsOnlyItself() {
        onLoop(() -> {
            loop.schedule(loop.nowNanos() + 1, () -> {
                throw new IllegalStateException("thrown by a test, on purpose");
            });
            loop.schedule(loop.nowNanos() + 2, () -> events.add("next"));
            return true;
        });
        clock.advance(Duration.ofMillis(1));

        assertThat(turn()).containsExactly("next");
    }

    @Test
    void handlerThatThrowsCostsOnlyItsChannel() throws IOException {
        Pipe bad = registered("bad", () -> {
            throw new IllegalStateException("thrown by a test, on purpose");
        });
        Pipe broken = registered("broken", () -> {
            throw new IOException("thrown by a test, on purpose");
        });
        Pipe good = registered("good", () -> events.add("good was ready"));

        for (Pipe pipe : List.of(bad, broken, good)) {
            pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        }

        await().until(() -> events.contains("good was ready")
                && events.contains("bad closed: IllegalStateException")
                && events.contains("broken closed: IOException"));
        assertThat(bad.source().isOpen()).isFalse();
        assertThat(good.source().isOpen()).isTrue();
    }

    @Test
    void sleepsUntilThereIsSomethingToDo() throws Exception {
        AtomicInteger clockReads = new AtomicInteger();
        try (EventLoop counted = EventLoop.start("loop-counted", () -> {
            clockReads.incrementAndGet();
            return System.nanoTime();
        })) {
            CountDownLatch fired = new CountDownLatch(1);
            counted.execute(() -> counted.schedule(counted.nowNanos() + 200_000_000, fired::countDown));

            assertThat(fired.await(5, TimeUnit.SECONDS)).isTrue();
            // One at the start, then two or three for each turn: the task's, the timer's and a few early wake-ups.
            assertThat(clockReads.get()).isLessThan(20);
        }
    }

    @Test
    void handlersAreToldTheTimeAtWhichTheLoopWokeAndNotWhenItFellAsleep() throws IOException {
        long before = clock.getAsLong();
        Pipe pipe =
                registered("pipe", () -> events.add("woke after " + (loop.nowNanos() - before) / 1_000_000_000 + " s"));
        clock.advance(Duration.ofSeconds(3));
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));

        await().until(() -> !events.isEmpty());
        assertThat(events).containsExactly("woke after 3 s");
    }

    @Test
    void knowsItsLongestTurn() {
        onLoop(() -> {
            clock.advance(Duration.ofMillis(7)); // as a handler does that takes so long
            return true;
        });
        turn(); // two tasks can share a turn, which is not in the figures before it ends

        EventLoop.Figures figures = loop.figures();
        assertThat(figures.longestTurnNanos()).isEqualTo(7_000_000);
        assertThat(figures.busyNanos()).isEqualTo(7_000_000);
        assertThat(figures.turns()).isPositive();
    }

    @Test
    void closingRunsWhatWasHandedOverThenClosesEveryChannel() throws IOException {
        Pipe pipe = registered("pipe", () -> {});
        loop.execute(() -> events.add("last task"));

        loop.close();

        assertThat(events).containsExactly("last task", "pipe closed: orderly");
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void turnAllocatesNothing() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long loopThread = onLoop(() -> Thread.currentThread().getId());
        Pipe pipe = Pipe.open();
        Pipe answers = Pipe.open();
        onLoop(() -> {
            Timer timer = loop.timer(() -> {});
            answers.sink().configureBlocking(false);
            loop.register(pipe.source(), SelectionKey.OP_READ, handler("pipe", () -> {
                ByteBuffer bytes = loop.readBuffer();
                pipe.source().read(bytes);
                timer.at(loop.nowNanos() - 1);
                answers.sink().write(bytes.flip());
            }));
            return true;
        });

        ByteBuffer one = ByteBuffer.allocateDirect(1);
        int turns = 10_000;
        int boxed = 16; // the JDK's selector looks up a key by an Integer, a new one for descriptors above 127
        double bytesATurn = Double.MAX_VALUE;
        for (int rounds = 0; rounds < 20 && bytesATurn >= 1 + boxed; rounds++) { // until all of it is compiled
            long before = threads.getThreadAllocatedBytes(loopThread);
            for (int n = 0; n < turns; n++) {
                pipe.sink().write(one.clear());
                answers.source().read(one.clear());
            }
            bytesATurn = (threads.getThreadAllocatedBytes(loopThread) - before) / (double) turns;
        }

        assertThat(bytesATurn).isLessThan(1 + boxed);
    }

    private Pipe registered(String name, Action onReady) throws IOException {
        Pipe pipe = Pipe.open();
        onLoop(() -> loop.register(pipe.source(), SelectionKey.OP_READ, handler(name, () -> {
            pipe.source().read(loop.readBuffer());
            onReady.run();
        })));
        return pipe;
    }

    private ChannelHandler handler(String name, Action onReady) {
        return new ChannelHandler() {
            @Override
            public void onReady(int readyOps) throws IOException {
                onReady.run();
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
                events.add(name + " closed: "
                        + (cause == null ? "orderly" : cause.getClass().getSimpleName()));
            }
        };
    }

    /** Waits until the loop has taken a whole turn by the present clock, and returns what has happened so far. */
    private List<String> turn() {
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        // The timer runs in the next turn, which reads the clock anew; the task after all timers of that turn.
        loop.execute(() ->
                loop.schedule(loop.nowNanos(), () -> loop.execute(() -> done.complete(List.copyOf(events)))));
        return done.join();
    }

    private <T> T onLoop(Step<T> step) {
        return onLoop(loop, step);
    }

    static <T> T onLoop(EventLoop loop, Step<T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(step.run());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    interface Step<T> {
        T run() throws Exception;
    }

    private interface Action {
        void run() throws IOException;
    }
}

package icy.server.loop;

import icy.server.stats.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One selector and one thread. It knows four things: channels, timers, tasks and how to stop.
 *
 * <pre>
 * turn:  sleep until a channel is ready, a timer is due or a task was handed over
 *        -> every ready channel's handler -> every timer that is due -> tasks, at most {@value #TASKS_A_TURN}
 * </pre>
 *
 * A handler, timer or task that throws costs itself and nothing else. Tasks are not counted: they come from the bounded
 * worker pools and from other loops, one for each thing handed over.
 *
 * <p>Never interrupt the thread: an interrupted thread's select returns at once for ever.
 *
 * <p>Thread: its own, except where a method says otherwise.
 */
public final class EventLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final int TASKS_A_TURN = 1024;
    private static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final long STOP_MILLIS = 2_000;

    private final LongSupplier nanoClock;
    private final Selector selector;
    private final Thread thread;
    private final Timers timers = new Timers();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BUFFER_BYTES);
    /** Connections on their way to this loop or on it; the one figure here that other threads write. */
    private final AtomicInteger connections = new AtomicInteger();
    // Made once: a method reference made in every turn would be garbage in every turn.
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Consumer<Runnable> runGuarded = this::runGuarded;
    private final Counter turns = new Counter();
    private final Counter busyNanos = new Counter();
    private volatile long longestTurnNanos;
    private long nowNanos;
    private long wokeNanos;
    private boolean awake;
    private volatile boolean stopping;
    private volatile boolean failed;

    /** Starts a loop whose thread is called {@code name}. {@code nanoClock} is read a few times a turn. */
    public static EventLoop start(String name, LongSupplier nanoClock) throws IOException {
        EventLoop loop = new EventLoop(name, nanoClock);
        loop.thread.start();
        return loop;
    }

    private EventLoop(String name, LongSupplier nanoClock) throws IOException {
        this.nanoClock = nanoClock;
        this.selector = Selector.open();
        this.nowNanos = nanoClock.getAsLong();
        this.thread = new Thread(this::run, name);
    }

    /** The clock, read once for the channels of a turn and once for its timers and tasks, so that each has one time. */
    public long nowNanos() {
        assert inLoop();
        return nowNanos;
    }

    /** Whether the caller is on this loop's thread. Any thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Runs {@code task} on this loop soon, after tasks handed over before it. Any thread; dropped once closed. */
    public void execute(Runnable task) {
        tasks.add(task);
        if (!inLoop()) {
            selector.wakeup();
        }
    }

    /** A timer that is not armed yet. */
    public Timer timer(Runnable task) {
        return new Timer(timers, task);
    }

    /** A timer armed for {@code deadlineNanos}; it can be armed again later. */
    public Timer schedule(long deadlineNanos, Runnable task) {
        assert inLoop();
        Timer timer = timer(task);
        timer.at(deadlineNanos);
        return timer;
    }

    /** Watches {@code channel} for {@code ops}; it is made non-blocking, and the loop closes it when it stops. */
    public SelectionKey register(SelectableChannel channel, int ops, ChannelHandler handler) throws IOException {
        assert inLoop();
        channel.configureBlocking(false);
        return channel.register(selector, ops, handler);
    }

    /** One cleared scratch buffer of 64 kB for all channels; its content is valid until the handler returns. */
    public ByteBuffer readBuffer() {
        assert inLoop();
        return readBuffer.clear();
    }

    /** Connections that this loop serves or is about to. Any thread. */
    public int connections() {
        return connections.get();
    }

    /** Whether this loop has ended because of a failure of its own. Any thread. */
    public boolean failed() {
        return failed;
    }

    /** What this loop has done since it started. Any thread. */
    public Figures figures() {
        return new Figures(connections(), turns.get(), busyNanos.get(), longestTurnNanos);
    }

    void countConnection(int change) {
        connections.addAndGet(change);
    }

    /** Ends the loop: tasks handed over so far still run, then every channel is closed. Any thread; waits briefly. */
    @Override
    public void close() {
        stop();
        if (inLoop()) {
            return;
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to end, without waiting. Any thread. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (Throwable e) {
            failed = true; // before its connections end, or it would have the fewest
            log.error("{} has failed and its connections end: restart the server", thread.getName(), e);
        } finally {
            runTasks();
            closeAll();
        }
    }

    private void turn() throws IOException {
        awake = false;
        long sleepMillis = tasks.isEmpty() ? timers.sleepMillis(nowNanos) : 0;
        if (sleepMillis == 0) {
            selector.selectNow(dispatch);
        } else {
            selector.select(dispatch, Math.max(sleepMillis, 0)); // select's 0 is "for ever"; wake-ups are never lost
        }
        if (awake) {
            nowNanos = nanoClock.getAsLong(); // the channels have had their time
        } else {
            wake();
        }
        timers.expire(nowNanos, runGuarded);
        runTasks();
        nowNanos = nanoClock.getAsLong();
        account(nowNanos - wokeNanos);
    }

    /** Before the first thing after the sleep, or handlers would be told the time at which the loop fell asleep. */
    private void wake() {
        if (!awake) {
            awake = true;
            nowNanos = nanoClock.getAsLong();
            wokeNanos = nowNanos;
        }
    }

    private void account(long turnNanos) {
        turns.add(1);
        busyNanos.add(turnNanos);
        if (turnNanos > longestTurnNanos) {
            longestTurnNanos = turnNanos;
        }
    }

    private void dispatch(SelectionKey key) {
        wake();
        if (!key.isValid()) {
            return; // an earlier handler of this turn closed it
        }
        try {
            ((ChannelHandler) key.attachment()).onReady(key.readyOps());
        } catch (IOException e) {
            close(key, e);
        } catch (Throwable e) { // a bug, or memory that ran out, must cost one channel and not the station
            log.error("{}: a connection ends because its handler failed", thread.getName(), e);
            close(key, e);
        }
    }

    private void runTasks() {
        for (int n = 0; n < TASKS_A_TURN; n++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            runGuarded(task);
        }
    }

    private void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // as in dispatch
            log.error("{}: a task failed and was abandoned", thread.getName(), e);
        }
    }

    private void close(SelectionKey key, @Nullable Throwable cause) {
        if (!key.channel().isOpen()) {
            return; // its handler closed it, then threw
        }
        closeQuietly(key.channel());
        try {
            ((ChannelHandler) key.attachment()).onClosed(cause);
        } catch (RuntimeException e) {
            log.error("{}: a handler failed while closing", thread.getName(), e);
        }
    }

    private void closeAll() {
        List.copyOf(selector.keys()).forEach(key -> close(key, null));
        closeQuietly(selector);
    }

    /** Closes {@code resource}; nothing can be done, and nothing is lost, when a socket does not close cleanly. */
    static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.debug("closing {}", resource, e);
        }
    }

    /**
     * What a loop has done since it started.
     *
     * @param turns how often it woke up
     * @param busyNanos time it was awake
     * @param longestTurnNanos the longest time that somebody had to wait for everybody else
     */
    public record Figures(int connections, long turns, long busyNanos, long longestTurnNanos) {}
}

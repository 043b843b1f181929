package icy.cli.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Lets listeners join at their pace, counts what each receives, and says how fairly they were served.
 *
 * <pre>
 *  ramp: some join each turn │ 2 s to settle │ measured: bytes of each, from the mark to the end
 * </pre>
 *
 * <p>Thread: one.
 */
final class LoadRun {

    /** What one turn begins at most, so that those who have joined are read in between. */
    private static final int JOINS_PER_TURN = 200;

    private static final int READ_BYTES = 256 << 10;

    private final LoadPlan plan;
    private final LongConsumer onSecond;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer request;
    private final List<LoadListener> listeners = new ArrayList<>();
    /** In microseconds; a listener that waits a minute for its first byte has waited for ever. */
    private final Histogram firstByteMicros = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

    private final Consumer<SelectionKey> dispatch = this::onReady;
    private int listening;
    private long receivedBytes;
    private volatile boolean stopped;

    /** @param onSecond called once a second with the nanoseconds since the start, to show progress with */
    LoadRun(LoadPlan plan, LongConsumer onSecond) {
        this.plan = plan;
        this.onSecond = onSecond;
        this.request = ByteBuffer.wrap(plan.request());
    }

    /** How many are being sent audio now. */
    int listening() {
        return listening;
    }

    /** How many have begun to join. */
    int joined() {
        return listeners.size();
    }

    long receivedBytes() {
        return receivedBytes;
    }

    /** Ends the run early; its report covers what there was. From any thread. */
    void stop() {
        stopped = true;
    }

    /** Runs to the end of the plan. */
    LoadReport run() throws IOException {
        try (Selector selector = Selector.open()) {
            try {
                return run(selector);
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    private LoadReport run(Selector selector) throws IOException {
        long startNanos = System.nanoTime();
        long nextSecondNanos = startNanos + TimeUnit.SECONDS.toNanos(1);
        long markNanos = 0;
        boolean marked = false;
        while (!stopped) {
            long nowNanos = System.nanoTime();
            join(selector, nowNanos - startNanos);
            boolean allJoined = listeners.size() == plan.listeners();
            if (allJoined && markNanos == 0) {
                markNanos = nowNanos + LoadPlan.SETTLING.toNanos();
            }
            if (allJoined && !marked && nowNanos - markNanos >= 0) {
                marked = true;
                markNanos = nowNanos;
                listeners.forEach(LoadListener::mark);
            }
            if (marked && nowNanos - markNanos >= plan.measured().toNanos()) {
                break;
            }
            if (nowNanos - nextSecondNanos >= 0) {
                nextSecondNanos += TimeUnit.SECONDS.toNanos(1);
                onSecond.accept(nowNanos - startNanos);
            }
            if (allJoined && selector.keys().isEmpty()) {
                break; // Nobody is left to measure.
            }
            selector.select(dispatch, allJoined ? 50 : 1);
        }
        double measuredSeconds = marked ? (System.nanoTime() - markNanos) / 1e9 : 0;
        return LoadReport.of(plan, listeners, firstByteMicros, measuredSeconds);
    }

    private void join(Selector selector, long elapsedNanos) {
        int due = Math.min(plan.due(elapsedNanos), listeners.size() + JOINS_PER_TURN);
        while (listeners.size() < due) {
            LoadListener listener = new LoadListener(System.nanoTime());
            int number = listeners.size();
            listeners.add(listener);
            try {
                connect(selector, listener, number);
            } catch (IOException e) {
                listener.fail(String.valueOf(e.getMessage()));
            }
        }
    }

    private void connect(Selector selector, LoadListener listener, int number) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (plan.hasManySources() && plan.listeners() > LoadPlan.LISTENERS_PER_ADDRESS) {
                channel.bind(new InetSocketAddress(InetAddress.getByAddress(LoadPlan.sourceAddress(number)), 0));
            }
            boolean connected = channel.connect(plan.target());
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, listener);
            if (connected) {
                ask(key, channel, listener);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void onReady(SelectionKey key) {
        LoadListener listener = (LoadListener) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                ask(key, channel, listener);
            } else if (key.isReadable()) {
                read(channel, listener);
            }
        } catch (IOException e) {
            close(channel, listener, String.valueOf(e.getMessage()));
        }
    }

    private void ask(SelectionKey key, SocketChannel channel, LoadListener listener) throws IOException {
        // A fresh socket takes a request whole: it has some 87 kB of room.
        if (channel.write(request.duplicate()) < request.remaining()) {
            throw new IOException("the socket did not take the request");
        }
        listener.requested();
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read(SocketChannel channel, LoadListener listener) throws IOException {
        int bytes = channel.read(buffer.clear());
        if (bytes < 0) {
            close(channel, listener, "closed before any audio");
            return;
        }
        receivedBytes += bytes;
        if (listener.received(buffer.flip())) {
            listening++;
            long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - listener.beganNanos());
            firstByteMicros.recordValue(Math.min(micros, firstByteMicros.getHighestTrackableValue()));
        }
        if (listener.state() == LoadListener.State.FAILED) {
            channel.close();
        }
    }

    private void close(SocketChannel channel, LoadListener listener, String reason) {
        if (listener.state() == LoadListener.State.LISTENING) {
            listening--;
        }
        listener.closed(reason);
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}

package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Many listeners on one thread: a first one, who is recorded; good ones, whose every byte is compared with the
 * recording; ones that never read; ones that crawl, a byte a second; and ones that reset their connection and come back.
 *
 * <p>Thread: one.
 */
final class Crowd implements AutoCloseable {
    private static final int SMALL_WINDOW_BYTES = 4096;
    private static final long CRAWL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RESET_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long SELECT_MILLIS = 20;
    private static final double MAX_SECONDS_SHORT = 1;

    private final InetSocketAddress server;
    private final byte[] request;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private final HeadSkipper head = new HeadSkipper();
    private final Recording recording = new Recording();
    private final StreamClock clock = new StreamClock();
    private final long beganNanos = System.nanoTime();
    private final SocketChannel first;
    private final List<Follower> good = new ArrayList<>();
    private final List<SocketChannel> stalled = new ArrayList<>();
    private final List<SocketChannel> crawling = new ArrayList<>();
    private final List<SocketChannel> vanishing = new ArrayList<>();
    private long crawlAtNanos = beganNanos;
    private long resetAtNanos = beganNanos + RESET_NANOS;
    private int resets;

    Crowd(int port, String mount) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.request = ("GET " + mount + " HTTP/1.0\r\n\r\n").getBytes(US_ASCII);
        this.first = connect(/* smallWindow= */ false);
        first.configureBlocking(false);
        first.register(selector, SelectionKey.OP_READ);
    }

    void join(int goodOnes, int stalledOnes, int crawlingOnes, int vanishingOnes) throws IOException {
        for (int i = 0; i < goodOnes; i++) {
            SocketChannel socket = connect(/* smallWindow= */ false);
            Follower follower = new Follower("listener " + i, recording);
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ, follower);
            good.add(follower);
        }
        for (int i = 0; i < stalledOnes; i++) {
            stalled.add(connect(/* smallWindow= */ true));
        }
        for (int i = 0; i < crawlingOnes; i++) {
            SocketChannel socket = connect(/* smallWindow= */ true);
            socket.configureBlocking(false);
            crawling.add(socket);
        }
        for (int i = 0; i < vanishingOnes; i++) {
            vanishing.add(connect(/* smallWindow= */ false));
        }
    }

    /** Reads what has come, and lets those crawl or vanish whose time it is. Waits a few milliseconds at most. */
    void turn() throws IOException {
        selector.select(this::read, SELECT_MILLIS);
        long now = System.nanoTime();
        if (now - crawlAtNanos >= 0) {
            crawlAtNanos += CRAWL_NANOS;
            crawl();
        }
        if (now - resetAtNanos >= 0) {
            resetAtNanos += RESET_NANOS;
            reset();
        }
    }

    /** What went wrong for good listeners, one sentence each; empty is what is hoped for. */
    List<String> harmed() {
        List<String> complaints = new ArrayList<>();
        good.forEach(follower -> follower.complaint().ifPresent(complaints::add));
        double seconds = (System.nanoTime() - beganNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        if (clock.seconds() < seconds - MAX_SECONDS_SHORT || clock.strayBytes() > 0) {
            complaints.add(String.format(
                    Locale.ROOT,
                    "the first listener heard %.1f s of audio in %.1f s, and %d bytes that were in no frame",
                    clock.seconds(),
                    seconds,
                    clock.strayBytes()));
        }
        return complaints;
    }

    /** Bytes that the good listener who heard least has heard and that were found right. */
    long comparedBytes() {
        return good.stream().mapToLong(Follower::comparedBytes).min().orElse(0);
    }

    int resets() {
        return resets;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
        for (List<SocketChannel> sockets : List.of(stalled, crawling, vanishing)) {
            sockets.forEach(Crowd::closeQuietly);
        }
    }

    private void read(SelectionKey key) {
        buffer.clear();
        int count;
        String why = "the server closed it";
        try {
            count = ((SocketChannel) key.channel()).read(buffer);
        } catch (IOException e) {
            count = -1;
            why = e.toString();
        }
        buffer.flip();
        if (key.attachment() instanceof Follower follower) {
            if (count < 0) {
                follower.ended(why);
            } else {
                follower.heard(buffer);
            }
        } else if (head.skip(buffer)) {
            clock.heard(buffer.array(), buffer.position(), buffer.remaining());
            recording.append(buffer);
        }
        if (count < 0) {
            key.cancel();
        }
    }

    private void crawl() {
        for (SocketChannel socket : crawling) {
            try {
                if (socket.isOpen() && socket.read(buffer.clear().limit(1)) < 0) {
                    socket.close();
                }
            } catch (IOException e) {
                closeQuietly(socket); // the server has had enough of it, as it may
            }
        }
    }

    private void reset() throws IOException {
        for (int i = 0; i < vanishing.size(); i++) {
            SocketChannel socket = vanishing.get(i);
            socket.setOption(StandardSocketOptions.SO_LINGER, 0); // so that closing sends RST
            socket.close();
            vanishing.set(i, connect(/* smallWindow= */ false));
            resets++;
        }
    }

    private SocketChannel connect(boolean smallWindow) throws IOException {
        SocketChannel socket = SocketChannel.open();
        if (smallWindow) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW_BYTES);
        }
        socket.connect(server);
        socket.write(ByteBuffer.wrap(request));
        return socket;
    }

    private static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}

package icy.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A link that can be spoilt: it stands between a source or a relay and the server, and forwards both ways until it is told
 * to stop. A stopped link looks like a cable that was pulled: nothing arrives, nothing is closed, and what was sent
 * meanwhile comes when it is plugged in again, as far as buffers held it.
 *
 * <pre>
 *  client ──> [4 kB] ──> server        stop · resume · cut (reset both ends) · throttle (bytes a second, each way)
 *  client &lt;── [4 kB] &lt;── server
 * </pre>
 *
 * <p>Thread: its own forwards; orders come from any.
 */
public final class CutProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 4096;
    /** So that a stopped link holds back about as much as a router would, and not megabytes. */
    private static final int SOCKET_BUFFER_BYTES = 16 * 1024;

    private static final int TICK_MILLIS = 10;

    private final ServerSocketChannel door;
    private final InetSocketAddress target;
    private final Selector selector;
    private final Thread thread = new Thread(this::run, "cut-proxy");
    private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final List<Link> links = new ArrayList<>();
    private final AtomicLong forwardedBytes = new AtomicLong();

    private boolean stopped;
    private long bytesPerSecond = Long.MAX_VALUE;
    private volatile boolean closed;

    private CutProxy(int serverPort) throws IOException {
        target = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), serverPort);
        selector = Selector.open();
        door = ServerSocketChannel.open();
        door.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        door.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** In front of a server on this machine. */
    public static CutProxy to(int serverPort) throws IOException {
        CutProxy proxy = new CutProxy(serverPort);
        proxy.thread.setDaemon(true);
        proxy.thread.start();
        return proxy;
    }

    public int port() {
        return door.socket().getLocalPort();
    }

    /** Of all connections, from client to server. */
    public long forwardedBytes() {
        return forwardedBytes.get();
    }

    /** From here on nothing is forwarded, in either direction; new connections are not let in. */
    public void stop() {
        order(() -> stopped = true);
    }

    /** Forwards again. */
    public void resume() {
        order(() -> stopped = false);
    }

    /** Ends every connection with a reset at both ends, as when a router has forgotten it. */
    public void cut() {
        order(() -> {
            for (Link link : List.copyOf(links)) {
                link.reset();
            }
        });
    }

    /** Forwards no faster than this in each direction of each connection. */
    public void throttle(long newBytesPerSecond) {
        order(() -> bytesPerSecond = newBytesPerSecond);
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when it has been done. */
    private void order(Runnable what) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        orders.add(() -> {
            what.run();
            done.complete(null);
        });
        selector.wakeup();
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(TICK_MILLIS);
                selector.selectedKeys().clear();
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                if (!stopped) {
                    accept();
                    long now = System.nanoTime();
                    for (Link link : List.copyOf(links)) {
                        link.turn(now);
                    }
                }
                updateInterest();
            }
            for (Link link : List.copyOf(links)) {
                link.close();
            }
            door.close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = door.accept(); client != null; client = door.accept()) {
            SocketChannel server = SocketChannel.open();
            try {
                server.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
                server.connect(target);
                links.add(new Link(client, server));
            } catch (IOException e) {
                client.close(); // nobody listens behind it, and so nobody does here
                server.close();
            }
        }
    }

    /** A selector that is asked about what must wait anyway would spin. */
    private void updateInterest() {
        boolean idle = stopped || bytesPerSecond != Long.MAX_VALUE;
        for (SelectionKey key : selector.keys()) {
            try {
                if (key.channel() == door) {
                    key.interestOps(stopped ? 0 : SelectionKey.OP_ACCEPT);
                } else {
                    key.interestOps(idle ? 0 : ((Way) key.attachment()).interest());
                }
            } catch (CancelledKeyException e) {
                // Its link has just been closed.
            }
        }
    }

    /** One connection: two ways. */
    private final class Link {
        private final SocketChannel client;
        private final SocketChannel server;
        private final Way up;
        private final Way down;

        Link(SocketChannel client, SocketChannel server) throws IOException {
            this.client = client;
            this.server = server;
            up = new Way(client, server, true);
            down = new Way(server, client, false);
            client.configureBlocking(false);
            server.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, up);
            server.register(selector, SelectionKey.OP_READ, down);
        }

        void turn(long nowNanos) {
            try {
                up.turn(nowNanos);
                down.turn(nowNanos);
                if (up.over && down.over) {
                    close();
                }
            } catch (IOException e) {
                reset(); // one end is gone with a reset, and so is the other
            }
        }

        void reset() {
            try {
                for (SocketChannel end : List.of(client, server)) {
                    if (end.isOpen()) {
                        end.setOption(StandardSocketOptions.SO_LINGER, 0);
                    }
                }
            } catch (IOException e) {
                // It was closed already.
            }
            close();
        }

        void close() {
            links.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One direction of a connection. */
    private final class Way {
        private final SocketChannel from;
        private final SocketChannel to;
        private final boolean isUp;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
        private long allowance;
        private long lastNanos = System.nanoTime();
        private boolean ended;
        private boolean over;

        Way(SocketChannel from, SocketChannel to, boolean isUp) {
            this.from = from;
            this.to = to;
            this.isUp = isUp;
        }

        int interest() {
            return ended || buffer.hasRemaining() ? 0 : SelectionKey.OP_READ;
        }

        void turn(long nowNanos) throws IOException {
            if (over) {
                return;
            }
            if (bytesPerSecond == Long.MAX_VALUE) {
                allowance = Long.MAX_VALUE;
            } else {
                long earned = (long) ((nowNanos - lastNanos) / 1e9 * bytesPerSecond);
                allowance = Math.min(bytesPerSecond / 10 + 1, Math.min(allowance, bytesPerSecond) + earned);
            }
            lastNanos = nowNanos;
            boolean moved = true;
            while (moved && allowance > 0) {
                moved = fill() | drain();
            }
            if (ended && !buffer.hasRemaining()) {
                over = true;
                to.shutdownOutput();
            }
        }

        private boolean fill() throws IOException {
            if (ended || buffer.hasRemaining()) {
                return false;
            }
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, allowance));
            int count = from.read(buffer);
            buffer.flip();
            ended = count < 0;
            return count > 0;
        }

        private boolean drain() throws IOException {
            int count = buffer.hasRemaining() ? to.write(buffer) : 0;
            allowance -= count;
            if (isUp) {
                forwardedBytes.addAndGet(count);
            }
            return count > 0;
        }
    }
}

package icy.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket on its loop, whoever handles it now. It stands between the loop and the present handler, so that a handler
 * can be replaced (a request becomes a listener) and still be told exactly once that the connection is closed.
 *
 * <p>Thread: its loop.
 */
public final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final EventLoop loop;
    private final SocketChannel socket;
    private final Wire wire;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final long acceptedNanos;
    private ChannelHandler handler = Unclaimed.HANDLER;
    private @Nullable SelectionKey key;
    private int interest;
    private boolean closed;

    /** Any thread: nothing is called until {@link #begin}. Counted among the loop's connections from now on. */
    Connection(EventLoop loop, SocketChannel socket, Wire wire, long acceptedNanos) throws IOException {
        this.loop = loop;
        this.socket = socket;
        this.wire = wire;
        this.remote = (InetSocketAddress) socket.getRemoteAddress();
        this.local = (InetSocketAddress) socket.getLocalAddress();
        this.acceptedNanos = acceptedNanos;
        loop.countConnection(+1);
    }

    /**
     * Puts a connected socket on {@code loop}, which must be the caller's: {@code first} makes its first handler, and
     * reading is wanted from the start.
     */
    public static Connection open(
            EventLoop loop, SocketChannel socket, Wire wire, Function<Connection, ChannelHandler> first)
            throws IOException {
        Connection connection = new Connection(loop, socket, wire, loop.nowNanos());
        connection.begin(first);
        return connection;
    }

    void begin(Function<Connection, ChannelHandler> first) {
        assert loop.inLoop();
        try {
            interest = SelectionKey.OP_READ;
            key = loop.register(socket, interest, new Relay());
            handler = first.apply(this);
        } catch (IOException | RuntimeException e) {
            log.warn("{}: a connection could not begin", remote, e);
            close(e);
        }
    }

    public EventLoop loop() {
        return loop;
    }

    public Wire wire() {
        return wire;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    public InetSocketAddress local() {
        return local;
    }

    /** When the socket was accepted or opened, by the loop's clock. */
    public long acceptedNanos() {
        return acceptedNanos;
    }

    /** Hands the connection over: from now on {@code next} is called and nobody else. */
    public void handler(ChannelHandler next) {
        assert loop.inLoop();
        handler = next;
    }

    /**
     * Goes on on another loop, with a handler that is made there; this object and its handler are told nothing more. A
     * source is moved to its mount's loop like that, so that it appends without a lock.
     */
    public void move(EventLoop to, Function<Connection, ChannelHandler> first) {
        assert loop.inLoop();
        if (to == loop) {
            handler = first.apply(this);
            return;
        }
        if (closed) {
            return;
        }
        if (key != null) {
            key.cancel(); // a channel may be registered with two selectors at once
        }
        closed = true;
        loop.countConnection(-1);
        to.execute(() -> {
            try {
                new Connection(to, socket, wire, acceptedNanos).begin(first);
            } catch (IOException e) {
                log.debug("{}: was gone before it was moved", remote, e);
                EventLoop.closeQuietly(socket);
            }
        });
    }

    /** Asks for these operations and no others; costs nothing when they are the same as before. */
    public void interest(int ops) {
        assert loop.inLoop();
        if (ops != interest && key != null && !closed) {
            interest = ops;
            key.interestOps(ops);
        }
    }

    /** How much the kernel may hold for this peer: what one write can leave behind at most. */
    public void sendBufferBytes(int bytes) {
        try {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        } catch (IOException e) {
            log.debug("{}: SO_SNDBUF {} was refused", remote, bytes, e); // the default serves, with more writes
        }
    }

    /** What was sent is not all there is: when it is closed, the peer is to see that it broke off. */
    public void resetOnClose() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            log.debug("{}: SO_LINGER was refused", remote, e);
        }
    }

    public long bytesWritten() {
        return wire.bytesWritten();
    }

    public long bytesRead() {
        return wire.bytesRead();
    }

    public boolean closed() {
        return closed;
    }

    /** Closes the socket and tells the present handler why, once; further calls do nothing. */
    public void close(@Nullable Throwable cause) {
        assert loop.inLoop();
        if (closed) {
            return;
        }
        closed = true;
        loop.countConnection(-1);
        EventLoop.closeQuietly(socket);
        handler.onClosed(cause);
    }

    @Override
    public String toString() {
        return remote.toString();
    }

    /** What the selector knows: it passes everything on to whoever has the connection now. */
    private final class Relay implements ChannelHandler {
        @Override
        public void onReady(int readyOps) throws IOException {
            handler.onReady(readyOps);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            close(cause);
        }
    }

    /** Handles a connection in the moment between its registration and its first handler. */
    private enum Unclaimed implements ChannelHandler {
        HANDLER;

        @Override
        public void onReady(int readyOps) {}

        @Override
        public void onClosed(@Nullable Throwable cause) {}
    }
}

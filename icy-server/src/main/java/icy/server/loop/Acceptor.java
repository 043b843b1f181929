package icy.server.loop;

import icy.server.stats.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening socket. It lives on the first loop, accepts in batches small enough not to delay that loop's listeners,
 * and hands each connection to the loop that has the fewest.
 *
 * <p>When file descriptors run out, an accept fails but the connection stays in the backlog, so the socket stays ready:
 * a naive loop spins. Here one descriptor is held in reserve. It is given up for a moment to take such connections one
 * by one, tell them {@link Reception#refusal} and close them; then accepting pauses briefly.
 *
 * <p>Thread: the first loop; {@link #open} and {@link #close} any.
 */
public final class Acceptor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final int BACKLOG = 4096; // a storm of 2,500 joins a second may wait 1.6 s; the kernel caps it
    private static final int ACCEPTS_A_TURN = 64; // about 15 us each: 1 ms
    private static final int MOST_LINGERING = 256;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long SAY_FULL_NANOS = 60_000_000_000L;
    private static final long CLOSE_SECONDS = 1;

    private final LoopGroup loops;
    private final EventLoop loop;
    private final ServerSocketChannel server;
    private final Reception reception;
    private final InetSocketAddress address;
    private final Timer resume;
    private final Counter accepted = new Counter();
    private @Nullable SelectionKey key;
    private @Nullable SocketChannel reserve;
    private int lingering;
    private boolean saidFull;
    private long saidFullNanos;
    private long shed;

    private Acceptor(LoopGroup loops, ServerSocketChannel server, Reception reception) throws IOException {
        this.loops = loops;
        this.loop = loops.loops().get(0);
        this.server = server;
        this.reception = reception;
        this.address = (InetSocketAddress) server.getLocalAddress();
        this.reserve = SocketChannel.open();
        this.resume = loop.timer(this::resume);
    }

    /**
     * Listens on {@code address}; port 0 takes a free one. The wildcard {@code ::} is every address, of IPv4 too; where
     * a system has no IPv6 it means {@code 0.0.0.0}.
     *
     * @throws IOException with a message for the operator when the address cannot be had
     */
    public static Acceptor open(LoopGroup loops, InetSocketAddress address, Reception reception) throws IOException {
        Acceptor acceptor = new Acceptor(loops, bind(address), reception);
        acceptor.loop.execute(acceptor::begin);
        return acceptor;
    }

    /** The address listened on, with the port that was taken. Any thread. */
    public InetSocketAddress address() {
        return address;
    }

    /** Connections taken in so far. Any thread. */
    public long accepted() {
        return accepted.get();
    }

    /** Stops listening; when this returns the port is free. Connections that were accepted stay. Any thread. */
    @Override
    public void close() {
        CountDownLatch closed = new CountDownLatch(1);
        loop.execute(() -> end(closed::countDown));
        if (loop.inLoop() || !server.isOpen()) {
            return;
        }
        try {
            closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocketChannel bind(InetSocketAddress wanted) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true); // a restart need not wait for TIME_WAIT
            try {
                server.bind(wanted, BACKLOG);
            } catch (UnsupportedAddressTypeException e) { // an IPv6 address on a system without IPv6
                if (!wanted.getAddress().isAnyLocalAddress()) {
                    throw new IOException("this system has no IPv6", e);
                }
                server.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), wanted.getPort()), BACKLOG);
            }
            return server;
        } catch (IOException | RuntimeException e) {
            EventLoop.closeQuietly(server);
            throw new IOException(
                    "cannot listen on %s: %s; choose another address or port, or stop the program that has it"
                            .formatted(wanted, e.getMessage()),
                    e);
        }
    }

    private void begin() {
        try {
            key = loop.register(server, SelectionKey.OP_ACCEPT, new Ready());
        } catch (IOException e) {
            log.error("{}: cannot accept connections: restart the server", address, e);
            EventLoop.closeQuietly(server);
        }
    }

    private void acceptSome() {
        for (int n = 0; n < ACCEPTS_A_TURN; n++) {
            SocketChannel socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                shed(e);
                return;
            }
            if (socket == null) {
                return;
            }
            if (shed > 0) {
                log.info("{}: accepting again; {} connections were turned away meanwhile", address, shed);
                shed = 0;
            }
            admit(socket);
        }
    }

    private void admit(SocketChannel socket) {
        try {
            int connections = loops.connections();
            if (!reception.admits(connections, socket.socket().getInetAddress())) {
                turnAway(socket, connections);
                return;
            }
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.add(1);
            EventLoop home = loops.leastLoaded();
            Connection connection = new Connection(home, socket, new PlainWire(socket), loop.nowNanos());
            if (home == loop) {
                connection.begin(reception::welcome);
            } else {
                home.execute(() -> connection.begin(reception::welcome));
            }
        } catch (IOException e) { // gone again before it was looked at
            EventLoop.closeQuietly(socket);
        }
    }

    private void turnAway(SocketChannel socket, int connections) throws IOException {
        long now = loop.nowNanos();
        if (!saidFull || now - saidFullNanos >= SAY_FULL_NANOS) { // around the limit each newcomer may be the first
            saidFull = true;
            saidFullNanos = now;
            log.warn(
                    "{}: {} connections are open, which is the limit: newcomers are turned away", address, connections);
        }
        refuse(socket);
        if (lingering == MOST_LINGERING) {
            EventLoop.closeQuietly(socket);
            return;
        }
        TurnedAway guest = new TurnedAway(loop, socket, () -> lingering--);
        loop.register(socket, SelectionKey.OP_READ, guest);
        lingering++;
        loop.schedule(now + TurnedAway.LINGER_NANOS, guest::close);
    }

    /** Takes connections that there is no descriptor for with the one in reserve, and stops accepting for a moment. */
    private void shed(IOException cause) {
        if (shed == 0) {
            log.warn(
                    "{}: cannot accept ({}): turning newcomers away until it works again; raise the limit of open files",
                    address,
                    cause.getMessage());
        }
        shed++; // at least the one that failed, so that this is said once
        if (reserve != null) {
            EventLoop.closeQuietly(reserve);
            reserve = null;
        }
        try {
            for (int n = 0; n < ACCEPTS_A_TURN; n++) {
                SocketChannel socket = server.accept();
                if (socket == null) {
                    break;
                }
                shed++;
                refuse(socket);
                EventLoop.closeQuietly(socket);
            }
        } catch (IOException e) {
            log.debug("{}: the descriptor in reserve was taken by somebody else", address, e);
        }
        interest(0);
        resume.at(loop.nowNanos() + PAUSE_NANOS);
    }

    private void resume() {
        try {
            if (reserve == null) {
                reserve = SocketChannel.open();
            }
        } catch (IOException e) {
            log.debug("{}: still no descriptor to keep in reserve", address, e);
        }
        interest(SelectionKey.OP_ACCEPT);
    }

    /** Answers and ends our direction. What the socket does not take at once is not worth waiting for. */
    private void refuse(SocketChannel socket) {
        try {
            socket.configureBlocking(false);
            socket.write(reception.refusal());
            socket.shutdownOutput();
        } catch (IOException e) {
            log.debug("{}: a newcomer left before being turned away", address, e);
        }
    }

    private void interest(int ops) {
        if (key != null && key.isValid()) {
            key.interestOps(ops);
        }
    }

    private void end(Runnable done) {
        resume.cancel();
        if (reserve != null) {
            EventLoop.closeQuietly(reserve);
            reserve = null;
        }
        EventLoop.closeQuietly(server);
        // A registered channel gives its descriptor back in the next select, and timers run after that.
        loop.schedule(loop.nowNanos(), done);
    }

    private final class Ready implements ChannelHandler {
        @Override
        public void onReady(int readyOps) {
            acceptSome();
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            if (cause != null) {
                log.error("{}: no longer accepting connections: restart the server", address, cause);
            }
        }
    }
}

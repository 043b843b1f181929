package icy.server.relay;

import icy.server.loop.ChannelHandler;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a host: looks its addresses up, then tries one after the other.
 *
 * <pre>
 *   LOOKING UP ──addresses──> CONNECTING ──> connected
 *       │                        │  ^ refused, or no answer in time: the next address
 *       └───────> failed <───────┴──┘ none is left
 * </pre>
 *
 * <p>An upstream that an operator has not named (a master's list, a redirect, a playlist) may not lead to this machine
 * itself, its link or a group: its addresses of those kinds are left out, whatever name they were found under.
 *
 * <p>Thread: its loop.
 */
final class UpstreamConnector {
    /** What became of it; called once, unless it is cancelled before. */
    interface Result {
        /** @param local whether it is this machine, or on its link */
        void connected(SocketChannel socket, boolean local);

        /** @param why the rest of a sentence about the upstream */
        void failed(String why);
    }

    private static final long LOOK_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** As long as there is another address: an IPv6 that leads nowhere must not cost ten seconds. */
    private static final long CONNECT_WITH_OTHERS_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int MOST_ADDRESSES = 8;
    private static final Logger log = LoggerFactory.getLogger(UpstreamConnector.class);

    private final EventLoop loop;
    private final HostResolver resolver;
    private final String host;
    private final int port;
    private final boolean mayBeLocal;
    private final Result result;
    private final Timer timer;
    private final Deque<InetAddress> untried = new ArrayDeque<>();
    private String lastFailure = "";
    private @Nullable SocketChannel socket;
    private boolean lookingUp;
    private boolean over;

    /** @param mayBeLocal whether an operator wants this host, wherever it is */
    UpstreamConnector(EventLoop loop, HostResolver resolver, String host, int port, boolean mayBeLocal, Result result) {
        this.loop = loop;
        this.resolver = resolver;
        this.host = host;
        this.port = port;
        this.mayBeLocal = mayBeLocal;
        this.result = result;
        this.timer = loop.timer(this::tookTooLong);
    }

    void start() {
        lookingUp = true;
        timer.at(loop.nowNanos() + LOOK_UP_NANOS);
        resolver.resolve(host, loop, this::found);
    }

    void cancel() {
        over = true;
        timer.cancel();
        closeSocket();
    }

    /** Whether an address is one that strangers may not send this server to. */
    static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress();
    }

    private void found(List<InetAddress> addresses, @Nullable String failure) {
        if (over || !lookingUp) {
            return;
        }
        lookingUp = false;
        if (failure != null) {
            fail("it cannot be found: " + failure);
            return;
        }
        addresses.stream()
                .filter(address -> mayBeLocal || !isLocal(address))
                .limit(MOST_ADDRESSES)
                .forEach(untried::add);
        if (untried.isEmpty()) {
            fail("it is at " + addresses.get(0).getHostAddress()
                    + ", where only a URL in the config may lead: nobody else may send this server to itself");
            return;
        }
        tryNext();
    }

    private void tryNext() {
        InetAddress address = untried.poll();
        if (address == null) {
            fail(lastFailure);
            return;
        }
        timer.at(loop.nowNanos() + (untried.isEmpty() ? CONNECT_NANOS : CONNECT_WITH_OTHERS_NANOS));
        try {
            SocketChannel next = SocketChannel.open();
            socket = next;
            next.configureBlocking(false);
            next.setOption(StandardSocketOptions.TCP_NODELAY, true);
            next.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (next.connect(new InetSocketAddress(address, port))) {
                succeed(next, address);
            } else {
                loop.register(next, SelectionKey.OP_CONNECT, new Handler(next, address));
            }
        } catch (IOException | RuntimeException e) { // unresolvable scopes and the like are unchecked
            failedAt(address, String.valueOf(e.getMessage()));
        }
    }

    private void tookTooLong() {
        if (lookingUp) {
            fail("its address is not found within " + TimeUnit.NANOSECONDS.toSeconds(LOOK_UP_NANOS) + " s");
        } else {
            lastFailure = "it cannot be reached: no connection in time";
            closeSocket();
            tryNext();
        }
    }

    private void failedAt(InetAddress address, String why) {
        lastFailure = "it cannot be reached at " + address.getHostAddress() + " port " + port + ": " + why;
        closeSocket();
        tryNext();
    }

    private void succeed(SocketChannel connected, InetAddress address) {
        over = true;
        timer.cancel();
        socket = null;
        result.connected(connected, isLocal(address));
    }

    private void fail(String why) {
        cancel();
        result.failed(why);
    }

    private void closeSocket() {
        SocketChannel open = socket;
        socket = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.debug("closing {}", open, e); // nothing can be done, and nothing is lost
            }
        }
    }

    /** Waits for one address to answer. */
    private final class Handler implements ChannelHandler {
        private final SocketChannel waiting;
        private final InetAddress address;

        Handler(SocketChannel waiting, InetAddress address) {
            this.waiting = waiting;
            this.address = address;
        }

        @Override
        public void onReady(int readyOps) {
            if (over || socket != waiting) {
                return;
            }
            try {
                if (waiting.finishConnect()) {
                    succeed(waiting, address);
                }
            } catch (IOException e) {
                failedAt(address, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            if (!over && socket == waiting) { // the loop stops
                cancel();
            }
        }
    }
}

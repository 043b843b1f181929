package icy.server.mount;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.http.AccessLog;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * A mount on a real loop whose clock the test moves, fed with units that say their own number, and listeners whose wires
 * take what the test lets them.
 */
final class Stage implements AutoCloseable {
    static final byte[] HEAD = {'H'};
    static final long UNIT = StreamTime.ofSamples(1152, 44_100);

    private volatile long nowNanos = 1_000_000_000;
    private final EventLoop loop;
    private final Mount mount;
    private final List<Integer> unitLengths = new ArrayList<>();
    private final List<AccessLog.Entry> accessLog = new ArrayList<>();
    private final IntUnaryOperator unitLength;

    /** @param unitLength length of the unit with a given number, at least 8 */
    Stage(MountConfig config, IntUnaryOperator unitLength) throws Exception {
        this.unitLength = unitLength;
        this.loop = EventLoop.start("stage", () -> nowNanos);
        Mounts mounts = new Mounts(ServerConfig.of(config), List.of(loop), "run", accessLog::add, () -> nowNanos);
        this.mount = mounts.numbered(1).orElseThrow();
        onLoop(() -> {
            mount.feed(this::advance);
            mount.begin(
                    new StreamFormat(Codec.MP3, 44_100, 2),
                    128,
                    config.delivery().burst());
            advance(nowNanos);
            mount.ready();
            return null;
        });
    }

    Mount mount() {
        return mount;
    }

    /** Nothing is appended any more. */
    void stopFeeding() throws Exception {
        onLoop(() -> {
            mount.feed(now -> {});
            return null;
        });
    }

    int units() {
        return unitLengths.size();
    }

    List<AccessLog.Entry> accessLog() {
        return accessLog;
    }

    /** Lets time pass, and waits until the loop has done what was due. */
    void pass(Duration time) throws Exception {
        nowNanos += time.toNanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        // A timer of the latest moment runs after every timer that is due.
        loop.execute(() -> loop.schedule(nowNanos, () -> done.complete(null)));
        done.get(10, TimeUnit.SECONDS);
    }

    void title(String text) throws Exception {
        onLoop(() -> {
            mount.title(StreamTitle.of(text), 128);
            return null;
        });
    }

    /** A listener with a burst; its wire takes {@code takes} bytes at most in each write. */
    FakeWire join(Duration burst, int metaint, Supplier<Integer> takes) throws Exception {
        return join(burst, takes, (request, entry) -> Ticket.of(request, HEAD, entry, metaint, /* prompt= */ false));
    }

    /** As above, let in with what {@code ticket} makes. */
    FakeWire join(Duration burst, Supplier<Integer> takes, BiFunction<AccessLog.Entry, Entry, Ticket> ticket)
            throws Exception {
        FakeWire wire = new FakeWire(takes);
        SocketChannel socket = pair(wire);
        onLoop(() -> {
            Audience audience = mount.audience(loop);
            Connection connection = Connection.open(loop, socket, wire, opened -> new IgnoringHandler());
            wire.connection = connection;
            mount.advance(nowNanos);
            Entry entry = audience.entry(mount.dueTime(nowNanos) - StreamTime.ofDuration(burst));
            wire.firstPosition = entry.position();
            mount.admission().tryEnter();
            AccessLog.Entry request = new AccessLog.Entry(
                    InetAddress.getLoopbackAddress(), "", "GET /stream HTTP/1.0", 200, 0, "", "", 0);
            audience.join(connection, ticket.apply(request, entry));
            return null;
        });
        return wire;
    }

    <T> T onLoop(ThrowingSupplier<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.close();
    }

    /** The number a unit carries in its first eight bytes; the rest repeats its lowest byte. */
    byte[] unit(int number) {
        byte[] unit = new byte[unitLengths.get(number)];
        Arrays.fill(unit, (byte) number);
        ByteBuffer.wrap(unit).putLong(number);
        return unit;
    }

    private void advance(long now) {
        while (unitLengths.size() * UNIT + UNIT <= mount.dueTime(now)) {
            int number = unitLengths.size();
            unitLengths.add(unitLength.applyAsInt(number));
            byte[] unit = unit(number);
            mount.append(unit, 0, unit.length, UNIT);
        }
    }

    private static SocketChannel pair(FakeWire wire) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            wire.peer = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            accepted.configureBlocking(false);
            return accepted;
        }
    }

    interface ThrowingSupplier<T> {
        T get() throws Exception;
    }

    private static final class IgnoringHandler implements icy.server.loop.ChannelHandler {
        @Override
        public void onReady(int readyOps) {}

        @Override
        public void onClosed(Throwable cause) {}
    }

    /** Collects what is written, as far as it is in the mood. */
    static final class FakeWire implements Wire {
        /** Takes everything and keeps nothing, for those who count allocations. */
        static final Supplier<Integer> FORGETS = () -> Integer.MAX_VALUE;

        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        volatile long firstPosition;
        volatile boolean ended;
        Connection connection;
        SocketChannel peer;
        private final Supplier<Integer> takes;
        private long writes;

        FakeWire(Supplier<Integer> takes) {
            this.takes = takes;
        }

        long writes() {
            return writes;
        }

        @Override
        public long write(ByteBuffer[] buffers, int offset, int length) {
            writes++;
            if (takes == FORGETS) {
                return forget(buffers, offset, length);
            }
            int room = takes.get();
            long before = taken.size();
            for (int i = offset; i < offset + length && room > 0; i++) {
                int part = Math.min(room, buffers[i].remaining());
                byte[] bytes = new byte[part];
                buffers[i].get(bytes);
                taken.writeBytes(bytes);
                room -= part;
            }
            return taken.size() - before;
        }

        private static long forget(ByteBuffer[] buffers, int offset, int length) {
            long all = 0;
            for (int i = offset; i < offset + length; i++) {
                all += buffers[i].remaining();
                buffers[i].position(buffers[i].limit());
            }
            return all;
        }

        @Override
        public int write(ByteBuffer buffer) {
            return (int) write(new ByteBuffer[] {buffer}, 0, 1);
        }

        @Override
        public long write(FileChannel file, long position, long count) {
            throw new UnsupportedOperationException("no listener is sent a file");
        }

        @Override
        public int read(ByteBuffer into) {
            return 0;
        }

        @Override
        public boolean pending() {
            return false;
        }

        @Override
        public void shutdownOutput() {
            ended = true;
        }

        @Override
        public long bytesWritten() {
            return taken.size();
        }

        @Override
        public long bytesRead() {
            return 0;
        }
    }
}

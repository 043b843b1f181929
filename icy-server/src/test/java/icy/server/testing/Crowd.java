package icy.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hundreds of listeners held by one thread, which writes down for each how much came, the longest time in which nothing
 * came, and whether the server let go of it. Of some it keeps all they heard.
 *
 * <p>Thread: the test's; the listeners have one of their own.
 */
public final class Crowd implements AutoCloseable {
    private static final int CHUNK_BYTES = 64 * 1024;

    /** What became of one listener. */
    public record Heard(String head, long audioBytes, double longestGapMillis, boolean disconnected, byte[] body) {}

    private final Selector selector;
    private final List<Member> members = new ArrayList<>();
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    private final Thread thread = new Thread(this::run, "crowd");
    private volatile boolean closed;

    private Crowd() throws IOException {
        selector = Selector.open();
    }

    /**
     * All join at once.
     *
     * @param recorded of how many the whole body is kept
     */
    public static Crowd of(int listeners, int port, String target, int recorded) throws IOException {
        return of(listeners, recorded, List.of(new Station(port, target)));
    }

    /** A stream that some of the crowd listen to. */
    public record Station(int port, String target) {}

    /** They join the stations in turn; the first {@code recorded} are recorded. */
    public static Crowd of(int listeners, int recorded, List<Station> stations) throws IOException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < listeners; i++) {
            crowd.join(stations.get(i % stations.size()), i < recorded);
        }
        crowd.thread.setDaemon(true);
        crowd.thread.start();
        return crowd;
    }

    /** How many have heard at least so many bytes. */
    public int listening(long audioBytes) {
        synchronized (members) {
            return (int) members.stream()
                    .filter(member -> !member.over && member.audioBytes >= audioBytes)
                    .count();
        }
    }

    /** How many the server has let go of. */
    public int disconnected() {
        synchronized (members) {
            return (int) members.stream().filter(member -> member.over).count();
        }
    }

    /** What each has heard until now, in the order in which they joined. */
    public List<Heard> heard() {
        long now = System.nanoTime();
        synchronized (members) {
            return members.stream().map(member -> member.heard(now)).toList();
        }
    }

    /** Forgets the gaps until now, not the one that may be going on. */
    public void forgetGaps() {
        synchronized (members) {
            members.forEach(member -> member.longestGapNanos = 0);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            for (Member member : members) {
                member.channel.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void join(Station station, boolean isRecorded) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), station.port()));
        channel.write(ByteBuffer.wrap(
                ("GET " + station.target() + " HTTP/1.0\r\nUser-Agent: crowd\r\n\r\n").getBytes(UTF_8)));
        channel.configureBlocking(false);
        Member member = new Member(channel, isRecorded);
        members.add(member);
        channel.register(selector, SelectionKey.OP_READ, member);
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(key -> {
                    synchronized (members) {
                        ((Member) key.attachment()).read(key, chunk, System.nanoTime());
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One listener. */
    private static final class Member {
        private final SocketChannel channel;
        private final boolean isRecorded;
        private final StringBuilder head = new StringBuilder();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private long audioBytes;
        private long lastNanos;
        private long longestGapNanos;
        private boolean over;

        Member(SocketChannel channel, boolean isRecorded) {
            this.channel = channel;
            this.isRecorded = isRecorded;
        }

        void read(SelectionKey key, ByteBuffer chunk, long nowNanos) {
            try {
                int count = channel.read(chunk.clear());
                if (count < 0) {
                    end(key);
                    return;
                }
            } catch (IOException e) {
                end(key);
                return;
            }
            chunk.flip();
            while (chunk.hasRemaining() && !isBody()) {
                head.append((char) (chunk.get() & 0xFF));
            }
            if (chunk.hasRemaining()) {
                longestGapNanos = audioBytes == 0 ? 0 : Math.max(longestGapNanos, nowNanos - lastNanos);
                lastNanos = nowNanos;
                audioBytes += chunk.remaining();
                if (isRecorded) {
                    body.write(chunk.array(), chunk.position(), chunk.remaining());
                }
            }
        }

        private boolean isBody() {
            return head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0;
        }

        private void end(SelectionKey key) {
            over = true;
            key.cancel();
        }

        Heard heard(long nowNanos) {
            long sinceLast = over || audioBytes == 0 ? 0 : nowNanos - lastNanos;
            return new Heard(
                    head.toString(), audioBytes, Math.max(longestGapNanos, sinceLast) / 1e6, over, body.toByteArray());
        }
    }
}

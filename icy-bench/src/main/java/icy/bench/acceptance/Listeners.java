package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

/**
 * Listeners to many mounts on one thread, who count what they get.
 *
 * <p>Thread: one.
 */
final class Listeners implements AutoCloseable {
    private static final long SELECT_MILLIS = 10;

    private final InetSocketAddress server;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final List<Listener> listeners = new ArrayList<>();
    private int lost;

    private static final class Listener {
        private final SocketChannel socket;
        private long heardBytes;

        Listener(SocketChannel socket) {
            this.socket = socket;
        }
    }

    Listeners(int port) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    void join(String mount) throws IOException {
        SocketChannel socket = SocketChannel.open(server);
        socket.write(ByteBuffer.wrap(("GET " + mount + " HTTP/1.0\r\nIcy-MetaData: 1\r\n\r\n").getBytes(US_ASCII)));
        socket.configureBlocking(false);
        Listener listener = new Listener(socket);
        socket.register(selector, SelectionKey.OP_READ, listener);
        listeners.add(listener);
    }

    /** Reads what comes, for so long. */
    void run(double seconds) throws IOException {
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() - end < 0) {
            selector.select(this::read, SELECT_MILLIS);
        }
    }

    /** Forgets what was heard so far. */
    void countAfresh() {
        listeners.forEach(listener -> listener.heardBytes = 0);
    }

    /** Bytes that each has got, in the order they joined. */
    List<Long> heardBytes() {
        return listeners.stream().map(listener -> listener.heardBytes).toList();
    }

    /** Connections that the server has ended. */
    int lost() {
        return lost;
    }

    private void read(SelectionKey key) {
        Listener listener = (Listener) key.attachment();
        try {
            int count = listener.socket.read(buffer.clear());
            if (count < 0) {
                throw new IOException("ended");
            }
            listener.heardBytes += count;
        } catch (IOException e) {
            lost++;
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        for (Listener listener : listeners) {
            listener.socket.close();
        }
        selector.close();
    }
}

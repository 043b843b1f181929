package icy.cli.push;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A connection to the server on which no wait is unbounded, and none goes on after the thread was interrupted.
 *
 * <p>The send buffer is small on purpose: a link that is cut without a word is found out when the buffer is full, and a
 * large one takes a minute to fill at the rate of audio.
 *
 * <p>Thread: one at a time.
 */
final class ServerLink implements Closeable {

    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Two seconds at 256 kbit/s; Linux makes it twice that. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private static final int MOST_REMEMBERED_BYTES = 200;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(4096).flip();
    private final StringBuilder said = new StringBuilder();

    private ServerLink(SocketChannel channel, Selector selector, SelectionKey key) {
        this.channel = channel;
        this.selector = selector;
        this.key = key;
    }

    /** Connects to the first address of the host that answers. */
    static ServerLink open(String host, int port) throws IOException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException(host + ": no such host", e);
        }
        IOException last = new IOException(host + ": no such host");
        for (InetAddress address : addresses) {
            try {
                return open(new InetSocketAddress(address, port));
            } catch (ConnectException e) {
                last = new IOException("nobody listens at %s:%d".formatted(host, port), e);
            } catch (SocketTimeoutException e) {
                last = new IOException("%s:%d does not answer".formatted(host, port), e);
            }
        }
        throw last;
    }

    private static ServerLink open(InetSocketAddress remote) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Selector selector = null;
        try {
            selector = Selector.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            ServerLink link = new ServerLink(channel, selector, channel.register(selector, SelectionKey.OP_CONNECT));
            boolean connected = channel.connect(remote);
            long deadline = System.nanoTime() + CONNECT_NANOS;
            while (!connected) {
                link.select(SelectionKey.OP_CONNECT, deadline - System.nanoTime());
                connected = channel.finishConnect();
                if (!connected && System.nanoTime() - deadline >= 0) {
                    throw new SocketTimeoutException(remote + " does not answer");
                }
            }
            return link;
        } catch (IOException e) {
            channel.close();
            if (selector != null) {
                selector.close();
            }
            throw e;
        }
    }

    /**
     * Writes all of it.
     *
     * @throws SocketTimeoutException if the other side takes nothing for {@code patienceNanos}
     */
    void write(byte[] bytes, long patienceNanos) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        long deadline = System.nanoTime() + patienceNanos;
        while (out.hasRemaining()) {
            if (channel.write(out) > 0) {
                deadline = System.nanoTime() + patienceNanos;
            } else if (System.nanoTime() - deadline >= 0) {
                throw new SocketTimeoutException("the server has taken nothing for %d s"
                        .formatted(TimeUnit.NANOSECONDS.toSeconds(patienceNanos)));
            } else {
                select(SelectionKey.OP_WRITE, deadline - System.nanoTime());
            }
        }
    }

    void write(String head, long patienceNanos) throws IOException {
        write(head.getBytes(StandardCharsets.UTF_8), patienceNanos);
    }

    /**
     * Waits, unless the server ends the connection meanwhile.
     *
     * @throws EOFException if it does; with its last words, if it had any
     */
    void pause(long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        do {
            select(SelectionKey.OP_READ, deadline - System.nanoTime());
            while (fill() > 0) {
                remember();
            }
        } while (System.nanoTime() - deadline < 0);
    }

    /**
     * The next byte from the server; -1 where it has ended the connection.
     *
     * @throws SocketTimeoutException if none comes before {@code deadlineNanos}
     */
    int read(long deadlineNanos) throws IOException {
        while (!in.hasRemaining()) {
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                return -1;
            }
            if (count == 0) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("the server does not answer");
                }
                select(SelectionKey.OP_READ, left);
            }
        }
        return in.get() & 0xFF;
    }

    /** Ends the stream in order: all that was written arrives. */
    void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }

    private int fill() throws IOException {
        in.clear();
        int count = channel.read(in);
        in.flip();
        if (count < 0) {
            throw new EOFException(
                    said.isEmpty()
                            ? "the server closed the connection"
                            : "the server closed the connection, saying: " + ServerReply.excerpt(said.toString()));
        }
        return count;
    }

    private void remember() {
        while (in.hasRemaining()) {
            char c = (char) (in.get() & 0xFF);
            if (said.length() < MOST_REMEMBERED_BYTES) {
                said.append(c);
            }
        }
    }

    private void select(int operation, long nanos) throws IOException {
        key.interestOps(operation);
        if (nanos > 0) {
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        }
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
    }
}

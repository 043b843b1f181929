package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * One connection on which anything may be sent, and what came back.
 *
 * <p>Thread: one.
 */
final class Exchange implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final SocketChannel channel = SocketChannel.open();
    private final Socket socket = channel.socket();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private boolean closed;

    Exchange(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        socket.setTcpNoDelay(true);
    }

    /** Sends as much of it as the server takes: it may answer and close before the end. */
    void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            closed = true; // what it answered before is still there to be read, unless it was lost to a reset
        }
    }

    void send(String text) {
        send(text.getBytes(ISO_8859_1));
    }

    /** Sends as much of it as fits into the buffers between here and the server; how much that was. */
    int sendWhatFits(String text) {
        try {
            channel.configureBlocking(false);
            int sent = channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
            channel.configureBlocking(true);
            return sent;
        } catch (IOException e) {
            closed = true;
            return 0;
        }
    }

    /** Reads until the server closes or {@code seconds} have passed. */
    void readToEnd(double seconds) {
        long deadlineNanos = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        byte[] buffer = new byte[8192];
        try {
            while (answer.size() < MAX_ANSWER_BYTES) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                if (leftMillis <= 0) {
                    return;
                }
                socket.setSoTimeout((int) leftMillis);
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    closed = true;
                    return;
                }
                answer.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException e) {
            // Still open, and the caller will see that.
        } catch (IOException e) {
            closed = true;
        }
    }

    /** Status of the first answer, or 0 when none came. */
    int status() {
        String text = text();
        return text.matches("(?s)HTTP/1\\.[01] \\d{3} .*") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    String text() {
        return answer.toString(ISO_8859_1);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package icy.server.http;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last words on a connection: writes them, ends our direction, and reads and forgets what the peer still sends, for
 * a while. Closing with bytes unread would send a reset, which makes the peer's system discard the words.
 *
 * <pre>
 *             all written               peer ended, 2 s, or 8 MB
 *  WRITING ---------------> DRAINING ----------------------------> CLOSED
 *     |                                                              ^
 *     +-------- not taken within 10 s -------------------------------+
 * </pre>
 *
 * <p>Thread: its connection's loop.
 */
public final class FinalAnswer implements ChannelHandler {
    private static final long WRITE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long DRAIN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long MOST_DRAINED_BYTES = 8 << 20;

    private final Connection connection;
    private final ByteBuffer words;
    private final Timer timer;
    private boolean draining;
    private long drainedBytes;

    private FinalAnswer(Connection connection, ByteBuffer words) {
        this.connection = connection;
        this.words = words;
        this.timer = connection.loop().timer(() -> connection.close(null));
    }

    /**
     * Takes {@code connection} over, says {@code words} (nothing, if they are empty) and ends it. Whoever had the
     * connection before must not touch it again.
     *
     * @param words from their position to their limit; the caller's buffer is not changed, its bytes must not be either
     */
    public static void send(Connection connection, ByteBuffer words) {
        FinalAnswer last = new FinalAnswer(connection, words.duplicate());
        connection.handler(last);
        last.timer.at(connection.loop().nowNanos() + WRITE_NANOS);
        try {
            last.write();
        } catch (IOException e) {
            connection.close(e);
        }
    }

    /** The same, for an answer to a request that HTTP has done with. */
    public static void send(
            Connection connection, Request request, Response response, HeadWriter writer, String serverName) {
        Exchange exchange = Exchange.begin(connection, request, /* whole= */ false);
        send(connection, Answer.of(response, exchange, writer, serverName).bytes());
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        if (draining) {
            drain();
        } else {
            write();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        timer.cancel();
    }

    private void write() throws IOException {
        connection.wire().write(words);
        if (words.hasRemaining() || connection.wire().pending()) {
            connection.interest(SelectionKey.OP_WRITE);
            return;
        }
        draining = true;
        timer.at(connection.loop().nowNanos() + DRAIN_NANOS);
        connection.wire().shutdownOutput();
        connection.interest(SelectionKey.OP_READ);
    }

    private void drain() throws IOException {
        int count = connection.wire().read(connection.loop().readBuffer());
        drainedBytes += count;
        if (count < 0 || drainedBytes > MOST_DRAINED_BYTES) {
            connection.close(null);
        }
    }
}

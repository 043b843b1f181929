package icy.server.api;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that reads events. What its socket does not take waits here, up to a limit; a
 * reader that leaves more lying is dropped, since it comes back by itself and is told the state.
 *
 * <p>Thread: its loop.
 */
final class EventReader implements ChannelHandler {
    private static final Logger log = LoggerFactory.getLogger(EventReader.class);

    private final Connection connection;
    private final EventAudience audience;
    private final int maxWaitingBytes;
    private final Runnable leaving;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private int waitingBytes;

    EventReader(Connection connection, EventAudience audience, int maxWaitingBytes, Runnable leaving) {
        this.connection = connection;
        this.audience = audience;
        this.maxWaitingBytes = maxWaitingBytes;
        this.leaving = leaving;
    }

    /** Sends {@code bytes}, now or when the socket takes them; the buffer is the reader's from now on. */
    void send(ByteBuffer bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.remaining();
        try {
            write();
        } catch (IOException e) {
            connection.close(e);
            return;
        }
        if (waitingBytes > maxWaitingBytes) {
            connection.close(new IOException(
                    "reads events too slowly: %d bytes wait, at most %d may".formatted(waitingBytes, maxWaitingBytes)));
        }
    }

    private void write() throws IOException {
        while (!waiting.isEmpty()) {
            waitingBytes -= connection.wire().write(waiting.element());
            if (waiting.element().hasRemaining()) {
                break;
            }
            waiting.remove();
        }
        boolean more = !waiting.isEmpty() || connection.wire().pending();
        connection.interest(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        if ((readyOps & SelectionKey.OP_READ) != 0
                && connection.wire().read(connection.loop().readBuffer()) < 0) { // what it says is of no interest
            connection.close(null);
            return;
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            if (waiting.isEmpty()) {
                waiting.add(ByteBuffer.allocate(0)); // moves on what the wire itself holds
            }
            write();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        waiting.clear();
        audience.leave(this);
        leaving.run();
        if (cause != null) {
            log.debug("{}: {}", connection, cause.getMessage());
        }
    }
}

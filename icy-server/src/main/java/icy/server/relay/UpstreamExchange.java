package icy.server.relay;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection to an upstream, the head of its answer, and the bytes of its body as they come.
 *
 * <p>Thread: the connection's loop.
 */
final class UpstreamExchange implements ChannelHandler {
    /** Who wants the answer. Arguments that say why are the rest of a sentence about the upstream. */
    interface Events {
        void answered(UpstreamAnswer answer);

        /** Bytes of the body, still in chunks if it comes in chunks. Valid during the call. */
        void body(ByteBuffer bytes);

        /** Called once, last; never after {@link #close}. */
        void closed(String why);
    }

    /** One that sends without end does not keep the loop from others. */
    private static final int MOST_READS_A_TURN = 8;

    private final Connection connection;
    private final Events events;
    private final ByteBuffer request;
    private final UpstreamAnswerParser head = new UpstreamAnswerParser();
    private boolean answered;
    private boolean reading = true;
    private boolean closed;

    UpstreamExchange(Connection connection, byte[] request, Events events) {
        this.connection = connection;
        this.request = ByteBuffer.wrap(request);
        this.events = events;
    }

    /** Sends the request, or as much of it as is taken now. */
    void begin() {
        try {
            write();
        } catch (IOException e) {
            connection.close(e);
        }
    }

    /** Whether bytes of the body are wanted now; TCP slows the sender while they are not. */
    void reading(boolean wanted) {
        if (reading != wanted) {
            reading = wanted;
            interest();
        }
    }

    /** Closes without a word to anyone. */
    void close() {
        closed = true;
        connection.close(null);
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        if (request.hasRemaining()) {
            write();
        }
        for (int i = 0; i < MOST_READS_A_TURN && reading && !closed; i++) {
            ByteBuffer in = connection.loop().readBuffer();
            int count = connection.wire().read(in);
            if (count < 0) {
                connection.close(null);
                return;
            }
            if (count == 0) {
                return;
            }
            take(in.flip());
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        if (!closed) {
            closed = true;
            events.closed(
                    cause == null
                            ? answered ? "it closed the connection" : "it closed the connection without an answer"
                            : "the connection broke: " + cause.getMessage());
        }
    }

    private void take(ByteBuffer in) {
        if (!answered) {
            try {
                if (!head.parse(in)) {
                    return;
                }
            } catch (IllegalArgumentException e) {
                fail(e.getMessage());
                return;
            }
            answered = true;
            events.answered(head.answer());
        }
        if (in.hasRemaining() && !closed) {
            events.body(in);
        }
    }

    private void fail(@Nullable String why) {
        close();
        events.closed(String.valueOf(why));
    }

    private void write() throws IOException {
        connection.wire().write(request);
        interest();
    }

    private void interest() {
        connection.interest(
                (reading ? SelectionKey.OP_READ : 0) | (request.hasRemaining() ? SelectionKey.OP_WRITE : 0));
    }
}

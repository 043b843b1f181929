package icy.server.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One who was turned away, for the second in which we listen to what they still send. Closing at once would answer
 * their request with a reset, and a reset makes their system throw our answer away unread.
 *
 * <p>Thread: the accepting loop.
 */
final class TurnedAway implements ChannelHandler {
    static final long LINGER_NANOS = 1_000_000_000;
    private static final int MOST_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final SocketChannel socket;
    private final Runnable gone;
    private int bytes;

    TurnedAway(EventLoop loop, SocketChannel socket, Runnable gone) {
        this.loop = loop;
        this.socket = socket;
        this.gone = gone;
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        ByteBuffer scratch = loop.readBuffer();
        int count = socket.read(scratch);
        bytes += Math.max(count, 0);
        if (count < 0 || bytes > MOST_BYTES) {
            close();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        gone.run();
    }

    void close() {
        if (socket.isOpen()) {
            EventLoop.closeQuietly(socket);
            onClosed(null);
        }
    }
}

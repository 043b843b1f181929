package icy.server.mount;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the connection of one who came before the stream was there: a mount that is fetched from another server when
 * somebody wants it. What the one asked for is tried again when the mount is on the air, or when the time is up.
 *
 * <p>Thread: the connection's loop.
 */
final class WaitingRoom implements ChannelHandler {
    /** A little longer than tones hold back for a better source: when nothing better comes, there are those. */
    private static final long PATIENCE_NANOS =
            Mount.FIRST_CHANCE.plusMillis(500).toNanos();

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Mount mount;
    private final Connection connection;
    private final Runnable called;
    private final Timer timer;
    private final long untilNanos;
    private boolean over;

    private WaitingRoom(Mount mount, Connection connection, Runnable called) {
        this.mount = mount;
        this.connection = connection;
        this.called = called;
        this.untilNanos = connection.loop().nowNanos() + PATIENCE_NANOS;
        this.timer = connection.loop().timer(this::look);
    }

    /** @param called takes the connection over again, once, unless it is closed meanwhile */
    static void enter(Mount mount, Connection connection, Runnable called) {
        WaitingRoom room = new WaitingRoom(mount, connection, called);
        connection.handler(room);
        connection.interest(SelectionKey.OP_READ);
        mount.waiting(+1);
        room.timer.at(connection.loop().nowNanos() + LOOK_NANOS);
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        int count = connection.wire().read(connection.loop().readBuffer());
        if (count < 0) {
            connection.interest(0); // it may only have ended its own direction, as netcat does
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        leave();
    }

    private void look() {
        long now = connection.loop().nowNanos();
        if (!mount.onAir() && !mount.ended().isDone() && now - untilNanos < 0) {
            timer.at(now + LOOK_NANOS);
        } else {
            called.run(); // while it still counts as waiting, so that nobody thinks that no one is there
            leave();
        }
    }

    private void leave() {
        if (!over) {
            over = true;
            timer.cancel();
            mount.waiting(-1);
        }
    }
}

package icy.server.listenfile;

import icy.core.ring.StreamTime;
import icy.server.http.FinalAnswer;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import icy.server.track.FrameBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that is given files, one after the other.
 *
 * <pre>
 *   a worker: Tape ──a batch of frames──> at most two wait here ──> socket
 *        ^                                     │
 *        └── asked for the next when there is room for it, and it is time
 * </pre>
 *
 * So nothing is read faster than the client takes it, a client that takes nothing costs two batches and a socket's buffer,
 * and no other client notices.
 *
 * <p>Thread: its connection's loop; the tape is a worker's while it reads.
 */
final class ListenFile implements ChannelHandler {
    private static final Logger log = LoggerFactory.getLogger(ListenFile.class);
    private static final int MOST_WAITING = 2;
    private static final long BATCH_UNITS = 3 * StreamTime.UNITS_PER_SECOND / 2; // 60 kB at 320 kbit/s
    private static final int SEND_BUFFER_BYTES = 128 * 1024;
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

    /** A player that is paused may take nothing for long; one that has gone without a word is noticed by then. */
    private static final long IDLE_NANOS = Duration.ofMinutes(15).toNanos();

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final Tape tape;
    private final Pace pace;
    private final WorkerPool workers;
    private final Runnable leaving;
    private final Timer idle;
    private final Timer again;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean reading;
    private boolean ended;
    private boolean left;
    private boolean peerEnded;

    /** @param leaving is run once, when the client has gone or has all */
    ListenFile(Connection connection, Tape tape, Pace pace, WorkerPool workers, Runnable leaving) {
        this.connection = connection;
        this.tape = tape;
        this.pace = pace;
        this.workers = workers;
        this.leaving = leaving;
        this.idle = connection.loop().timer(this::onIdle);
        this.again = connection.loop().timer(this::fetch);
    }

    /** Takes the connection over. */
    void begin(byte[] head) {
        connection.handler(this);
        connection.sendBufferBytes(SEND_BUFFER_BYTES);
        waiting.add(ByteBuffer.wrap(head));
        alive();
        try {
            write();
        } catch (IOException e) {
            connection.close(e);
        }
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        if ((readyOps & SelectionKey.OP_READ) != 0
                && connection.wire().read(connection.loop().readBuffer()) < 0) { // what it says is of no interest
            peerEnded = true; // or it has only ended its own direction, as netcat does: a write will tell
            write();
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            write();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        if (cause != null) {
            log.debug("{}: {}", connection, cause.getMessage());
        }
        leave();
    }

    private void write() throws IOException {
        boolean full = false;
        while (!full && !waiting.isEmpty()) {
            ByteBuffer next = waiting.element();
            if (connection.wire().write(next) > 0) {
                alive();
            }
            full = next.hasRemaining();
            if (!full) {
                waiting.remove();
            }
        }
        if (connection.wire().pending()) {
            connection.wire().write(NOTHING.duplicate());
            full |= connection.wire().pending();
        }
        connection.interest((peerEnded ? 0 : SelectionKey.OP_READ) | (full ? SelectionKey.OP_WRITE : 0));
        if (ended && waiting.isEmpty() && !full) {
            leave();
            FinalAnswer.send(connection, NOTHING);
        } else {
            fetch();
        }
    }

    /** Has a worker read on, if there is room for it and it is time. */
    private void fetch() {
        if (reading || ended || left || waiting.size() >= MOST_WAITING) {
            return;
        }
        long now = connection.loop().nowNanos();
        long wait = pace.waitNanos(now);
        if (wait > 0) {
            again.at(now + wait);
            return;
        }
        reading = workers.tryExecute(this::read);
        if (!reading) {
            again.at(now + RETRY_NANOS);
        }
    }

    /** Thread: a worker. */
    private void read() {
        FrameBatch batch = null;
        try {
            batch = tape.next(BATCH_UNITS);
        } finally {
            FrameBatch read = batch;
            connection.loop().execute(() -> take(read));
        }
    }

    /** @param batch null at the end, or if reading has failed, which the worker has logged */
    private void take(@Nullable FrameBatch batch) {
        reading = false;
        if (left) {
            closeTape();
            return;
        }
        if (batch == null) {
            ended = true;
        } else {
            waiting.add(ByteBuffer.wrap(Arrays.copyOf(batch.bytes(), batch.bytesUsed()))); // it may wait for minutes
            pace.gave(batch.units());
        }
        try {
            write();
        } catch (IOException e) {
            connection.close(e);
        }
    }

    private void alive() {
        idle.at(connection.loop().nowNanos() + IDLE_NANOS);
    }

    private void onIdle() {
        connection.close(new IOException("took nothing for %d minutes"
                .formatted(Duration.ofNanos(IDLE_NANOS).toMinutes())));
    }

    private void leave() {
        if (left) {
            return;
        }
        left = true;
        idle.cancel();
        again.cancel();
        waiting.clear();
        leaving.run();
        if (!reading) {
            closeTape();
        }
    }

    /** On a worker, since a dead disk may keep even that waiting. */
    private void closeTape() {
        if (!workers.tryExecute(tape::close)) {
            connection.loop().schedule(connection.loop().nowNanos() + RETRY_NANOS, this::closeTape);
        }
    }
}

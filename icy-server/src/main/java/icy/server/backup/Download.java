package icy.server.backup;

import icy.server.http.FinalAnswer;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.state.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One backup on its way out.
 *
 * <pre>
 *   a worker: store ──> file ──a chunk──> socket
 *                        ^                  │
 *                        └── the next when all of it is taken
 * </pre>
 *
 * <p>Thread: its connection's loop.
 */
final class Download implements ChannelHandler {
    static final String CONTENT_TYPE = "application/vnd.sqlite3";

    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int OK = 200;
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Transfer transfer;
    private final Connection connection;
    private final StateStore store;
    private final HeadWriter heads;
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private long leftBytes;
    private boolean peerEnded;

    Download(Transfer transfer, StateStore store, HeadWriter heads) {
        this.transfer = transfer;
        this.connection = transfer.connection();
        this.store = store;
        this.heads = heads;
    }

    /** Takes the connection over. */
    void begin() {
        connection.handler(this);
        transfer.work(
                file -> {
                    store.backup(file.path());
                    return file.size();
                },
                this::send);
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        if ((readyOps & SelectionKey.OP_READ) != 0
                && connection.wire().read(connection.loop().readBuffer()) < 0) { // what it says is of no interest
            peerEnded = true; // its own direction: a write will tell whether it is still there
            connection.interest(0);
        }
        if ((readyOps & SelectionKey.OP_WRITE) != 0) {
            write();
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        transfer.end(OK);
    }

    private void send(long sizeBytes) {
        leftBytes = sizeBytes;
        String name = "icy-backup-%s.db".formatted(MOMENT.format(LocalDateTime.now()));
        waiting = ByteBuffer.wrap(HeadWriter.encode(
                "HTTP/1.1",
                OK,
                Headers.builder()
                        .add("Date", heads.date())
                        .add("Content-Type", CONTENT_TYPE)
                        .add("Content-Length", Long.toString(sizeBytes))
                        .add("Content-Disposition", "attachment; filename=\"%s\"".formatted(name))
                        .add("Cache-Control", "no-store")
                        .add("Connection", "close")
                        .build()));
        goOn();
    }

    private void goOn() {
        transfer.alive();
        try {
            write();
        } catch (IOException e) {
            connection.close(e);
        }
    }

    private void write() throws IOException {
        if (connection.wire().write(waiting) > 0) {
            transfer.alive();
        }
        boolean full = waiting.hasRemaining() || connection.wire().pending();
        connection.interest((peerEnded ? 0 : SelectionKey.OP_READ) | (full ? SelectionKey.OP_WRITE : 0));
        if (full) {
            return;
        }
        if (leftBytes == 0) {
            FinalAnswer.send(connection, ByteBuffer.allocate(0));
            transfer.end(OK);
            return;
        }
        int wanted = (int) Math.min(CHUNK_BYTES, leftBytes);
        transfer.work(
                file -> {
                    ByteBuffer chunk = ByteBuffer.allocate(wanted);
                    file.read(chunk);
                    return chunk.flip();
                },
                this::sendChunk);
    }

    private void sendChunk(ByteBuffer chunk) {
        leftBytes -= chunk.remaining();
        waiting = chunk;
        goOn();
    }
}

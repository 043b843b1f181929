package icy.server.backup;

import icy.server.api.Json;
import icy.server.http.ChunkedDecoder;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.state.StateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One backup on its way in.
 *
 * <pre>
 *   socket ──> buffer ──when it is full, a worker──> file ──at the end──> store
 *     ^                                               │
 *     └────────────── read on when it is written ─────┘
 * </pre>
 *
 * <p>Thread: its connection's loop.
 */
final class Upload implements ChannelHandler {
    private static final byte[] CONTINUE = HeadWriter.encode("HTTP/1.1", 100, Headers.NONE);
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Transfer transfer;
    private final Connection connection;
    private final StateStore store;
    private final long mostBytes;
    private final @Nullable ChunkedDecoder chunks;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    /** What came while there was no room for it. */
    private ByteBuffer rest;

    private long leftBytes;
    private long tookBytes;
    private boolean whole;

    Upload(Transfer transfer, StateStore store, long mostBytes) {
        Request request = transfer.request();
        this.transfer = transfer;
        this.connection = transfer.connection();
        this.store = store;
        this.mostBytes = mostBytes;
        this.chunks = request.framing().chunked() ? new ChunkedDecoder() : null;
        this.leftBytes = request.framing().lengthBytes();
        this.rest = request.remaining();
    }

    static HttpError tooLarge(long mostBytes) {
        return new HttpError(
                413,
                "A backup of more than %d MB is restored while the server is stopped: icy restore --data DIR FILE."
                        .formatted(mostBytes >> 20));
    }

    /** Takes the connection over. */
    void begin() {
        connection.handler(this);
        transfer.alive();
        try {
            if (transfer.request().expectsContinue() && !rest.hasRemaining()) {
                connection.wire().write(ByteBuffer.wrap(CONTINUE)); // the socket has room: nothing else is under way
            }
            take(rest);
        } catch (IOException e) {
            connection.close(e);
        }
    }

    @Override
    public void onReady(int readyOps) throws IOException {
        ByteBuffer in = connection.loop().readBuffer();
        int count = connection.wire().read(in);
        if (count < 0) {
            transfer.answer(Response.problem(400, "The backup ended before it was complete; nothing has changed."));
        } else if (count > 0) {
            transfer.alive();
            take(in.flip());
        }
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        transfer.end(400);
    }

    /** Takes what there is room for, and has it written when there is no more. */
    private void take(ByteBuffer in) throws IOException {
        try {
            int before = buffer.position();
            whole = chunks == null ? copy(in) : chunks.decode(in, buffer);
            tookBytes += buffer.position() - before;
        } catch (HttpError e) {
            transfer.answer(e.response());
            return;
        }
        if (tookBytes > mostBytes) {
            transfer.answer(tooLarge(mostBytes).response());
        } else if (whole || !buffer.hasRemaining()) {
            rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
            connection.interest(0);
            transfer.work(this::write, written -> written());
        } else {
            connection.interest(SelectionKey.OP_READ);
        }
    }

    private boolean copy(ByteBuffer in) {
        int count = (int) Math.min(leftBytes, Math.min(in.remaining(), buffer.remaining()));
        buffer.put(buffer.position(), in, in.position(), count).position(buffer.position() + count);
        in.position(in.position() + count);
        leftBytes -= count;
        return leftBytes == 0;
    }

    /** Thread: a worker. */
    private boolean write(TransferFile file) throws IOException {
        file.write(buffer.flip());
        return true;
    }

    private void written() {
        buffer.clear();
        transfer.alive();
        if (whole) {
            transfer.work(this::restore, transfer::answer);
            return;
        }
        try {
            take(rest);
        } catch (IOException e) {
            connection.close(e);
        }
    }

    /** Thread: a worker. */
    private Response restore(TransferFile file) throws IOException {
        try {
            return Json.response(
                    RestoredJson.class,
                    RestoredJson.of(store.restore(file.path()).get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException reason) {
                // It names a file that the one who sent it does not know.
                String sentence =
                        String.valueOf(reason.getMessage()).replace(file.path().toString(), "This backup");
                throw new HttpError(422, sentence + ".");
            }
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }
}

package icy.server.backup;

import icy.server.http.AccessLog;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HeadWriter;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.Connection;
import icy.server.loop.WorkerPool;
import icy.server.state.StateStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * {@code GET /api/backup} and {@code POST /api/restore}. A backup goes through a file beside the database and is never in
 * memory as a whole; one is on its way at a time.
 *
 * <p>Thread: the connection's loop.
 */
public final class BackupApi {
    /** A thousand queues of ten thousand files. For more, the folder of a stopped server is the better place to work in. */
    private static final long MOST_BYTES = 1L << 30;

    private final StateStore store;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final HeadWriter heads;
    private final String serverName;
    private final long mostBytes;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param workers read and write files */
    public BackupApi(StateStore store, WorkerPool workers, AccessLog accessLog, HeadWriter heads, String serverName) {
        this(store, workers, accessLog, heads, serverName, MOST_BYTES);
    }

    BackupApi(
            StateStore store,
            WorkerPool workers,
            AccessLog accessLog,
            HeadWriter heads,
            String serverName,
            long mostBytes) {
        this.store = store;
        this.workers = workers;
        this.accessLog = accessLog;
        this.heads = heads;
        this.serverName = serverName;
        this.mostBytes = mostBytes;
    }

    /** @param guard admits administrators: a backup holds secrets */
    public Routes.Builder routes(Routes.Builder routes, Guard guard) {
        return routes.get("/api/backup", Endpoint.guarded(guard, Endpoint.takeover(this::backup)))
                .post("/api/restore", Endpoint.guarded(guard, Endpoint.takeover(this::restore)))
                .get("/api/restore", Endpoint.immediate(BackupApi::notByGet));
    }

    private static Response notByGet(Request request) {
        return Response.problem(405, "A backup is restored by POST.").with("Allow", "POST");
    }

    private Optional<Response> backup(Request request, Connection connection) {
        if (request.isHead()) { // how long it is can be told only by making it
            return Optional.of(Response.of(200, Download.CONTENT_TYPE, Body.endless()));
        }
        Cors.requireOwnWish(request); // what is secret is for no page of another site
        return begin(request, connection, transfer -> new Download(transfer, store, heads).begin());
    }

    private Optional<Response> restore(Request request, Connection connection) {
        if (!request.framing().hasBody()) {
            throw new HttpError(400, "The body is empty: send a backup, as \"icy restore FILE\" does.");
        }
        if (request.framing().lengthBytes() > mostBytes) {
            throw Upload.tooLarge(mostBytes);
        }
        return begin(request, connection, transfer -> new Upload(transfer, store, mostBytes).begin());
    }

    private Optional<Response> begin(Request request, Connection connection, Consumer<Transfer> what) {
        if (!busy.compareAndSet(false, true)) {
            return Optional.of(Response.problem(503, "Another backup is on its way. Try again in a moment.")
                    .with("Retry-After", "5"));
        }
        what.accept(new Transfer(
                request, connection, store.folder(), workers, accessLog, heads, serverName, () -> busy.set(false)));
        return Optional.empty();
    }
}

package icy.server.backup;

import icy.server.http.AccessLog;
import icy.server.http.FinalAnswer;
import icy.server.http.HeadWriter;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import icy.server.loop.Timer;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sending and receiving a backup have in common: the file, work on it that must not be done on a loop, the end.
 *
 * <p>Thread: its connection's loop.
 */
final class Transfer {
    private static final Logger log = LoggerFactory.getLogger(Transfer.class);

    /** Without a byte taken or sent; what a worker does has all the time it needs. */
    private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();

    private final Request request;
    private final Connection connection;
    private final Path folder;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final HeadWriter heads;
    private final String serverName;
    private final Runnable ended;
    private final Timer idle;
    private final long beganNanos;
    private final long writtenBefore;
    /** A worker's while one is at work. */
    private @Nullable TransferFile file;

    private boolean working;
    private boolean over;

    /** @param ended is run once, when the next one may begin */
    Transfer(
            Request request,
            Connection connection,
            Path folder,
            WorkerPool workers,
            AccessLog accessLog,
            HeadWriter heads,
            String serverName,
            Runnable ended) {
        this.request = request;
        this.connection = connection;
        this.folder = folder;
        this.workers = workers;
        this.accessLog = accessLog;
        this.heads = heads;
        this.serverName = serverName;
        this.ended = ended;
        this.beganNanos = connection.loop().nowNanos();
        this.writtenBefore = connection.bytesWritten();
        this.idle = connection
                .loop()
                .timer(() -> connection.close(new IOException("a backup stood still for "
                        + Duration.ofNanos(IDLE_NANOS).toSeconds() + " s")));
    }

    /** Something to do with the file, on a worker. */
    interface FileWork<T> {
        T with(TransferFile file) throws IOException;
    }

    Request request() {
        return request;
    }

    Connection connection() {
        return connection;
    }

    /** There was progress. */
    void alive() {
        idle.at(connection.loop().nowNanos() + IDLE_NANOS);
    }

    /** Has a worker do something, and {@code then} told what came of it; a failure is the answer, and the end. */
    <T> void work(FileWork<T> work, Consumer<T> then) {
        idle.cancel();
        working = workers.tryExecute(() -> {
            try {
                TransferFile present = file();
                T result = work.with(present);
                back(() -> then.accept(result));
            } catch (HttpError e) {
                back(() -> answer(e.response()));
            } catch (IOException | RuntimeException e) {
                log.error("{}: failed", request, e);
                back(() -> answer(Response.problem(500, "It failed: %s.".formatted(e.getMessage()))));
            }
        });
        if (!working) {
            answer(Response.problem(503, "This server has too much to do. Please try again in a second.")
                    .with("Retry-After", "1"));
        }
    }

    /** The last words, and the end. */
    void answer(Response response) {
        FinalAnswer.send(connection, request, response, heads, serverName);
        end(response.status());
    }

    /** The end, however it came; a second one does nothing. */
    void end(int status) {
        if (over) {
            return;
        }
        over = true;
        idle.cancel();
        long nanos = connection.loop().nowNanos() - beganNanos;
        accessLog.log(AccessLog.Entry.of(
                request,
                status,
                connection.bytesWritten() - writtenBefore,
                Duration.ofNanos(nanos).toSeconds()));
        if (!working) {
            finish();
        }
    }

    private void back(Runnable task) {
        connection.loop().execute(() -> {
            working = false;
            if (over) {
                finish();
            } else {
                task.run();
            }
        });
    }

    /** Thread: a worker. */
    private TransferFile file() throws IOException {
        if (file == null) {
            file = TransferFile.create(folder);
        }
        return file;
    }

    private void finish() {
        ended.run();
        forgetFile();
    }

    /** On a worker, as all that touches a disk. */
    private void forgetFile() {
        boolean taken = workers.tryExecute(() -> {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                log.warn("a temporary file is left behind: {}", e.getMessage());
            }
        });
        if (!taken) {
            connection.loop().schedule(connection.loop().nowNanos() + RETRY_NANOS, this::forgetFile);
        }
    }
}

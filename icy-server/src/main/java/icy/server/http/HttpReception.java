package icy.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.Reception;
import icy.server.loop.WorkerPool;
import icy.server.loop.Workers;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link HttpConnection} of each accepted socket, and holds what they all share. Over the limit of connections,
 * newcomers hear 503 and when to try again; a few more are let in from this machine
 * itself, for a full server is alive and should be able to tell whoever watches over it.
 *
 * <p>Thread: any.
 */
public final class HttpReception implements Reception {
    private static final int LOCAL_RESERVE = 16;
    private static final int RETRY_SECONDS = 10;
    private static final long REQUEST_BYTES = 32 << 20;

    private final Routes routes;
    private final HttpLimits limits;
    private final Workers workers;
    private final AccessLog accessLog;
    private final String serverName;
    private final HeadWriter headWriter;
    private final ByteBuffer refusal;
    private final RequestBudget budget;
    private final @Nullable LineDialogue lines;

    /**
     * @param workers where {@link Endpoint.Blocking} endpoints run, and what guards leave to them
     * @param serverName for the field {@code Server}: a product and its version, {@code icy/0.1.0}
     * @param clock for the field {@code Date} only
     */
    public HttpReception(
            Routes routes, HttpLimits limits, Workers workers, AccessLog accessLog, String serverName, Clock clock) {
        this.routes = routes;
        this.limits = limits;
        this.workers = workers;
        this.accessLog = accessLog;
        this.serverName = serverName;
        this.headWriter = new HeadWriter(clock);
        this.refusal = refusal(serverName);
        this.budget = new RequestBudget(REQUEST_BYTES);
        this.lines = null;
    }

    private HttpReception(HttpReception other, LineDialogue lines) {
        this.routes = other.routes;
        this.limits = other.limits;
        this.workers = other.workers;
        this.accessLog = other.accessLog;
        this.serverName = other.serverName;
        this.headWriter = other.headWriter;
        this.refusal = other.refusal;
        this.budget = other.budget;
        this.lines = lines;
    }

    /** The same reception, at a port where some begin with a line that is no HTTP request. */
    public HttpReception withLines(LineDialogue dialogue) {
        return new HttpReception(this, dialogue);
    }

    /** Lets a worker run what a listener's request needs, so that it is compiled when the first crowd comes. */
    public void rehearse() {
        workers.io().tryExecute(() -> {
            try {
                new Rehearsal(routes, limits, headWriter).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server stops
            }
        });
    }

    @Override
    public boolean admits(int connections, InetAddress remote) {
        int counted = remote.isLoopbackAddress() ? connections - LOCAL_RESERVE : connections;
        return counted < limits.maxConnections();
    }

    @Override
    public ByteBuffer refusal() {
        return refusal.duplicate();
    }

    @Override
    public ChannelHandler welcome(Connection connection) {
        return new HttpConnection(this, connection);
    }

    Routes routes() {
        return routes;
    }

    HttpLimits limits() {
        return limits;
    }

    WorkerPool io() {
        return workers.io();
    }

    WorkerPool file() {
        return workers.file();
    }

    WorkerPool auth() {
        return workers.auth();
    }

    /** Who talks with those that do not speak HTTP, or null. */
    @Nullable
    LineDialogue lines() {
        return lines;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    RequestBudget budget() {
        return budget;
    }

    HeadWriter headWriter() {
        return headWriter;
    }

    String serverName() {
        return serverName;
    }

    private static ByteBuffer refusal(String serverName) {
        byte[] sentence = "This server is full. Please try again in %d seconds.\n"
                .formatted(RETRY_SECONDS)
                .getBytes(US_ASCII);
        Headers headers = Headers.builder()
                .add("Server", serverName)
                .add("Retry-After", Integer.toString(RETRY_SECONDS))
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("Content-Length", Integer.toString(sentence.length))
                .add("Cache-Control", "no-store")
                .add("Connection", "close")
                .addAll(Cors.READING)
                .build();
        byte[] head = HeadWriter.encode("HTTP/1.1", 503, headers);
        return ByteBuffer.allocate(head.length + sentence.length)
                .put(head)
                .put(sentence)
                .flip()
                .asReadOnlyBuffer();
    }
}

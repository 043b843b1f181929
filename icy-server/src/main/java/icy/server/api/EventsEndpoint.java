package icy.server.api;

import icy.server.http.AccessLog;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.Endpoint;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.WorkerPool;
import icy.server.mount.MountsView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /api/events}: Server-Sent Events (HTML Living Standard 9.2). First {@code state} with all mounts, then {@code
 * title}, {@code listeners} and {@code air} as they change, what {@link EventSource}s have to tell, and a comment now and then so that nobody on the way takes
 * the connection for dead.
 *
 * <p>Thread: the connection's loop.
 */
public final class EventsEndpoint implements Endpoint.Takeover {
    /** Per loop. A page that is refused asks {@code /api/mounts} from time to time instead. */
    static final int MAX_READERS = 5_000;

    /** What may lie unread for one reader: the state of a thousand mounts with long titles, or hours of events of a few. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String CONTENT_TYPE = "text/event-stream";

    private static final byte[] HEAD = HeadWriter.encode(
            "HTTP/1.1",
            200,
            Headers.builder()
                    .add("Content-Type", CONTENT_TYPE) // always UTF-8
                    .add("Cache-Control", "no-cache, no-store")
                    .add("Connection", "close") // nothing says how long the answer is
                    .add("X-Accel-Buffering", "no") // nginx would hold events back
                    .addAll(Cors.READING)
                    .build());

    private final MountsView mounts;
    private final List<EventSource> sources;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final Duration look;
    private final int maxWaitingBytes;
    private final Map<EventLoop, EventAudience> audiences = new ConcurrentHashMap<>();

    /**
     * @param sources what there is to tell besides mounts
     * @param workers look at all of them
     */
    public EventsEndpoint(MountsView mounts, List<EventSource> sources, WorkerPool workers, AccessLog accessLog) {
        this(mounts, sources, workers, accessLog, LOOK, MAX_WAITING_BYTES);
    }

    /** @param look how often changes are looked for */
    EventsEndpoint(
            MountsView mounts,
            List<EventSource> sources,
            WorkerPool workers,
            AccessLog accessLog,
            Duration look,
            int maxWaitingBytes) {
        this.workers = workers;
        this.mounts = mounts;
        this.sources = List.copyOf(sources);
        this.accessLog = accessLog;
        this.look = look;
        this.maxWaitingBytes = maxWaitingBytes;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        if (request.isHead()) {
            return Optional.of(Response.of(200, CONTENT_TYPE, Body.endless()));
        }
        EventAudience audience = audiences.computeIfAbsent(
                connection.loop(),
                loop -> new EventAudience(loop, new Changes(mounts, sources), workers, look, maxWaitingBytes));
        if (audience.size() >= MAX_READERS) {
            return Optional.of(Response.problem(503, "Too many read events now: ask /api/mounts from time to time.")
                    .with("Retry-After", "60"));
        }
        long since = connection.loop().nowNanos();
        audience.join(
                connection,
                HEAD,
                () -> accessLog.log(AccessLog.Entry.of(
                        request,
                        200,
                        connection.bytesWritten(),
                        Duration.ofNanos(connection.loop().nowNanos() - since).toSeconds())));
        return Optional.empty();
    }
}

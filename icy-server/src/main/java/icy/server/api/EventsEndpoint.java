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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * {@code /api/events}: Server-Sent Events (HTML Living Standard 9.2). First {@code state} with all mounts, then {@code
 * title}, {@code listeners} and {@code air} as they change, what {@link EventSource}s have to tell, and a comment now and
 * then so that nobody on the way takes the connection for dead. With {@code ?station=} all of that of one station only.
 *
 * <p>Thread: the connection's loop.
 */
public final class EventsEndpoint implements Endpoint.Takeover {
    /** Per loop. A page that is refused asks {@code /api/mounts} from time to time instead. */
    static final int MAX_READERS = 5_000;

    /** What may lie unread for one reader: the state of a thousand mounts with long titles, or hours of events of a few. */
    static final int MAX_WAITING_BYTES = 1 << 20;

    private static final Duration LOOK = Duration.ofMillis(250);
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

    private final EventTopic everything;
    private final Function<String, Optional<EventTopic>> stations;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final Duration look;
    private final int maxWaitingBytes;
    private final Map<Room, EventAudience> audiences = new ConcurrentHashMap<>();

    /** Where those are together who are told the same by the same loop. */
    private record Room(EventLoop loop, String station) {}

    /**
     * @param stations what is told of a station, by its id
     * @param workers look at all of them
     */
    public EventsEndpoint(
            EventTopic everything,
            Function<String, Optional<EventTopic>> stations,
            WorkerPool workers,
            AccessLog accessLog) {
        this(everything, stations, workers, accessLog, LOOK, MAX_WAITING_BYTES);
    }

    /** @param look how often changes are looked for */
    EventsEndpoint(
            EventTopic everything,
            Function<String, Optional<EventTopic>> stations,
            WorkerPool workers,
            AccessLog accessLog,
            Duration look,
            int maxWaitingBytes) {
        this.workers = workers;
        this.everything = everything;
        this.stations = stations;
        this.accessLog = accessLog;
        this.look = look;
        this.maxWaitingBytes = maxWaitingBytes;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        String station = request.query("station").orElse("");
        Optional<EventTopic> topic = station.isEmpty() ? Optional.of(everything) : stations.apply(station);
        if (topic.isEmpty()) {
            return Optional.of(
                    Response.problem(404, "There is no station \"%s\": see /api/stations.".formatted(station)));
        }
        if (request.isHead()) {
            return Optional.of(Response.of(200, CONTENT_TYPE, Body.endless()));
        }
        if (readers(connection.loop()) >= MAX_READERS) {
            return Optional.of(Response.problem(503, "Too many read events now: ask /api/mounts from time to time.")
                    .with("Retry-After", "60"));
        }
        join(request, connection, new Room(connection.loop(), station), topic.get());
        return Optional.empty();
    }

    private void join(Request request, Connection connection, Room room, EventTopic topic) {
        EventAudience audience = audiences.computeIfAbsent(
                room, key -> new EventAudience(key.loop(), new Changes(topic), workers, look, maxWaitingBytes));
        long since = connection.loop().nowNanos();
        audience.join(connection, HEAD, () -> {
            if (audience.size() == 0) {
                audiences.remove(room, audience);
            }
            accessLog.log(AccessLog.Entry.of(
                    request,
                    200,
                    connection.bytesWritten(),
                    Duration.ofNanos(connection.loop().nowNanos() - since).toSeconds()));
        });
    }

    private int readers(EventLoop loop) {
        return audiences.entrySet().stream()
                .filter(each -> each.getKey().loop() == loop)
                .mapToInt(each -> each.getValue().size())
                .sum();
    }
}

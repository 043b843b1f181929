package icy.server.queue;

import icy.server.http.AccessLog;
import icy.server.http.Body;
import icy.server.http.Cors;
import icy.server.http.Endpoint;
import icy.server.http.HeadWriter;
import icy.server.http.Headers;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.loop.Connection;
import icy.server.loop.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * {@code /api/streams/{name}/stream.mp3}: the queue as one MP3, for one client, from its first track.
 *
 * <p>Thread: the connection's loop.
 */
final class ListenFileEndpoint implements Endpoint.Takeover {
    private static final String CONTENT_TYPE = "audio/mpeg";

    private final Queues queues;
    private final QueueFiles files;
    private final ListenPlaces places;
    private final BiConsumer<String, String> played;
    private final WorkerPool workers;
    private final AccessLog accessLog;
    private final HeadWriter headWriter;

    /** @param played is told of each file that is begun: the queue's name and its own */
    ListenFileEndpoint(
            Queues queues,
            QueueFiles files,
            ListenPlaces places,
            BiConsumer<String, String> played,
            WorkerPool workers,
            AccessLog accessLog,
            HeadWriter headWriter) {
        this.queues = queues;
        this.files = files;
        this.places = places;
        this.played = played;
        this.workers = workers;
        this.accessLog = accessLog;
        this.headWriter = headWriter;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        String name = request.variable("name");
        if (!queues.isRead()) {
            return Optional.of(Response.problem(503, "The queues are being read. Try again in a moment.")
                    .with("Retry-After", "1"));
        }
        NamedQueue queue = queues.presentBook().queue(name).orElse(null);
        if (queue == null) {
            return Optional.of(Response.notFound("There is no queue \"%s\": see /api/streams/queues.".formatted(name)));
        }
        if (queue.entries().isEmpty()) {
            return Optional.of(Response.notFound("The queue \"%s\" is empty.".formatted(name)));
        }
        PlayMode mode = PlayMode.of(request.query("play_mode"), queue);
        Headers head = head(queue, mode);
        if (request.isHead()) {
            return Optional.of(new Response(200, head, Body.endless()));
        }
        String address = ListenPlaces.address(request);
        Response refusal = places.take(address);
        if (refusal != null) {
            return Optional.of(refusal);
        }
        give(request, connection, queue, mode, head, address);
        return Optional.empty();
    }

    private void give(
            Request request, Connection connection, NamedQueue queue, PlayMode mode, Headers head, String address) {
        List<String> snapshot = queue.files();
        Tape tape = new Tape(
                queue.name(),
                new RunningOrder(snapshot, mode, new Random()),
                files,
                file -> played.accept(queue.name(), file));
        long began = connection.loop().nowNanos();
        long writtenBefore = connection.bytesWritten();
        Runnable leaving = () -> {
            places.giveBack(address);
            accessLog.log(AccessLog.Entry.of(
                    request,
                    200,
                    connection.bytesWritten() - writtenBefore,
                    Duration.ofNanos(connection.loop().nowNanos() - began).toSeconds()));
        };
        Headers whole = Headers.builder()
                .add("Date", headWriter.date())
                .addAll(head)
                .add("Connection", "close") // nothing says how long the answer is
                .addAll(Cors.READING)
                .build();
        String protocol = request.version().equals("HTTP/1.1") ? "HTTP/1.1" : "HTTP/1.0";
        new ListenFile(connection, tape, Pace.of(mode, began), workers, leaving)
                .begin(HeadWriter.encode(protocol, 200, whole));
    }

    private static Headers head(NamedQueue queue, PlayMode mode) {
        return Headers.of(
                "Content-Type",
                CONTENT_TYPE,
                "Accept-Ranges",
                "none",
                "Cache-Control",
                "no-cache, no-store, must-revalidate",
                "X-Stream-Name",
                queue.name(),
                "X-File-Count",
                Integer.toString(queue.entries().size()),
                "X-Play-Mode",
                mode.text());
    }
}

package icy.server.queue;

import icy.server.http.Endpoint;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.listenfile.FileList;
import icy.server.listenfile.ListenFiles;
import icy.server.listenfile.PlayMode;
import icy.server.loop.Connection;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * {@code /api/streams/{name}/stream.mp3}: the queue as it is now, as one MP3, for one client, from its first track.
 *
 * <p>Thread: the connection's loop.
 */
final class ListenFileEndpoint implements Endpoint.Takeover {
    private final Queues queues;
    private final QueueFiles files;
    private final BiConsumer<String, String> played;
    private final ListenFiles listenFiles;

    /** @param played is told of each file that is begun: the queue's name and its own */
    ListenFileEndpoint(Queues queues, QueueFiles files, BiConsumer<String, String> played, ListenFiles listenFiles) {
        this.queues = queues;
        this.files = files;
        this.played = played;
        this.listenFiles = listenFiles;
    }

    @Override
    public Optional<Response> accept(Request request, Connection connection) {
        Optional<String> unread = queues.whyUnread();
        if (unread.isPresent()) {
            return unread.map(why -> Response.problem(503, why).with("Retry-After", "1"));
        }
        NamedQueue queue = queues.presentBook().requireQueue(request.variable("name"));
        String name = queue.name();
        if (queue.entries().isEmpty()) {
            return Optional.of(Response.notFound("The queue \"%s\" is empty.".formatted(name)));
        }
        PlayMode mode = PlayMode.of(request.query("play_mode"), queue.shuffle(), queue.loop());
        FileList list = new FileList(name, queue.files(), mode, files::path, file -> played.accept(name, file));
        return listenFiles.give(request, connection, list);
    }
}

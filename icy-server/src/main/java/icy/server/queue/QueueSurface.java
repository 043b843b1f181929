package icy.server.queue;

import icy.server.http.AccessLog;
import icy.server.http.Guard;
import icy.server.http.HeadWriter;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.state.StateStore;

/**
 * Named queues as the server has them: builds the parts of this package and says which URLs they answer.
 *
 * <p>Thread: any.
 */
public final class QueueSurface {
    private final QueueApi api;
    private final ListenFileEndpoint listenFile;

    /** @param guard says who may change queues */
    public QueueSurface(
            StateStore store,
            MediaFolders folders,
            Guard guard,
            Workers workers,
            AccessLog accessLog,
            HeadWriter headWriter) {
        Queues queues = new Queues(store);
        QueueFiles files = new QueueFiles(folders);
        api = new QueueApi(queues, files, guard, workers.io());
        listenFile = new ListenFileEndpoint(
                queues, files, new ListenPlaces(), (queue, file) -> {}, workers.file(), accessLog, headWriter);
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/{name}/stream.mp3", listenFile).with(api::routes);
    }
}

package icy.server.ondemand;

import icy.server.http.Endpoint;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code GET /play/{path...}}: a file, or ranges of it.
 *
 * <p>Thread: as its methods say.
 */
public final class PlayEndpoint implements Endpoint.Glancing, AutoCloseable {
    private final OpenFiles files;
    private final Clock clock;

    public PlayEndpoint(MediaFolders folders, Workers workers, Clock clock) {
        this.files = new OpenFiles(folders, workers.file(), System::nanoTime);
        this.clock = clock;
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/play/{path...}", this).reserve("play");
    }

    @Override
    public Optional<Response> glance(Request request) {
        return files.glance(request.variable("path")).map(file -> answer(request, file));
    }

    @Override
    public Response handle(Request request) throws IOException {
        return answer(request, files.open(request.variable("path")));
    }

    /** How many files are kept open for the next who ask. */
    int openFiles() {
        return files.count();
    }

    @Override
    public void close() {
        files.close();
    }

    private Response answer(Request request, OpenFile file) {
        return file.representation().answer(request, clock, file);
    }
}

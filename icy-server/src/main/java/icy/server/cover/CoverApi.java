package icy.server.cover;

import icy.server.http.Endpoint;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.library.Library;
import icy.server.library.Track;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import icy.server.media.TrackId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * {@code /covers/{id}} and {@code /api/covers/{path...}}: the cover of a track by its id or path, an image in the media folders,
 * or what else has a cover.
 *
 * <p>Thread: a worker for files, so that a dead disk takes no other request along.
 */
public final class CoverApi {
    private static final String FOLDER = "covers/";
    private static final String FOR_ALL = "public, max-age=3600";
    private static final String FOR_ONE = "private, max-age=3600";

    private final Covers covers;
    private final CoverFinder finder;
    private final MediaFolders folders;
    private final Library library;
    private final Others others;

    /** Others who have covers, by ids that are no tracks'. */
    @FunctionalInterface
    public interface Others {
        /** Empty where that is nothing of theirs. */
        Optional<Found> find(Request request, String id);
    }

    /**
     * What another has under an id.
     *
     * @param source empty if it has no cover
     * @param isPublic whether everybody on the way may keep it
     */
    public record Found(Optional<CoverSource> source, boolean isPublic) {}

    public CoverApi(Covers covers, CoverFinder finder, MediaFolders folders, Library library, Others others) {
        this.covers = covers;
        this.finder = finder;
        this.folders = folders;
        this.library = library;
        this.others = others;
    }

    public Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/covers/{id}", Endpoint.ofFiles(this::byId))
                .get("/api/covers/{path...}", Endpoint.ofFiles(this::byPath));
    }

    private CompletableFuture<Response> byId(Request request) {
        String id = request.variable("id");
        if (CoverFinder.isImage(id)) {
            return answer(request, id, ofFile(FOLDER + id), FOR_ALL);
        }
        Optional<Found> found = others.find(request, id);
        if (found.isPresent()) {
            return answer(request, id, found.get().source(), found.get().isPublic() ? FOR_ALL : FOR_ONE);
        }
        Optional<Track> track = TrackId.parse(id).flatMap(it -> library.track(it.digits()));
        return answer(request, id, track.flatMap(it -> ofFile(it.path())), FOR_ALL);
    }

    private CompletableFuture<Response> byPath(Request request) {
        String path = request.variable("path");
        return answer(request, path, ofFile(path), FOR_ALL);
    }

    private CompletableFuture<Response> answer(
            Request request, String name, Optional<CoverSource> source, String cacheControl) {
        if (source.isEmpty()) {
            throw new HttpError(404, "There is no cover of \"%s\".".formatted(name));
        }
        return covers.answer(request, source.get(), cacheControl).exceptionally(CoverApi::refusal);
    }

    private Optional<CoverSource> ofFile(String name) {
        Lookup lookup = folders.find(name);
        if (lookup instanceof Lookup.Outside) {
            throw new HttpError(403, "\"%s\" leads out of the media folders.".formatted(name));
        }
        return lookup instanceof Lookup.File file ? finder.of(file) : Optional.empty();
    }

    private static Response refusal(Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof HttpError refused) {
            return refused.status() == 503 ? refused.response().with("Retry-After", "1") : refused.response();
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new CompletionException(failure);
    }
}

package icy.server.library;

import icy.server.api.Json;
import icy.server.http.Endpoint;
import icy.server.http.Guard;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.library.ScanProgress.Phase;
import icy.server.library.TrackQuery.Sort;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/library}: how the scan goes, what there is, searched, sorted and in pages, and what is wrong with what.
 *
 * <p>Thread: a worker.
 */
public final class LibraryApi {
    private static final int USUAL_LIMIT = 50;
    private static final int MOST_LIMIT = 500;
    private static final int MOST_WORDS_CHARACTERS = 500;

    private final Library library;

    public LibraryApi(Library library) {
        this.library = library;
    }

    /** @param guard says who may have folders looked through */
    public Routes.Builder routes(Routes.Builder routes, Guard guard) {
        return routes.get("/api/library", Endpoint.blocking(this::status))
                .get("/api/library/tracks", Endpoint.blocking(this::tracks))
                .get("/api/library/tracks/{id}", Endpoint.blocking(this::track))
                .get("/api/library/problems", Endpoint.blocking(this::problems))
                .get("/api/library/scan", Endpoint.immediate(LibraryApi::scanByGet))
                .post("/api/library/scan", Endpoint.guarded(guard, Endpoint.blocking(this::scan)));
    }

    /** How many tracks there are, and how far the scan has come. */
    Response status(Request request) {
        return Json.response(
                LibraryJson.class, LibraryJson.of(library.folders(), library.counts(), library.progress()));
    }

    /**
     * {@code ?q=} words that all must be there, each maybe the beginning of one; {@code ?sort=}, {@code ?order=},
     * {@code ?limit=}, {@code ?after=} what the page before said is next. Searched tracks come in the order in which they
     * were added unless another is asked for, all tracks in that of their paths.
     */
    Response tracks(Request request) {
        String words = request.query("q").orElse("").strip();
        if (words.length() > MOST_WORDS_CHARACTERS) {
            throw new HttpError(400, "q has at most %d characters.".formatted(MOST_WORDS_CHARACTERS));
        }
        TrackQuery query = query(request, words, /* wrongOnly= */ false, words.isEmpty() ? Sort.PATH : Sort.ADDED);
        long total = words.isEmpty() ? library.counts().all() : library.count(words);
        return page(query, total, words.isEmpty() || total < TrackSearch.MOST_COUNTED);
    }

    /** Those that are damaged, bad or missing, each with its reason; pages as above. */
    Response problems(Request request) {
        return page(
                query(request, "", /* wrongOnly= */ true, Sort.PATH),
                library.counts().wrong(),
                /* isExact= */ true);
    }

    /** One track, by its id. */
    Response track(Request request) {
        String id = request.variable("id");
        Track track = library.track(id)
                .orElseThrow(() -> new HttpError(404, "There is no track %s: see /api/library/tracks.".formatted(id)));
        return Json.response(TrackJson.class, TrackJson.of(track));
    }

    /** Has all folders looked through now; says how things stand without waiting for it. */
    Response scan(Request request) {
        library.scan();
        return status(request);
    }

    private static Response scanByGet(Request request) {
        return Response.problem(405, "Looking through the folders is asked for by POST.")
                .with("Allow", "POST");
    }

    private Response page(TrackQuery query, long total, boolean isExact) {
        Optional<TrackSearch.Page> found = library.page(query);
        if (found.isEmpty()) {
            return library.progress().phase() == Phase.FAILED
                    ? Response.problem(503, "There is no library, for its database cannot be used: see the log.")
                    : Response.problem(503, "The library is being opened: ask again in a second.")
                            .with("Retry-After", "1");
        }
        Cursor next = found.get().next();
        var tracks = found.get().tracks().stream().map(TrackJson::of).toList();
        return Json.response(
                TrackJson.Page.class,
                new TrackJson.Page(tracks, tracks.size(), total, isExact, next == null ? null : next.text()));
    }

    private static TrackQuery query(Request request, String words, boolean wrongOnly, Sort usual) {
        Sort sort = request.query("sort").map(LibraryApi::sort).orElse(usual);
        boolean descending =
                request.query("order").map(LibraryApi::isDescending).orElse(false);
        int limit = request.query("limit").map(LibraryApi::limit).orElse(USUAL_LIMIT);
        @Nullable
        Cursor after = request.query("after")
                .map(text -> Cursor.parse(text, sort)
                        .orElseThrow(() -> new HttpError(
                                400, "after is what the page before gave as next, asked for with the same sort.")))
                .orElse(null);
        return new TrackQuery(words, wrongOnly, sort, descending, limit, after);
    }

    private static Sort sort(String word) {
        return Stream.of(Sort.values())
                .filter(sort -> sort.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new HttpError(
                        400,
                        "sort is one of %s."
                                .formatted(
                                        Stream.of(Sort.values()).map(Sort::word).collect(Collectors.joining(", ")))));
    }

    private static boolean isDescending(String word) {
        return switch (word) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw new HttpError(400, "order is asc or desc.");
        };
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
            throw new HttpError(400, "limit is a number from 1 to %d.".formatted(MOST_LIMIT));
        }
        return Math.min(MOST_LIMIT, Integer.parseInt(text));
    }
}

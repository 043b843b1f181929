package icy.server.mixtape;

import icy.server.api.Json;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /api/mixtapes}: mixtapes are made, changed and told of. Every answer about one has its {@code ETag}; {@code
 * If-Match} is honoured where it is sent. Those that are not public only who may change them gets to know of.
 *
 * <p>Thread: a worker, which begins a change; answers follow when it is on the disk.
 */
final class MixtapeApi {
    private static final String SHAPE = "{\"title\": \"Late trains\", \"tracks\": [\"1.mp3\"]}";

    private final Mixtapes mixtapes;
    private final MixtapeFiles files;
    private final MixtapeAnswers answers;
    private final PublicAddress address;

    MixtapeApi(Mixtapes mixtapes, MixtapeFiles files, MixtapeAnswers answers, PublicAddress address) {
        this.mixtapes = mixtapes;
        this.files = files;
        this.answers = answers;
        this.address = address;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/mixtapes", answers.readingByInsiders(this::all))
                .post("/api/mixtapes", answers.changing(MixtapeLimits.MOST_BYTES, this::make))
                .get("/api/mixtapes/{slug}", answers.readingFilesByInsiders(this::one))
                .put("/api/mixtapes/{slug}", answers.changing(MixtapeLimits.MOST_BYTES, this::put))
                .delete("/api/mixtapes/{slug}", answers.changing(MixtapeLimits.MOST_BYTES, this::delete));
    }

    private Response all(Request request) {
        boolean insider = Insiders.has(request);
        String base = address.base(request);
        List<MixtapeJson.Brief> briefs = mixtapes.summaries().stream()
                .filter(summary -> summary.isPublic() || insider)
                .map(summary -> MixtapeJson.Brief.of(summary, base))
                .toList();
        return Json.response(MixtapeJson.All.class, new MixtapeJson.All(briefs, briefs.size()));
    }

    private Response one(Request request) {
        String slug = request.variable("slug");
        Mixtape mixtape = mixtapes.find(slug)
                .filter(it -> it.isPublic() || Insiders.has(request))
                .orElseThrow(() -> Mixtapes.missing(slug));
        return Json.response(MixtapeJson.class, json(request, mixtape)).with("ETag", mixtape.tag());
    }

    private CompletableFuture<Response> make(Request request) {
        MixtapeJson.Wanted wanted = Json.body(MixtapeJson.Wanted.class, request, SHAPE);
        String slug = wanted.slug() == null ? null : MixtapeLimits.requireSlug(wanted.slug());
        return answers.when(mixtapes.make(slug, content(wanted)), mixtape -> made(request, mixtape));
    }

    private CompletableFuture<Response> put(Request request) {
        String slug = MixtapeLimits.requireSlug(request.variable("slug"));
        Mixtape.Content content = content(Json.body(MixtapeJson.Wanted.class, request, SHAPE));
        return answers.when(
                mixtapes.put(slug, Condition.of(request), content),
                put -> put.isNew()
                        ? made(request, put.mixtape())
                        : changed(
                                request,
                                put.mixtape(),
                                "\"%s\" is changed.".formatted(put.mixtape().title())));
    }

    private CompletableFuture<Response> delete(Request request) {
        String slug = request.variable("slug");
        return answers.when(
                mixtapes.delete(slug, Condition.of(request)),
                done -> Json.response(
                        MixtapeJson.Done.class,
                        new MixtapeJson.Done(
                                true, "\"%s\" is deleted, and links to it lead nowhere.".formatted(slug))));
    }

    private Response made(Request request, Mixtape mixtape) {
        Response answer = changed(request, mixtape, "\"%s\" is there to be shared.".formatted(mixtape.title()));
        return new Response(201, answer.headers(), answer.body()).with("Location", "/api/mixtapes/" + mixtape.slug());
    }

    /** What became of a change. */
    Response changed(Request request, Mixtape mixtape, String message) {
        return Json.response(MixtapeJson.Changed.class, new MixtapeJson.Changed(true, message, json(request, mixtape)))
                .with("ETag", mixtape.tag());
    }

    private Mixtape.Content content(MixtapeJson.Wanted wanted) {
        return new Mixtape.Content(
                MixtapeLimits.requireTitle(wanted.title()),
                wanted.notes() == null ? null : MixtapeLimits.requireNotes(wanted.notes()),
                wanted.isPublic(),
                files.requireCover(wanted.cover()),
                files.requireTracks(wanted.tracks()));
    }

    private MixtapeJson json(Request request, Mixtape mixtape) {
        return MixtapeJson.of(mixtape, files.describe(mixtape.tracks()), address.base(request));
    }
}

package icy.server.mixtape;

import icy.server.cover.Covers;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /api/mixtapes/{slug}/cover}: takes a picture for a mixtape's cover, as a JPEG or PNG in the body, and takes it away
 * again.
 *
 * <p>Thread: a worker.
 */
final class CoverUpload {
    private static final int MOST_BYTES_OF_NOTHING = 10_000;

    private final Mixtapes mixtapes;
    private final Covers covers;
    private final MixtapeApi api;
    private final MixtapeAnswers answers;

    CoverUpload(Mixtapes mixtapes, Covers covers, MixtapeApi api, MixtapeAnswers answers) {
        this.mixtapes = mixtapes;
        this.covers = covers;
        this.api = api;
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.put("/api/mixtapes/{slug}/cover", answers.changing(MixtapeLimits.MOST_COVER_BYTES, this::put))
                .delete("/api/mixtapes/{slug}/cover", answers.changing(MOST_BYTES_OF_NOTHING, this::delete));
    }

    private CompletableFuture<Response> put(Request request) {
        String slug = request.variable("slug");
        Condition condition = Condition.of(request);
        byte[] sent = request.body();
        if (sent.length == 0) {
            throw new HttpError(400, "The body is empty: send the picture in it, a JPEG or a PNG.");
        }
        mixtapes.require(slug);
        return answers.when(
                covers.tidied(sent).thenCompose(picture -> mixtapes.picture(slug, condition, picture)),
                mixtape -> api.changed(
                        request, mixtape, "\"%s\" has this picture for a cover.".formatted(mixtape.title())));
    }

    private CompletableFuture<Response> delete(Request request) {
        return answers.when(
                mixtapes.picture(request.variable("slug"), Condition.of(request), null),
                mixtape -> api.changed(
                        request, mixtape, "\"%s\" has no picture of its own any more.".formatted(mixtape.title())));
    }
}

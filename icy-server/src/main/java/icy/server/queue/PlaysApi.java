package icy.server.queue;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /api/streams/{name}/plays} and {@code /api/streams/plays}: what was played how often, in one queue and in all.
 *
 * <p>Thread: a worker.
 */
final class PlaysApi {
    private static final int USUAL_LIMIT = 10;
    private static final int MOST = 1_000;

    private final Queues queues;
    private final PlayCounts counts;
    private final QueueAnswers answers;

    /** A file and how often it was begun for a client. */
    @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
    record Played(String file, long plays, String lastPlayed) {
        static Played of(PlayCounts.Plays plays) {
            return new Played(
                    plays.file(),
                    plays.plays(),
                    Instant.ofEpochMilli(plays.lastMillis()).toString());
        }
    }

    /** @param name of the queue; empty: all */
    @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
    record Most(String name, long totalPlays, List<Played> mostPlayed) {}

    PlaysApi(Queues queues, PlayCounts counts, QueueAnswers answers) {
        this.queues = queues;
        this.counts = counts;
        this.answers = answers;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.get("/api/streams/plays", QueueAnswers.readingLater(request -> most(request, "")))
                .get("/api/streams/{name}/plays", QueueAnswers.readingLater(this::ofQueue));
    }

    private CompletableFuture<Response> ofQueue(Request request) {
        String name = request.variable("name");
        queues.book().requireQueue(name);
        return most(request, name);
    }

    private CompletableFuture<Response> most(Request request, String queue) {
        int limit = request.query("limit").map(PlaysApi::limit).orElse(USUAL_LIMIT);
        return answers.when(counts.flush(), flushed -> {
            List<Played> most =
                    counts.mostPlayed(queue, limit).stream().map(Played::of).toList();
            return Json.response(Most.class, new Most(queue, counts.total(queue), most));
        });
    }

    private static int limit(String text) {
        if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > MOST) {
            throw new HttpError(422, "limit is a number from 1 to %d.".formatted(MOST));
        }
        return Integer.parseInt(text);
    }
}

package icy.server.mixtape;

import icy.server.api.Json;
import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import icy.server.http.Response;
import icy.server.http.Routes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/mixtapes/{slug}/links}: makes links that expire, and takes all of them back.
 *
 * <p>Thread: a worker.
 */
final class LinkApi {
    private static final String SHAPE = "{\"seconds\": 86400}";
    private static final int MOST_BYTES = 10_000;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final Mixtapes mixtapes;
    private final MixtapeAnswers answers;
    private final PublicAddress address;
    private final InstantSource clock;

    LinkApi(Mixtapes mixtapes, MixtapeAnswers answers, PublicAddress address, InstantSource clock) {
        this.mixtapes = mixtapes;
        this.answers = answers;
        this.address = address;
        this.clock = clock;
    }

    Routes.Builder routes(Routes.Builder routes) {
        return routes.post("/api/mixtapes/{slug}/links", answers.changing(MOST_BYTES, this::make))
                .delete("/api/mixtapes/{slug}/links", answers.changing(MOST_BYTES, this::takeBack));
    }

    private CompletableFuture<Response> make(Request request) {
        Mixtape mixtape = mixtapes.require(request.variable("slug"));
        Instant expires = expires(Json.body(MixtapeJson.WantedLink.class, request, SHAPE));
        String url = address.base(request) + "/share/" + mixtape.slug() + "?" + ShareDoor.TOKEN + "="
                + ShareLinks.token(mixtape, expires);
        return CompletableFuture.completedFuture(
                Json.response(MixtapeJson.Link.class, new MixtapeJson.Link(url, expires.toString())));
    }

    private CompletableFuture<Response> takeBack(Request request) {
        String slug = request.variable("slug");
        return answers.when(
                mixtapes.takeLinksBack(slug, Condition.of(request)),
                mixtape -> Json.response(
                                MixtapeJson.Done.class,
                                new MixtapeJson.Done(
                                        true, "All links that were made for \"%s\" lead nowhere now.".formatted(slug)))
                        .with("ETag", mixtape.tag()));
    }

    private Instant expires(MixtapeJson.WantedLink wanted) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Long seconds = wanted.seconds();
        Instant expires = seconds != null ? after(now, seconds) : time(wanted.expires());
        if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            throw new HttpError(
                    422, "A link is good for at least a second, and for %d days at most.".formatted(LONGEST.toDays()));
        }
        return expires;
    }

    private static Instant after(Instant now, long seconds) {
        return now.plusSeconds(Math.max(0, Math.min(LONGEST.toSeconds() + 1, seconds)));
    }

    private static Instant time(@Nullable String text) {
        if (text == null) {
            throw new HttpError(
                    422, "Say how long the link is to be good, like %s, or until when: \"expires\".".formatted(SHAPE));
        }
        try {
            return Instant.ofEpochSecond(OffsetDateTime.parse(text).toEpochSecond());
        } catch (DateTimeException e) {
            throw new HttpError(422, "\"%s\" is no time with its zone, like 2027-01-31T18:00:00Z.".formatted(text));
        }
    }
}

package icy.server.mixtape;

import icy.server.http.HttpError;
import icy.server.http.PublicAddress;
import icy.server.http.Request;
import java.util.Optional;

/**
 * Who may open a mixtape's page, and all that belongs to it: everybody, if it is public; else who comes by a link that has
 * not expired. Whether there is a mixtape that is not public is told to nobody else.
 *
 * <p>Thread: a worker.
 */
final class ShareDoor {
    static final String TOKEN = "token";

    private final Mixtapes mixtapes;
    private final ShareLinks links;

    ShareDoor(Mixtapes mixtapes, ShareLinks links) {
        this.mixtapes = mixtapes;
        this.links = links;
    }

    /** @throws HttpError 404 if the one who asks may not know of that mixtape, 410 if the link has expired */
    Mixtape open(Request request, String slug) {
        return opened(request, slug).orElseThrow(() -> Mixtapes.missing(slug));
    }

    /** As {@link #open}; empty instead of 404. */
    Optional<Mixtape> opened(Request request, String slug) {
        Optional<Mixtape> mixtape = mixtapes.find(slug);
        Optional<ShareLinks.Worth> shown =
                mixtape.flatMap(it -> request.query(TOKEN).map(token -> links.judge(it, token)));
        if (shown.equals(Optional.of(ShareLinks.Worth.EXPIRED))) {
            throw new HttpError(410, "This link has expired: ask whoever gave it to you for another.");
        }
        return mixtape.filter(it -> it.isPublic() || shown.equals(Optional.of(ShareLinks.Worth.GOOD)));
    }

    /** What leads on from a mixtape's page to what belongs to it: empty, or {@code ?token=…} if that token opens it. */
    String query(Request request, Mixtape mixtape) {
        return request.query(TOKEN)
                .filter(token -> links.judge(mixtape, token) == ShareLinks.Worth.GOOD)
                .map(token -> "?" + TOKEN + "=" + PublicAddress.encodePath(token))
                .orElse("");
    }
}

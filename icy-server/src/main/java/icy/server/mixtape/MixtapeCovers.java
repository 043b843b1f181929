package icy.server.mixtape;

import icy.server.cover.CoverApi;
import icy.server.cover.CoverFinder;
import icy.server.cover.CoverSource;
import icy.server.cover.Covers;
import icy.server.http.Request;
import java.util.Optional;

/**
 * Which cover a mixtape has: the picture that was uploaded for it; else that of the file it names; else that of the first
 * track that has one, of its first few.
 *
 * <p>Thread: a worker.
 */
final class MixtapeCovers {
    private static final int TRACKS_ASKED = 3;

    private final Mixtapes mixtapes;
    private final CoverFinder finder;
    private final Covers covers;

    MixtapeCovers(Mixtapes mixtapes, CoverFinder finder, Covers covers) {
        this.mixtapes = mixtapes;
        this.finder = finder;
        this.covers = covers;
    }

    /** Empty if no picture of it can be shown. */
    Optional<CoverSource> of(Mixtape mixtape) {
        if (mixtape.uploaded() > 0) {
            return Optional.of(uploaded(mixtape));
        }
        Optional<CoverSource> named =
                Optional.ofNullable(mixtape.cover()).flatMap(finder::of).filter(covers::isFit);
        return named.isPresent()
                ? named
                : mixtape.tracks().stream()
                        .limit(TRACKS_ASKED)
                        .map(finder::of)
                        .flatMap(Optional::stream)
                        .filter(covers::isFit)
                        .findFirst();
    }

    /** For {@code /covers/{slug}}; empty if there is no such mixtape for the one who asks. */
    Optional<CoverApi.Found> find(Request request, String slug, ShareDoor door) {
        return door.opened(request, slug).map(mixtape -> new CoverApi.Found(of(mixtape), mixtape.isPublic()));
    }

    private CoverSource uploaded(Mixtape mixtape) {
        String key = "mixtape\n%s\n%d".formatted(mixtape.slug(), mixtape.uploaded());
        return new CoverSource(key, mixtape.title(), () -> mixtapes.picture(mixtape.slug()));
    }
}

package icy.server.mixtape;

import icy.server.http.HttpError;
import icy.server.state.StateStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The door to all mixtapes. They are read from the database when somebody asks; changes are made on the store's thread, one
 * after the other.
 *
 * <p>Thread: a worker for what reads; any for what changes.
 */
final class Mixtapes {
    private static final int SECRET_BYTES = 32;
    private static final int MOST_NUMBERED = 10_000;

    private final StateStore store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Mixtapes(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<MixtapeSummary> summaries() {
        return store.read(MixtapeTables::summaries);
    }

    Optional<Mixtape> find(String slug) {
        return store.read(handle -> MixtapeTables.find(handle, slug));
    }

    /** @throws HttpError 404 if there is none */
    Mixtape require(String slug) {
        return find(slug).orElseThrow(() -> missing(slug));
    }

    /** The picture that was uploaded for that mixtape. */
    Optional<byte[]> picture(String slug) {
        return store.read(handle -> MixtapeTables.picture(handle, slug));
    }

    /** A new mixtape of that slug; where none is wanted, of one that its title makes. */
    CompletableFuture<Mixtape> make(@Nullable String wanted, Mixtape.Content content) {
        return store.write(handle -> {
            String slug = wanted == null ? freeSlug(handle, MixtapeLimits.slugOf(content.title())) : wanted;
            if (MixtapeTables.find(handle, slug).isPresent()) {
                throw new HttpError(
                        409, "There is a mixtape \"%s\" already: PUT to it, or take another slug.".formatted(slug));
            }
            return save(handle, added(handle, slug, content));
        });
    }

    /** The mixtape of that slug with this content, which is made if it is not there. */
    CompletableFuture<Put> put(String slug, Condition condition, Mixtape.Content content) {
        return store.write(handle -> {
            Optional<Mixtape> before = MixtapeTables.find(handle, slug);
            condition.require(before);
            Mixtape after = before.isPresent() ? before.get().with(content) : added(handle, slug, content);
            return new Put(save(handle, after), before.isEmpty());
        });
    }

    /** What was put, and whether it is new. */
    record Put(Mixtape mixtape, boolean isNew) {}

    /** Takes it away, and says what it was. */
    CompletableFuture<Mixtape> delete(String slug, Condition condition) {
        return store.write(handle -> {
            Mixtape before = requireFor(handle, slug, condition);
            MixtapeTables.delete(handle, slug);
            return before;
        });
    }

    /** Keeps a picture for the mixtape's cover; null: it has none of its own any more. */
    CompletableFuture<Mixtape> picture(String slug, Condition condition, byte @Nullable [] picture) {
        return store.write(handle -> {
            Mixtape before = requireFor(handle, slug, condition);
            long revision = nextRevision(handle);
            Mixtape after = save(handle, before.withUploaded(picture == null ? 0 : revision), revision);
            if (picture == null) {
                MixtapeTables.deletePicture(handle, slug);
            } else {
                MixtapeTables.savePicture(handle, slug, picture);
            }
            return after;
        });
    }

    /** Takes back all links that were made for it. */
    CompletableFuture<Mixtape> takeLinksBack(String slug, Condition condition) {
        return edit(slug, condition, mixtape -> mixtape.withLinkSecret(newSecret()));
    }

    private CompletableFuture<Mixtape> edit(String slug, Condition condition, UnaryOperator<Mixtape> edit) {
        return store.write(handle -> save(handle, edit.apply(requireFor(handle, slug, condition))));
    }

    private static Mixtape requireFor(Handle handle, String slug, Condition condition) {
        Optional<Mixtape> before = MixtapeTables.find(handle, slug);
        condition.require(before);
        return before.orElseThrow(() -> missing(slug));
    }

    private Mixtape added(Handle handle, String slug, Mixtape.Content content) {
        MixtapeLimits.requireRoom(MixtapeTables.count(handle));
        return Mixtape.of(slug, newSecret(), content);
    }

    private Mixtape save(Handle handle, Mixtape mixtape) {
        return save(handle, mixtape, nextRevision(handle));
    }

    private static Mixtape save(Handle handle, Mixtape mixtape, long revision) {
        Mixtape revised = mixtape.revised(revision);
        MixtapeTables.save(handle, revised);
        return revised;
    }

    /** The time, so that it is a new one even if a backup has forgotten the last ones. */
    private long nextRevision(Handle handle) {
        return Math.max(clock.millis(), MixtapeTables.newestRevision(handle) + 1);
    }

    private static String freeSlug(Handle handle, String wanted) {
        String slug = wanted;
        for (int number = 2; number < MOST_NUMBERED; number++) {
            if (MixtapeTables.find(handle, slug).isEmpty()) {
                return slug;
            }
            slug = wanted + "-" + number;
        }
        throw new HttpError(409, "All slugs that \"%s\" makes are taken: choose one.".formatted(wanted));
    }

    private String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static HttpError missing(String slug) {
        return new HttpError(404, "There is no mixtape \"%s\".".formatted(slug));
    }
}

package icy.server.mixtape;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mixtape as it is kept.
 *
 * <p>Thread: any.
 *
 * @param slug its name in URLs
 * @param revision of its last change: no two changes have the same, whatever was deleted or restored between them
 * @param isPublic whether everybody may open it; else only who has a link that has not expired
 * @param cover name of an image or a track in the media folders; null: the first track's cover is its own
 * @param uploaded revision of the picture that was uploaded for it, which goes before {@code cover}; 0 if there is none
 * @param linkSecret what its links are signed with
 * @param tracks names of files in the media folders
 */
record Mixtape(
        String slug,
        long revision,
        String title,
        String notes,
        boolean isPublic,
        @Nullable String cover,
        long uploaded,
        String linkSecret,
        List<String> tracks) {

    Mixtape {
        tracks = List.copyOf(tracks);
    }

    /**
     * What a request may say of it; the rest is ours. What it leaves out (null) stays as it is, so that nobody who mends a
     * title publishes what is not public.
     *
     * @param cover empty: none is named any more
     */
    record Content(
            String title,
            @Nullable String notes,
            @Nullable Boolean isPublic,
            @Nullable String cover,
            List<String> tracks) {}

    /** A new one, without a revision yet. */
    static Mixtape of(String slug, String linkSecret, Content content) {
        return new Mixtape(slug, 0, "", "", true, null, 0, linkSecret, List.of()).with(content);
    }

    Mixtape with(Content content) {
        return new Mixtape(
                slug,
                revision,
                content.title(),
                content.notes() == null ? notes : content.notes(),
                content.isPublic() == null ? isPublic : content.isPublic(),
                content.cover() == null ? cover : named(content.cover()),
                uploaded,
                linkSecret,
                content.tracks());
    }

    private static @Nullable String named(String cover) {
        return cover.isEmpty() ? null : cover;
    }

    Mixtape revised(long next) {
        return new Mixtape(slug, next, title, notes, isPublic, cover, uploaded, linkSecret, tracks);
    }

    /** With a picture that was uploaded by that revision; 0: without. */
    Mixtape withUploaded(long by) {
        return new Mixtape(slug, revision, title, notes, isPublic, cover, by, linkSecret, tracks);
    }

    /** Links that were made before lead nowhere from now on. */
    Mixtape withLinkSecret(String other) {
        return new Mixtape(slug, revision, title, notes, isPublic, cover, uploaded, other, tracks);
    }

    /** Its {@code ETag}. */
    String tag() {
        return '"' + Long.toString(revision) + '"';
    }
}

package icy.server.mixtape;

import icy.core.tracks.AudioKind;
import icy.server.cover.CoverFinder;
import icy.server.http.HttpError;
import icy.server.library.Library;
import icy.server.library.Track;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that mixtapes name, and what there is to say of them.
 *
 * <p>Thread: a worker: it looks at the disk and asks the library.
 */
final class MixtapeFiles {
    private final MediaFolders folders;
    private final Library library;

    MixtapeFiles(MediaFolders folders, Library library) {
        this.folders = folders;
        this.library = library;
    }

    /**
     * A track as a page shows it.
     *
     * @param seconds zero while unknown
     * @param isMissing whether there is no such file now
     */
    record Shown(String id, String path, String title, String artist, double seconds, boolean isMissing) {}

    /**
     * These names and ids of tracks as names in the media folders.
     *
     * @throws HttpError if one of them cannot be on a mixtape: 403 for a way out of the folders, 404 naming all that do not
     *     exist, 422 for what is no music
     */
    List<String> requireTracks(@Nullable List<@Nullable String> asked) {
        MixtapeLimits.requireTracks(asked == null ? 0 : asked.size());
        List<String> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String asking : asked == null ? List.<@Nullable String>of() : asked) {
            String name = requireName(asking);
            Optional<String> file = resolve(name);
            file.map(it -> requireMusic(it, "music: it cannot be on a mixtape"))
                    .ifPresentOrElse(found::add, () -> missing.add(name));
        }
        if (!missing.isEmpty()) {
            throw new HttpError(
                    404,
                    "The media folders have no %s: nothing was changed."
                            .formatted(String.join(
                                    ", ", missing.stream().distinct().toList())));
        }
        return found;
    }

    /** As {@link #requireTracks}, of an image or a track that has a cover; null and nothing stay what they are. */
    @Nullable
    String requireCover(@Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return asked;
        }
        String name = resolve(requireName(asked))
                .orElseThrow(() -> new HttpError(
                        404, "The media folders have no %s for a cover: nothing was changed.".formatted(asked)));
        return CoverFinder.isImage(name)
                ? name
                : requireMusic(name, "picture (jpg or png), and no music that may have one in it");
    }

    /** Where that file is, if it is there now. */
    Optional<Path> path(String name) {
        return folders.find(name) instanceof Lookup.File file ? Optional.of(file.path()) : Optional.empty();
    }

    /** In their order. */
    List<Shown> describe(List<String> names) {
        List<Optional<Path>> paths = names.stream().map(this::path).toList();
        Iterator<Track> known = library.describe(
                        paths.stream().flatMap(Optional::stream).toList())
                .iterator();
        List<Shown> shown = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            boolean isThere = paths.get(i).isPresent();
            shown.add(isThere ? shown(names.get(i), known.next(), /* isMissing= */ false) : gone(names.get(i)));
        }
        return shown;
    }

    private static Shown shown(String name, Track track, boolean isMissing) {
        return new Shown(
                TrackId.of(name).digits(),
                name,
                track.title(),
                track.artist(),
                track.duration().toMillis() / 1000.0,
                isMissing);
    }

    /** The library may remember it. */
    private Shown gone(String name) {
        return library.track(name)
                .map(track -> shown(name, track, /* isMissing= */ true))
                .orElseGet(() -> unknown(name));
    }

    private static Shown unknown(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return new Shown(
                TrackId.of(name).digits(), name, dot > 0 ? last.substring(0, dot) : last, "", 0, /* isMissing= */ true);
    }

    private Optional<String> resolve(String idOrName) {
        Lookup found = folders.find(idOrName);
        if (found instanceof Lookup.File file) {
            return Optional.of(file.name());
        }
        if (found instanceof Lookup.Outside) {
            throw new HttpError(403, "\"%s\" leads out of the media folders: nothing was changed.".formatted(idOrName));
        }
        return TrackId.parse(idOrName)
                .flatMap(id -> library.track(id.digits()))
                .map(Track::path)
                .filter(name -> folders.find(name) instanceof Lookup.File);
    }

    private static String requireName(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > MixtapeLimits.MOST_FILE_NAME_CHARACTERS) {
            throw new HttpError(
                    422, "A file's name has 1 to %d characters.".formatted(MixtapeLimits.MOST_FILE_NAME_CHARACTERS));
        }
        return name;
    }

    private static String requireMusic(String name, String what) {
        if (AudioKind.of(name).isEmpty()) {
            throw new HttpError(422, "\"%s\" is no %s.".formatted(name, what));
        }
        return name;
    }
}

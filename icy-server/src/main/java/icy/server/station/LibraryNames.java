package icy.server.station;

import icy.server.http.HttpError;
import icy.server.library.Library;
import icy.server.library.Track;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names after the media folders; what there is to say of a track the library knows.
 *
 * <p>Thread: a worker; it may wait for a disk.
 */
public final class LibraryNames implements TrackNames {
    private final MediaFolders folders;
    private final Library library;

    public LibraryNames(MediaFolders folders, Library library) {
        this.folders = folders;
        this.library = library;
    }

    @Override
    public Path file(String idOrPath) {
        Lookup found = folders.find(idOrPath);
        if (found instanceof Lookup.File file) {
            return file.path();
        }
        if (found instanceof Lookup.Outside) {
            throw new HttpError(403, "\"%s\" leads out of the media folders.".formatted(idOrPath));
        }
        return TrackId.parse(idOrPath)
                .flatMap(id -> library.track(id.digits()))
                .flatMap(this::present)
                .orElseThrow(() -> new HttpError(404, "The media folders have no \"%s\".".formatted(idOrPath)));
    }

    /** The library may know a file for a while that has gone. */
    private Optional<Path> present(Track track) {
        return folders.find(track.path()) instanceof Lookup.File file ? Optional.of(file.path()) : Optional.empty();
    }

    /** A playlist of the config may name files that are in no media folder; their whole path is nobody's business. */
    @Override
    public String name(Path file) {
        return folders.nameOf(file).orElse(String.valueOf(file.getFileName()));
    }

    @Override
    public List<Facts> facts(List<Path> files) {
        return library.describe(files).stream()
                .map(track -> new Facts(
                        track.id().digits(),
                        track.path(),
                        track.title(),
                        track.artist(),
                        track.duration().toMillis() / 1000.0))
                .toList();
    }
}

package icy.server.station;

import icy.server.http.HttpError;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import icy.server.media.TrackId;
import java.nio.file.Path;
import java.util.List;

/**
 * Names after the media folders alone: a track's title is that of its file.
 *
 * <p>Thread: a worker; it may wait for a disk.
 */
public final class MediaNames implements TrackNames {
    private final MediaFolders folders;

    public MediaNames(MediaFolders folders) {
        this.folders = folders;
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
        throw new HttpError(404, "The media folders have no \"%s\".".formatted(idOrPath));
    }

    @Override
    public List<Facts> facts(List<Path> files) {
        return files.stream().map(this::facts).toList();
    }

    /** A playlist of the config may name files that are in no media folder; their whole path is nobody's business. */
    private Facts facts(Path file) {
        String fileName = String.valueOf(file.getFileName());
        String name = folders.nameOf(file).orElse(fileName);
        int dot = fileName.lastIndexOf('.');
        String title = dot > 0 ? fileName.substring(0, dot) : fileName;
        return new Facts(TrackId.of(name).digits(), name, title, "", 0);
    }
}

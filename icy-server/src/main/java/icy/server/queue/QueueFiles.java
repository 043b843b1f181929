package icy.server.queue;

import icy.core.tracks.AudioKind;
import icy.server.http.HttpError;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that queues name.
 *
 * <p>Thread: a worker: it looks at the disk.
 */
final class QueueFiles {
    private final MediaFolders folders;

    QueueFiles(MediaFolders folders) {
        this.folders = folders;
    }

    /**
     * These names as the media folders have them.
     *
     * @throws HttpError if one of them cannot be queued: 403 for a way out of the folders, 404 naming all that do not
     *     exist, 422 for what is no music
     */
    List<String> require(@Nullable List<@Nullable String> asked) {
        if (asked == null || asked.isEmpty()) {
            throw new HttpError(422, "Name at least one file, like {\"files\": [\"1.mp3\"]}.");
        }
        QueueLimits.requireFiles(asked.size());
        List<String> found = new ArrayList<>(asked.size());
        List<String> missing = new ArrayList<>();
        for (String asking : asked) {
            String name = requireName(asking);
            Lookup lookup = folders.find(name);
            if (lookup instanceof Lookup.File file) {
                found.add(requireMusic(file.name()));
            } else if (lookup instanceof Lookup.Outside) {
                throw outside(name);
            } else {
                missing.add(name);
            }
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

    /**
     * The same for names of files that may come later.
     *
     * @throws HttpError if one of them cannot be that of music in the media folders
     */
    List<String> requireWithin(@Nullable List<@Nullable String> asked) {
        List<String> names = new ArrayList<>();
        for (String asking : asked == null ? List.<@Nullable String>of() : asked) {
            String name = requireMusic(requireName(asking));
            Lookup lookup = folders.find(name);
            if (lookup instanceof Lookup.Outside) {
                throw outside(name);
            }
            names.add(lookup instanceof Lookup.File file ? file.name() : name);
        }
        return names;
    }

    /** Those of the names that are not there now, each once. */
    List<String> missing(List<String> names) {
        return names.stream()
                .distinct()
                .filter(name -> !(folders.find(name) instanceof Lookup.File))
                .toList();
    }

    /** Where that file is, if it is there now. */
    Optional<Path> path(String name) {
        return folders.find(name) instanceof Lookup.File file ? Optional.of(file.path()) : Optional.empty();
    }

    private static String requireName(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > QueueLimits.MOST_FILE_NAME_CHARACTERS) {
            throw new HttpError(
                    422, "A file's name has 1 to %d characters.".formatted(QueueLimits.MOST_FILE_NAME_CHARACTERS));
        }
        return name;
    }

    private static HttpError outside(String name) {
        return new HttpError(403, "\"%s\" leads out of the media folders: nothing was changed.".formatted(name));
    }

    private static String requireMusic(String name) {
        if (AudioKind.of(name).isEmpty()) {
            throw new HttpError(
                    422,
                    "\"%s\" is no music, going by its name: MP3, FLAC, Ogg, Opus, M4A, AAC, WAV and AIFF can be queued."
                            .formatted(name));
        }
        return name;
    }
}

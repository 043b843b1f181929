package icy.server.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that clients may ask for by name, and that the library keeps.
 *
 * <p>Thread: any.
 *
 * @param folders whose files, with all below, can be asked for; default none, which means the folders and files that
 *     mounts play, so that what is on the air can be asked for and nothing else
 * @param followLinks whether a link in them may lead out of all of them; default false: who may write into such a folder
 *     can then not give away the rest of the disk
 */
public record MediaConfig(List<Path> folders, boolean followLinks) {

    public static final MediaConfig DEFAULT = new MediaConfig(List.of(), false);

    public MediaConfig {
        folders = List.copyOf(folders);
    }

    /** These folders, and no link out of them. */
    public static MediaConfig of(Path... folders) {
        return new MediaConfig(List.of(folders), false);
    }

    /** The same, with links that may lead anywhere. */
    public MediaConfig followingLinks() {
        return new MediaConfig(folders, true);
    }
}

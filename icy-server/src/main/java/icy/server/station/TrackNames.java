package icy.server.station;

import java.nio.file.Path;
import java.util.List;

/**
 * What clients call tracks, and what is to be said of them.
 *
 * <p>Thread: a worker; it may wait for a disk.
 */
public interface TrackNames {

    /**
     * What is to be said of a track.
     *
     * @param id of the file, for ever
     * @param name the path that clients know
     * @param seconds 0 while that is not known
     */
    record Facts(String id, String name, String title, String artist, double seconds) {}

    /**
     * The file that an id or a path stands for.
     *
     * @throws icy.server.http.HttpError if there is none
     */
    Path file(String idOrPath);

    /** What clients call that file. */
    String name(Path file);

    /** In the same order. */
    List<Facts> facts(List<Path> files);
}

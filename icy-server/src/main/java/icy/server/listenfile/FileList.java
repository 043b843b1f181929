package icy.server.listenfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one client is given.
 *
 * <p>Thread: any.
 *
 * @param name what the client and the log call it
 * @param files at least one
 * @param paths where a file of the list is, if it is there; asked by a worker when its turn comes
 * @param played is told of each file of which a frame is given, by a worker
 */
public record FileList(
        String name,
        List<String> files,
        PlayMode mode,
        Function<String, Optional<Path>> paths,
        Consumer<String> played) {

    public FileList {
        files = List.copyOf(files);
    }
}

package icy.server.source;

import icy.server.loop.EventLoop;
import icy.server.loop.WorkerPool;
import icy.server.track.TrackOpener;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the track is that plays, by reading it through on a worker.
 *
 * <p>Thread: the mount's home loop; {@link #of} any.
 */
final class TrackLengths {
    private static final Logger log = LoggerFactory.getLogger(TrackLengths.class);

    private final EventLoop home;
    private final WorkerPool workers;
    private final TrackOpener opener;
    /** The file that is measured, or was last. */
    private @Nullable Path asked;

    private volatile Length newest = new Length(null, 0);

    private record Length(@Nullable Path file, long units) {}

    TrackLengths(EventLoop home, WorkerPool workers, TrackOpener opener) {
        this.home = home;
        this.workers = workers;
        this.opener = opener;
    }

    /** In 1/28,224,000 s; 0 while it is not known. */
    long of(Path file) {
        Length known = newest;
        return file.equals(known.file()) ? known.units() : 0;
    }

    /** Has that file measured, unless it has been asked for before. With all workers busy that must be asked again. */
    void measure(Path file) {
        if (!file.equals(asked)) {
            boolean taken = workers.tryExecute(() -> {
                long units = length(file);
                home.execute(() -> measured(file, units));
            });
            asked = taken ? file : null;
        }
    }

    private void measured(Path file, long units) {
        if (file.equals(asked)) { // else something else plays by now
            newest = new Length(file, units);
        }
    }

    private long length(Path file) {
        try {
            return opener.musicUnits(file);
        } catch (IOException | RuntimeException e) {
            log.debug("{} could not be measured", file, e);
            return 0;
        }
    }
}

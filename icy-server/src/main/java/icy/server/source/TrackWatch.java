package icy.server.source;

import icy.core.tracks.AudioKind;
import icy.core.tracks.MediaScan;
import icy.server.loop.WorkerPool;
import icy.server.mount.Mount;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a mount's tracks now and then, so that a folder that changes is heard without a restart. One scan at a time,
 * on a worker of its own pool: a disk that does not answer costs one thread and changes nothing else.
 *
 * <p>Thread: the mount's home loop.
 */
final class TrackWatch {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** A folder that takes long to look through is looked at less often: one part in so many of the time at most. */
    private static final int INTERVAL_PER_SCAN = 60;

    private static final Logger log = LoggerFactory.getLogger(TrackWatch.class);

    private final Mount mount;
    private final List<Path> paths;
    private final WorkerPool workers;
    private final Consumer<List<Path>> told;
    private MediaScan.Found found = MediaScan.Found.NOTHING;
    private boolean looking;
    private boolean begun;
    private long nextNanos;

    /** @param told of the tracks there are, on the home loop: after the first scan, and whenever they have changed */
    TrackWatch(Mount mount, List<Path> paths, WorkerPool workers, Consumer<List<Path>> told) {
        this.mount = mount;
        this.paths = paths.stream()
                .map(path -> path.toAbsolutePath().normalize()) // one file, one name, whoever names it
                .toList();
        this.workers = workers;
        this.told = told;
    }

    /** Begins a scan when it is time for one. */
    void look(long nowNanos) {
        if (!begun) {
            begun = true;
            nextNanos = nowNanos;
        }
        boolean nothingToWatch = hasLooked() && paths.isEmpty();
        if (looking || nothingToWatch || nowNanos - nextNanos < 0) {
            return;
        }
        MediaScan.Found before = found;
        looking = workers.tryExecute(() -> {
            long beganNanos = System.nanoTime();
            MediaScan.Found latest = scan(before);
            long tookNanos = System.nanoTime() - beganNanos;
            mount.home().execute(() -> looked(latest, tookNanos));
        });
    }

    /** Whether the first scan is over. */
    boolean hasLooked() {
        return found != MediaScan.Found.NOTHING;
    }

    /** Whether it has looked, and there was something to look through. */
    boolean findsTracks() {
        return hasLooked() && !paths.isEmpty();
    }

    /** Whether it has not looked yet through what there is. */
    boolean mayFindTracks() {
        return !hasLooked() && !paths.isEmpty();
    }

    private MediaScan.Found scan(MediaScan.Found before) {
        try {
            return MediaScan.of(paths, AudioKind.allEndings(), before);
        } catch (Throwable e) { // the air goes on with what there was, and the home loop must hear that this is over
            log.error("mount {}: looking for tracks failed", mount.name(), e);
            return new MediaScan.Found(before.tracks(), before.problems(), before.arriving());
        }
    }

    /** When to look again after a scan that took so long. */
    static long intervalNanos(long tookNanos) {
        return Math.max(INTERVAL_NANOS, Math.min(LONGEST_INTERVAL_NANOS, tookNanos * INTERVAL_PER_SCAN));
    }

    private void looked(MediaScan.Found latest, long tookNanos) {
        looking = false;
        nextNanos = mount.home().nowNanos() + intervalNanos(tookNanos);
        Set<String> known = new HashSet<>(found.problems());
        for (String problem : latest.problems()) {
            if (!known.contains(problem)) {
                log.warn("mount {}: {}", mount.name(), problem);
            }
        }
        boolean isNews = !hasLooked() || !latest.tracks().equals(found.tracks());
        found = latest;
        if (isNews) {
            told.accept(latest.tracks());
        }
    }
}

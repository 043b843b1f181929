package icy.server.source;

import icy.core.tracks.MediaScan;
import icy.core.tracks.Rotation;
import icy.server.loop.WorkerPool;
import icy.server.mount.Mount;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a mount's tracks now and then, so that a folder that changes is heard without a restart, and keeps the
 * rotation's list up to date. One scan at a time, on a worker of its own pool: a disk that does not answer costs one
 * thread and changes nothing else.
 *
 * <p>Thread: the mount's home loop.
 */
final class TrackWatch {
    private static final Set<String> TRACK_ENDINGS = Set.of(".mp3");
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger log = LoggerFactory.getLogger(TrackWatch.class);

    private final Mount mount;
    private final List<Path> paths;
    private final Rotation rotation;
    private final WorkerPool workers;
    private final Runnable afterwards;
    private MediaScan.Found found = MediaScan.Found.NOTHING;
    private boolean looking;
    private boolean begun;
    private long lookingSinceNanos;
    private long nextNanos;

    /** @param afterwards run on the home loop after each scan */
    TrackWatch(Mount mount, List<Path> paths, Rotation rotation, WorkerPool workers, Runnable afterwards) {
        this.mount = mount;
        this.paths = paths;
        this.rotation = rotation;
        this.workers = workers;
        this.afterwards = afterwards;
    }

    /** Begins a scan when it is time for one. */
    void look(long nowNanos) {
        if (!begun) {
            begun = true;
            nextNanos = nowNanos;
            lookingSinceNanos = nowNanos;
        }
        boolean nothingToWatch = hasLooked() && paths.isEmpty();
        if (looking || nothingToWatch || nowNanos - nextNanos < 0) {
            return;
        }
        MediaScan.Found before = found;
        looking = workers.tryExecute(() -> {
            MediaScan.Found latest = scan(before);
            mount.home().execute(() -> looked(latest));
        });
    }

    /** Whether the first scan is over. */
    boolean hasLooked() {
        return found != MediaScan.Found.NOTHING;
    }

    /** How long the first scan has been waited for. */
    long lookingForNanos(long nowNanos) {
        return begun ? nowNanos - lookingSinceNanos : 0;
    }

    private MediaScan.Found scan(MediaScan.Found before) {
        try {
            return MediaScan.of(paths, TRACK_ENDINGS, before);
        } catch (Throwable e) { // the air goes on with what there was, and the home loop must hear that this is over
            log.error("mount {}: looking for tracks failed", mount.name(), e);
            return new MediaScan.Found(rotation.tracks(), before.problems(), before.sizes());
        }
    }

    private void looked(MediaScan.Found latest) {
        looking = false;
        nextNanos = mount.home().nowNanos() + INTERVAL_NANOS;
        Set<String> known = new HashSet<>(found.problems());
        for (String problem : latest.problems()) {
            if (!known.contains(problem)) {
                log.warn("mount {}: {}", mount.name(), problem);
            }
        }
        found = latest;
        rotation.replace(latest.tracks());
        afterwards.run();
    }
}

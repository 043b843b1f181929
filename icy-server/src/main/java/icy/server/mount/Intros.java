package icy.server.mount;

import icy.server.loop.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that listeners hear before the stream, each read by a worker and kept in memory: {@link Intro}.
 *
 * <p>Thread: any.
 */
public final class Intros {
    private static final byte[] NONE = {};

    private final WorkerPool workers;
    private final Map<Path, Intro> files = new ConcurrentHashMap<>();

    /** @param workers may be kept waiting by a disk */
    public Intros(WorkerPool workers) {
        this.workers = workers;
    }

    /**
     * Reads those of these mounts. Completes when that is done, well or not.
     *
     * @param nowNanos of the loops' clock
     */
    public CompletableFuture<Void> load(List<Mount> mounts, long nowNanos) {
        List<CompletableFuture<Void>> readings = new ArrayList<>();
        for (Mount mount : mounts) {
            Path path = mount.config().listeners().intro();
            if (path != null) {
                readings.add(file(path, nowNanos).look());
            }
        }
        return CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new));
    }

    /** What one hears first who joins a stream of that format; empty where there is nothing, or nothing that fits. */
    byte[] before(Mount mount, StreamFormat format, long nowNanos) {
        Path path = mount.config().listeners().intro();
        return path == null ? NONE : file(path, nowNanos).before(mount.name(), format, nowNanos);
    }

    private Intro file(Path path, long nowNanos) {
        return files.computeIfAbsent(path, each -> new Intro(each, workers, nowNanos));
    }
}

package icy.server.source;

import icy.core.ring.StreamTime;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Mounts on one loop, each with a slot that has the sources the test gives it, on a clock the test moves.
 *
 * <p>Thread: the test's.
 */
final class SlotStage implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(20);

    private volatile long nowNanos = 1_000_000_000;
    private final EventLoop loop;
    private final Mounts mounts;
    private final Map<Mount, SourceSlot> slots = new HashMap<>();
    private final List<String> emptied = new CopyOnWriteArrayList<>();

    SlotStage(MountConfig... configs) throws Exception {
        loop = EventLoop.start("slots", () -> nowNanos);
        mounts = mounts(configs);
        for (Mount mount : mounts.all()) {
            SourceSlot slot = new SourceSlot(mount, () -> emptied.add(mount.name()));
            slots.put(mount, slot);
            onLoop(() -> {
                slot.start();
                return null;
            });
        }
    }

    private Mounts mounts(MountConfig... configs) throws IOException {
        return new Mounts(ServerConfig.of(configs), List.of(loop), "run", entry -> {}, () -> nowNanos);
    }

    EventLoop loop() {
        return loop;
    }

    Mounts mounts() {
        return mounts;
    }

    Mount mount(String name) {
        return mounts.named(name).orElseThrow();
    }

    SourceSlot slot(Mount mount) {
        return slots.get(mount);
    }

    /** Mounts that have been off the air for want of a source, as often as they have. */
    List<String> emptied() {
        return emptied;
    }

    FakeSource add(Mount mount, String name, Source.Kind kind, int priority) throws Exception {
        return add(mount, new FakeSource(mount, name, kind, priority));
    }

    <S extends Source> S add(Mount mount, S source) throws Exception {
        return onLoop(() -> {
            slot(mount).add(source);
            return source;
        });
    }

    /** What its source on the air calls itself. */
    String onAir(Mount mount) throws Exception {
        return onLoop(() -> {
            Source present = slot(mount).onAir();
            return present == null ? "nobody" : present.view().description();
        });
    }

    String title(Mount mount) {
        return mount.snapshot().title().text();
    }

    double edgeSeconds(Mount mount) throws Exception {
        return onLoop(() -> StreamTime.toSeconds(mount.edgeTime()));
    }

    long behindMillis(Mount mount) throws Exception {
        return onLoop(() -> StreamTime.toMillis(mount.dueTime(nowNanos) - mount.edgeTime()));
    }

    /** Lets time pass, and waits until the loop has done what was due. */
    void pass(Duration time) throws Exception {
        for (long left = time.toNanos(); left > 0; left -= STEP.toNanos()) {
            nowNanos += Math.min(left, STEP.toNanos());
            CompletableFuture<Void> done = new CompletableFuture<>();
            loop.execute(() -> loop.schedule(nowNanos, () -> done.complete(null)));
            done.get(10, TimeUnit.SECONDS);
        }
    }

    <T extends @Nullable Object> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.close();
    }
}

package icy.server.mount;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.http.AccessLog;
import icy.server.loop.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All mounts by name: those of the config in its order, then those that came later. The first is the default one.
 *
 * <p>Thread: any.
 */
public final class Mounts implements MountsView {
    private final List<Mount> inOrder = new CopyOnWriteArrayList<>();
    private final List<EventLoop> loops;
    private final List<FlushBudget> budgets;
    private final String runId;
    private final Admission admission;
    private final AccessLog accessLog;
    private final LongSupplier nanoClock;
    private int nextHome;

    /** @param runId tells this run's positions and times from those of another */
    public Mounts(
            ServerConfig config, List<EventLoop> loops, String runId, AccessLog accessLog, LongSupplier nanoClock) {
        this.loops = List.copyOf(loops);
        this.budgets = loops.stream().map(loop -> new FlushBudget()).toList();
        this.runId = runId;
        this.admission = new Admission(config.limits().maxListeners());
        this.accessLog = accessLog;
        this.nanoClock = nanoClock;
        config.mounts().forEach(this::add);
    }

    /** So many may listen at once from now on. */
    public void maxListeners(int limit) {
        admission.limit(limit);
    }

    /**
     * Adds a mount.
     *
     * @throws IllegalArgumentException when there is one of that name
     */
    public Mount add(MountConfig config) {
        return add(config, mount -> now -> {});
    }

    /** As {@link #add(MountConfig)}, with one that will append to it, before anybody finds it. */
    public synchronized Mount add(MountConfig config, Function<Mount, Feed> feed) {
        if (named(config.name()).isPresent()) {
            throw new IllegalArgumentException("there is a mount " + config.name() + " already");
        }
        EventLoop home = loops.get(nextHome++ % loops.size());
        Mount mount = new Mount(config, runId, home, loops, budgets, admission, accessLog, nanoClock);
        mount.firstFeed(feed.apply(mount));
        inOrder.add(mount);
        return mount;
    }

    /** Nobody finds it any more; those who listen stay until it ends. */
    public synchronized void remove(Mount mount) {
        inOrder.remove(mount);
    }

    @Override
    public Optional<Mount> named(String name) {
        return inOrder.stream().filter(mount -> mount.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Mount> numbered(int sid) {
        List<Mount> all = all();
        return sid >= 1 && sid <= all.size() ? Optional.of(all.get(sid - 1)) : Optional.empty();
    }

    @Override
    public Optional<Mount> usual() {
        return MountsView.usual(all());
    }

    @Override
    public List<Mount> all() {
        return List.copyOf(inOrder);
    }
}

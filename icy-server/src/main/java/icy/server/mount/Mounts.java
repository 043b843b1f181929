package icy.server.mount;

import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.http.AccessLog;
import icy.server.loop.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All mounts by name, in the order of the config; the first is the default one.
 *
 * <p>Thread: any.
 */
public final class Mounts implements MountsView {
    private final Map<String, Mount> byName = new LinkedHashMap<>();
    private final List<Mount> inOrder;

    /** @param runId tells this run's positions and times from those of another */
    public Mounts(
            ServerConfig config, List<EventLoop> loops, String runId, AccessLog accessLog, LongSupplier nanoClock) {
        Admission admission = new Admission(config.limits().maxListeners());
        List<FlushBudget> budgets =
                loops.stream().map(loop -> new FlushBudget()).toList();
        int next = 0;
        for (MountConfig mount : config.mounts()) {
            EventLoop home = loops.get(next++ % loops.size());
            byName.put(
                    mount.name(),
                    new Mount(mount, runId, home, List.copyOf(loops), budgets, admission, accessLog, nanoClock));
        }
        inOrder = List.copyOf(byName.values());
    }

    @Override
    public Optional<Mount> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Optional<Mount> numbered(int sid) {
        return sid >= 1 && sid <= inOrder.size() ? Optional.of(inOrder.get(sid - 1)) : Optional.empty();
    }

    /** What those get who name none. */
    public Mount first() {
        return inOrder.get(0);
    }

    @Override
    public List<Mount> all() {
        return inOrder;
    }
}

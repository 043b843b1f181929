package icy.server.relay;

import icy.server.config.MasterConfig;
import icy.server.config.RelayConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The relays of all mounts.
 *
 * <p>Thread: any.
 */
public final class Relays {
    private final Sources sources;
    private final HostResolver resolver;
    private final String agent;
    private final Map<Mount, Entry> relays = new ConcurrentHashMap<>();
    private final List<MasterList> masters = new ArrayList<>();

    private record Entry(RelayConfig config, Relay relay) {}

    /** @param serverName what this server calls itself, such as {@code icy/1.2} */
    public Relays(Sources sources, HostResolver resolver, String serverName) {
        this.sources = sources;
        this.resolver = resolver;
        this.agent = serverName + " (relay)";
    }

    /** Relays on a mount what its config names, if anything; called again, what its new config names. */
    public void follow(Mount mount) {
        RelayConfig wanted = mount.config().relay();
        List<RelayTarget> targets =
                wanted.upstreams().stream().map(RelayTarget::of).toList();
        follow(mount, wanted, targets);
    }

    /**
     * Relays all mounts of these masters and of no others, beside those of this server's own.
     *
     * @param loop where their lists are asked for
     */
    public synchronized void follow(List<MasterConfig> wanted, EventLoop loop, Mounts mounts) {
        List<MasterList> before = List.copyOf(masters);
        masters.removeIf(master -> !wanted.contains(master.config()));
        before.stream().filter(master -> !masters.contains(master)).forEach(gone -> loop.execute(gone::close));
        for (MasterConfig config : wanted) {
            if (masters.stream().noneMatch(master -> master.config().equals(config))) {
                MasterList master = new MasterList(config, loop, mounts, sources, this);
                masters.add(master);
                loop.execute(master::start);
            }
        }
    }

    /** As above, with upstreams that somebody else than the operator may have named. */
    void follow(Mount mount, RelayConfig wanted, List<RelayTarget> targets) {
        Entry before = relays.get(mount);
        if (before != null && before.config().equals(wanted)) {
            return;
        }
        if (before != null) {
            relays.remove(mount);
            sources.drop(mount, before.relay(), "the config has changed");
        }
        if (!targets.isEmpty()) {
            Relay relay = new Relay(
                    mount,
                    network(mount.home()),
                    targets,
                    wanted,
                    Relay.LOOK_FOR_BETTER,
                    () -> ThreadLocalRandom.current().nextDouble());
            relays.put(mount, new Entry(wanted, relay));
            sources.add(mount, relay);
        }
    }

    /** That mount is gone, and its sources with it. */
    public void forget(Mount mount) {
        relays.remove(mount);
    }

    UpstreamClient.Network network(EventLoop loop) {
        return new UpstreamClient.Network(loop, resolver, agent);
    }
}

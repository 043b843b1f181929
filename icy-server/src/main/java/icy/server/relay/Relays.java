package icy.server.relay;

import icy.server.config.Idle;
import icy.server.config.MasterConfig;
import icy.server.config.MountConfig;
import icy.server.config.RelayConfig;
import icy.server.config.ServerConfig;
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
    private final Mounts mounts;
    private final Sources sources;
    private final EventLoop masterLoop;
    private final HostResolver resolver;
    private final String agent;
    private final Map<Mount, Entry> relays = new ConcurrentHashMap<>();
    private final List<MasterList> masters = new ArrayList<>();

    private record Entry(RelayConfig config, Relay relay) {}

    /**
     * @param masterLoop where the lists of masters are asked for
     * @param serverName what this server calls itself, such as {@code icy/1.2}
     */
    public Relays(Mounts mounts, Sources sources, EventLoop masterLoop, HostResolver resolver, String serverName) {
        this.mounts = mounts;
        this.masterLoop = masterLoop;
        this.sources = sources;
        this.resolver = resolver;
        this.agent = serverName + " (relay)";
    }

    /** Relays what this config names, on its mounts and by its masters, and nothing else any more. */
    public void follow(ServerConfig config) {
        relays.keySet().retainAll(mounts.all());
        for (MountConfig mount : config.mounts()) {
            List<RelayTarget> targets =
                    mount.relay().upstreams().stream().map(RelayTarget::of).toList();
            boolean rests = mount.handover().idle() == Idle.STOP;
            RelayConfig relay = rests ? mount.relay().onDemand(mount.handover().linger()) : mount.relay();
            mounts.named(mount.name()).ifPresent(found -> follow(found, relay, targets));
        }
        follow(config.masters());
    }

    private synchronized void follow(List<MasterConfig> wanted) {
        List<MasterList> before = List.copyOf(masters);
        masters.removeIf(master -> !wanted.contains(master.config()));
        before.stream().filter(master -> !masters.contains(master)).forEach(gone -> masterLoop.execute(gone::close));
        for (MasterConfig config : wanted) {
            if (masters.stream().noneMatch(master -> master.config().equals(config))) {
                MasterList master = new MasterList(config, masterLoop, mounts, sources, this);
                masters.add(master);
                masterLoop.execute(master::start);
            }
        }
    }

    /** Relays these on that mount, whoever named them, instead of what it relayed before. */
    void follow(Mount mount, RelayConfig wanted, List<RelayTarget> targets) {
        Entry before = relays.get(mount);
        if (before != null && before.config().equals(wanted)) {
            return;
        }
        if (targets.isEmpty()) {
            if (before != null) {
                relays.remove(mount);
                sources.drop(mount, before.relay(), "the config has changed");
            }
            return;
        }
        Relay relay = new Relay(
                mount,
                network(mount.home()),
                targets,
                wanted,
                Relay.LOOK_FOR_BETTER,
                () -> ThreadLocalRandom.current().nextDouble());
        relays.put(mount, new Entry(wanted, relay));
        if (before == null) {
            sources.add(mount, relay);
        } else {
            sources.replace(mount, before.relay(), relay);
        }
    }

    /** That mount is gone, and its sources with it. */
    void forget(Mount mount) {
        relays.remove(mount);
    }

    UpstreamClient.Network network(EventLoop loop) {
        return new UpstreamClient.Network(loop, resolver, agent);
    }
}

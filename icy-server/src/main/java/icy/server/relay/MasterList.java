package icy.server.relay;

import icy.server.config.Login;
import icy.server.config.MasterConfig;
import icy.server.config.MountConfig;
import icy.server.config.RelayConfig;
import icy.server.config.Upstream;
import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.source.Sources;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All mounts of another server, under the same names: asks it for its list now and then, adds what is new and takes away
 * what has gone. While the list cannot be had, everything stays as it is. A mount that this server has otherwise, by its
 * config or a source, is left alone, also one that was made here and that a reload has named since.
 *
 * <p>Thread: its loop.
 */
final class MasterList {
    private static final String PATH = "/admin/streamlist.txt";
    private static final long MOST_POLL_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Logger log = LoggerFactory.getLogger(MasterList.class);

    private final MasterConfig config;
    private final UpstreamUrl url;
    private final EventLoop loop;
    private final Mounts mounts;
    private final Sources sources;
    private final Relays relays;
    private final Timer timer;
    private final Map<String, Followed> followed = new HashMap<>();
    private @Nullable Poll poll;
    private String reported = "";
    private boolean closed;

    private record Followed(Mount mount, StreamList.Entry entry) {}

    MasterList(MasterConfig config, EventLoop loop, Mounts mounts, Sources sources, Relays relays) {
        this.config = config;
        this.url = UpstreamUrl.parse(config.url().toString())
                .withCredentials(config.login().credentials())
                .withTarget(PATH);
        this.loop = loop;
        this.mounts = mounts;
        this.sources = sources;
        this.relays = relays;
        this.timer = loop.timer(this::ask);
    }

    MasterConfig config() {
        return config;
    }

    void start() {
        ask();
    }

    /** It is not followed any more: its mounts go. */
    void close() {
        closed = true;
        timer.cancel();
        if (poll != null) {
            poll.client.close();
        }
        forgetOthers();
        for (String name : List.copyOf(followed.keySet())) {
            remove(name, "master " + url.authority() + " is not followed any more");
        }
    }

    private void ask() {
        long now = loop.nowNanos();
        timer.at(now + config.interval().toNanos());
        Poll before = poll;
        if (before != null) {
            if (now - before.startedNanos < MOST_POLL_NANOS) {
                return; // give it time, and look again after the interval
            }
            before.client.close();
            before.failed("it does not come to an end");
        }
        Poll next = new Poll(now);
        poll = next;
        next.client.start();
    }

    private void found(StreamList list, boolean masterIsLocal) {
        forgetOthers();
        for (String name : List.copyOf(followed.keySet())) {
            Followed present = followed.get(name);
            if (present != null && !present.entry().equals(list.mounts().get(name))) {
                remove(name, "it is not on the list of master " + url.authority() + " any more");
            }
        }
        List<String> refused = new ArrayList<>(list.refused());
        list.mounts().forEach((name, entry) -> {
            if (!followed.containsKey(name)) {
                add(name, entry, masterIsLocal, refused);
            }
        });
        report(refused.isEmpty() ? "" : "not relayed: " + String.join(", ", refused));
    }

    private void add(String name, StreamList.Entry entry, boolean masterIsLocal, List<String> refused) {
        Mount mount;
        try {
            MountConfig made = MountConfig.onTheFly(name).withRelay(relay(entry));
            if (mounts.named(name).isPresent()) {
                return; // what this server has of its own counts more
            }
            mount = mounts.add(made);
        } catch (IllegalArgumentException e) {
            refused.add(UpstreamAnswer.excerpt(name) + " (" + e.getMessage() + ")");
            return;
        }
        log.info("mount {}: made for master {}", name, url.authority());
        followed.put(name, new Followed(mount, entry));
        sources.start(mount, Sources.MadeFor.MASTER);
        boolean mayBeLocal = !entry.elsewhere() || masterIsLocal;
        relays.follow(mount, mount.config().relay(), List.of(new RelayTarget(entry.url(), mayBeLocal)));
    }

    private RelayConfig relay(StreamList.Entry entry) {
        Login login = entry.url().credentials() == null ? null : config.login();
        List<Upstream> upstreams = List.of(new Upstream(URI.create(entry.url().toString()), login));
        return new RelayConfig(upstreams, config.onDemand(), RelayConfig.NONE.linger());
    }

    /** Mounts that a reload has named since are the config's, and it may have taken them away again. */
    private void forgetOthers() {
        followed.values().removeIf(each -> !sources.has(each.mount(), Sources.MadeFor.MASTER));
    }

    private void remove(String name, String why) {
        Followed gone = followed.remove(name);
        if (gone != null) {
            log.info("mount {}: taken away: {}", name, why);
            relays.forget(gone.mount());
            sources.end(gone.mount(), why);
        }
    }

    /** Says what is wrong once, and again when it is something else. */
    private void report(String problem) {
        if (!problem.equals(reported) && !problem.isEmpty()) {
            log.warn("master {}: {}", url.authority(), problem);
        }
        reported = problem;
    }

    /** One look at the list. */
    private final class Poll implements UpstreamClient.Receiver {
        private final UpstreamClient client =
                new UpstreamClient(relays.network(loop), url, /* mayBeLocal= */ true, /* wantsMetadata= */ false, this);
        private final long startedNanos;
        private @Nullable UpstreamDocument document;
        private UpstreamUrl from = url;
        private boolean local;

        Poll(long startedNanos) {
            this.startedNanos = startedNanos;
        }

        @Override
        public void answered(UpstreamUrl source, UpstreamAnswer answer, boolean isLocal) {
            if (!answer.mediaType().isEmpty() && !answer.mediaType().equals("text/plain")) {
                throw new IllegalArgumentException(
                        "it answers with " + UpstreamAnswer.excerpt(answer.mediaType()) + ", which is no list");
            }
            from = source;
            local = isLocal;
            document = new UpstreamDocument(answer, StreamList.MOST_BYTES);
        }

        @Override
        public void body(ByteBuffer bytes) {
            if (document != null && document.take(bytes)) {
                client.close();
                done(document);
            }
        }

        @Override
        public void ended(String why) {
            UpstreamDocument whole = document;
            if (whole == null || whole.isCut()) {
                failed(why);
            } else {
                done(whole);
            }
        }

        private void done(UpstreamDocument whole) {
            if (!closed && poll == this) {
                poll = null;
                found(StreamList.parse(from, whole.bytes()), local);
            }
        }

        private void failed(String why) {
            if (poll == this) {
                poll = null;
                report("its list of mounts cannot be had: " + why + "; what was known stays");
            }
        }
    }
}

package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.StationInfo;
import icy.server.http.AddressText;
import icy.server.http.FinalAnswer;
import icy.server.loop.Connection;
import icy.server.loop.Workers;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.track.Conversion;
import icy.server.track.TrackOpener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources of all mounts, and the door through which live ones come.
 *
 * <p>More than 400 lines, since it is the door for all others: each of its methods finds a mount's desk and hands on.
 *
 * <p>Thread: any; what concerns one mount is done on its home loop.
 */
public final class Sources {
    private static final String CONFIG_HAS_CHANGED = "the config has changed";

    private static final Logger log = LoggerFactory.getLogger(Sources.class);

    private final Mounts mounts;
    private final Workers workers;
    private final TrackOpener tracks;
    private final TestProgrammes tones;
    private final Function<Mount, Optional<Programme>> programmes;
    private final Map<Mount, Desk> desks = new ConcurrentHashMap<>();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicLong admitted = new AtomicLong();
    private volatile Limits limits = new Limits(0, Duration.ZERO, false);

    /** Of all mounts together. */
    private record Limits(int maxLive, Duration timeout, boolean newMounts) {}

    /** For whom a mount is there. */
    public enum MadeFor {
        /** It is named there, and stays until a reload takes it away. */
        CONFIG,
        /** It goes when no source is left, unless a reload names it. */
        SOURCE,
        /** It goes when the server that is followed has it no more, unless a reload names it. */
        MASTER
    }

    /** What belongs to one mount here. */
    private record Desk(SourceSlot slot, Admissions admissions, MadeFor madeFor) {}

    /** Mounts play the MP3s they name, in order or shuffled. */
    public Sources(ServerConfig config, Mounts mounts, Workers workers) {
        this(config, mounts, workers, new TrackOpener(Conversion.NONE));
    }

    /** Mounts play the files they name, in order or shuffled. */
    public Sources(ServerConfig config, Mounts mounts, Workers workers, TrackOpener tracks) {
        this(config, mounts, workers, tracks, FolderProgramme::of);
    }

    /**
     * @param tracks opens what they play
     * @param programmes what files a mount plays, if any: asked, on its home loop, for those that the config names or that
     *     have files, and again when those change
     */
    public Sources(
            ServerConfig config,
            Mounts mounts,
            Workers workers,
            TrackOpener tracks,
            Function<Mount, Optional<Programme>> programmes) {
        this.mounts = mounts;
        this.workers = workers;
        this.tracks = tracks;
        this.tones = new TestProgrammes(workers.cpu());
        this.programmes = programmes;
        config(config);
    }

    /** These limits hold from now on. */
    public void config(ServerConfig config) {
        limits = new Limits(config.limits().maxSources(), config.limits().sourceTimeout(), config.newMounts());
    }

    /** Begins to feed a mount with what its config names. Returns at once. */
    public void start(Mount mount) {
        start(mount, MadeFor.CONFIG);
    }

    /** As {@link #start(Mount)}, for a mount that nobody may have configured. */
    public void start(Mount mount, MadeFor whom) {
        SourceSlot slot = new SourceSlot(mount, () -> emptied(mount));
        Desk desk = new Desk(slot, new Admissions(mount, slot), whom);
        desks.put(mount, desk);
        workers.forMounts(desks.size());
        mount.home().execute(() -> {
            ownSources(mount, slot, kind -> true).forEach(slot::add);
            slot.start();
        });
    }

    /** Whether a mount is there, and for that one. */
    public boolean has(Mount mount, MadeFor whom) {
        Desk desk = desks.get(mount);
        return desk != null && desk.madeFor() == whom;
    }

    /** What this server itself can send on a mount, as far as it is wanted. */
    private List<Source> ownSources(Mount mount, SourceSlot slot, Predicate<Source.Kind> wanted) {
        MountConfig config = mount.config();
        List<Source> own = new ArrayList<>();
        boolean mayPlay =
                has(mount, MadeFor.CONFIG) || !config.playout().paths().isEmpty();
        if (mayPlay && wanted.test(Source.Kind.PLAYOUT)) {
            programmes
                    .apply(mount)
                    .ifPresent(programme -> own.add(Playout.of(mount, workers, tracks, slot::tick, programme)));
        }
        String fallback = config.handover().fallback();
        if (fallback != null && wanted.test(Source.Kind.FALLBACK_MOUNT)) {
            own.add(new FallbackMount(mount, mounts, fallback, slot::onAir));
        }
        Path file = config.handover().fallbackFile();
        if (file != null && wanted.test(Source.Kind.FALLBACK_FILE)) {
            own.add(Playout.looped(mount, workers, tracks, slot::tick, file));
        }
        if (config.handover().idle() == Idle.TONES && wanted.test(Source.Kind.TONES)) {
            own.add(new TonesSource(mount, tones));
        }
        if (wanted.test(Source.Kind.SILENCE)) {
            own.add(new SilenceSource(mount));
        }
        return own;
    }

    /** Whether there will be audio on a mount without anybody else's doing: before a relay's, there are no tones. */
    public static boolean feedsItself(MountConfig config) {
        if (config.handover().idle() == Idle.STOP) {
            return false;
        }
        boolean isRelay = !config.relay().upstreams().isEmpty();
        return !config.playout().paths().isEmpty() || (!config.handover().idle().mayBeOff() && !isRelay);
    }

    /**
     * Another source for a mount, such as a relay.
     *
     * @param source makes it, on the mount's home loop
     */
    public void add(Mount mount, Source source) {
        Desk desk = desks.get(mount);
        if (desk != null) {
            mount.home().execute(() -> {
                desk.slot.add(source);
                desk.slot.tick();
            });
        }
    }

    /** As {@link #add}, in the place of {@code old}, which is heard until {@code next} is ready. */
    public void replace(Mount mount, Source old, Source next) {
        Desk desk = desks.get(mount);
        if (desk != null) {
            mount.home().execute(() -> {
                desk.slot.add(next);
                desk.slot.retire(old, CONFIG_HAS_CHANGED);
                desk.slot.tick();
            });
        }
    }

    /** That source is not wanted any more. */
    public void drop(Mount mount, Source source, String why) {
        Desk desk = desks.get(mount);
        if (desk != null) {
            mount.home().execute(() -> desk.slot.drop(source, why));
        }
    }

    /**
     * Another config is in force: its own sources are made anew where they differ, and what is on the air is heard until
     * its successor is ready; live ones and listeners stay. A mount that was made for somebody else is the config's from
     * now on if {@code adopted}.
     */
    public void reconfigure(Mount mount, MountConfig next, boolean adopted) {
        Desk desk = desks.computeIfPresent(
                mount, (key, known) -> adopted ? new Desk(known.slot(), known.admissions(), MadeFor.CONFIG) : known);
        if (desk == null) {
            return;
        }
        mount.home().execute(() -> {
            MountConfig before = mount.config();
            mount.config(next);
            Source present = desk.slot.onAir();
            StationInfo bySource = present == null ? null : present.info();
            if (bySource != null) {
                mount.describe(bySource);
            }
            replaceOwn(desk.slot, before, mount);
        });
    }

    private void replaceOwn(SourceSlot slot, MountConfig before, Mount mount) {
        Predicate<Source.Kind> isToReplace = kind -> differs(kind, before, mount.config());
        List<Source> old = slot.sources().stream()
                .filter(source -> isToReplace.test(source.kind()))
                .toList();
        List<Source> anew = ownSources(mount, slot, isToReplace);
        anew.forEach(slot::add);
        for (Source source : old) {
            boolean hasSuccessor = anew.stream().anyMatch(each -> each.kind() == source.kind());
            if (hasSuccessor) {
                slot.retire(source, CONFIG_HAS_CHANGED);
            } else {
                slot.drop(source, CONFIG_HAS_CHANGED);
            }
        }
        slot.tick();
    }

    private static boolean differs(Source.Kind kind, MountConfig before, MountConfig after) {
        HandoverConfig was = before.handover();
        HandoverConfig is = after.handover();
        return switch (kind) {
            case LIVE, RELAY, SILENCE -> false;
            case PLAYOUT -> !before.playout().equals(after.playout());
            case FALLBACK_MOUNT -> !Objects.equals(was.fallback(), is.fallback());
            case FALLBACK_FILE -> !Objects.equals(was.fallbackFile(), is.fallbackFile());
            case TONES -> was.idle() != is.idle();
        };
    }

    /** The mount and all its sources end; who listens gets what is there. */
    public void end(Mount mount, String why) {
        mounts.remove(mount);
        Desk desk = desks.remove(mount);
        if (desk != null) {
            mount.home().execute(() -> desk.slot.close(why));
        }
    }

    /**
     * Decides on a live source that has logged in, says so, and reads on from its connection. Called on the connection's
     * loop, which must not touch it afterwards.
     *
     * @param first bytes of the body that have come already
     */
    public void admit(SourceHello hello, Connection connection, ByteBuffer first, SourceDialogue dialogue) {
        Mount mount = mounts.named(hello.mount()).orElse(null);
        if (mount == null) {
            if (!limits.newMounts() || !hello.mayCreate()) {
                refuse(
                        connection,
                        dialogue,
                        403,
                        "There is no mount " + hello.mount() + ", and sources may not make one.");
                return;
            }
            mount = create(hello.mount());
        }
        if (!mount.variantOf().isEmpty()) {
            refuse(
                    connection,
                    dialogue,
                    403,
                    hello.mount() + " is made of " + mount.variantOf() + ": be live on that one.");
            return;
        }
        Desk desk = desks.get(mount);
        if (desk == null) {
            refuse(connection, dialogue, 403, "Mount " + hello.mount() + " is just going. Try again in a moment.");
            return;
        }
        Mount to = mount;
        if (to.home() == connection.loop()) {
            admit(desk, to, hello, connection, first, dialogue);
        } else {
            connection.move(to.home(), moved -> {
                moved.loop().execute(() -> admit(desk, to, hello, moved, first, dialogue));
                return new Arriving();
            });
        }
    }

    /**
     * A title given apart from the audio, for the live sources of that mount that logged in as {@code user}, or, if none
     * did, for all: true if there is one.
     */
    public boolean title(Mount mount, String user, StreamTitle title) {
        Desk desk = desks.get(mount);
        if (desk == null || views(mount).stream().noneMatch(view -> view.kind() == Source.Kind.LIVE)) {
            return false;
        }
        mount.home().execute(() -> desk.admissions.title(user, title));
        return true;
    }

    /** Lets the live sources on a mount go that {@link #title} would be for: true if there was one. */
    public boolean kick(Mount mount, String user) {
        Desk desk = desks.get(mount);
        if (desk == null || views(mount).stream().noneMatch(view -> view.kind() == Source.Kind.LIVE)) {
            return false;
        }
        mount.home().execute(() -> desk.admissions.kick(user));
        return true;
    }

    /** All sources of a mount, best first. */
    public List<SourceView> views(Mount mount) {
        Desk desk = desks.get(mount);
        return desk == null ? List.of() : desk.slot.views();
    }

    /** What is heard on a mount. */
    public Optional<SourceView> onAir(Mount mount) {
        return views(mount).stream().filter(SourceView::onAir).findFirst();
    }

    /** Changes of source on a mount so far. */
    public long handOvers(Mount mount) {
        Desk desk = desks.get(mount);
        return desk == null ? 0 : desk.slot.handOvers();
    }

    /** How often the source on the air of a mount had nothing when something was due. */
    public long underruns(Mount mount) {
        Desk desk = desks.get(mount);
        return desk == null ? 0 : desk.slot.underruns();
    }

    /** Live sources that are connected now. */
    public int live() {
        return live.get();
    }

    /** Live sources that have ever been connected. */
    public long admitted() {
        return admitted.get();
    }

    private synchronized Mount create(String name) {
        return mounts.named(name).orElseGet(() -> {
            Mount mount = mounts.add(MountConfig.onTheFly(name));
            log.info("mount {}: made for a source", name);
            start(mount, MadeFor.SOURCE);
            return mount;
        });
    }

    private void emptied(Mount mount) {
        if (has(mount, MadeFor.SOURCE)) {
            log.info("mount {}: has no source any more and is taken away", mount.name());
            end(mount, "no source came back");
        }
    }

    private void admit(
            Desk desk,
            Mount mount,
            SourceHello hello,
            Connection connection,
            ByteBuffer first,
            SourceDialogue dialogue) {
        if (connection.closed()) {
            return;
        }
        if (desk.slot.closed()) {
            refuse(connection, dialogue, 403, "Mount " + hello.mount() + " is just going. Try again in a moment.");
            return;
        }
        int connected = live.incrementAndGet();
        String why = desk.admissions.refusal(
                hello, AddressText.of(connection.remote().getAddress()));
        if (why == null && connected > limits.maxLive() && !desk.admissions.takesOver(hello)) {
            why = "Too many sources are connected: the limit is " + limits.maxLive() + ".";
        }
        if (why != null) {
            live.decrementAndGet();
            refuse(connection, dialogue, 403, why);
            return;
        }
        desk.admissions.takeOver(hello);
        Consumer<LiveSource> gone = source -> {
            live.decrementAndGet();
            desk.slot.gone(source);
        };
        admitted.incrementAndGet();
        LiveSource source = new LiveSource(hello, mount, connection, limits.timeout(), gone);
        connection.handler(source);
        try {
            connection.wire().write(dialogue.accepted()); // some hundred bytes into an empty send buffer
        } catch (IOException e) {
            connection.close(e);
            return;
        }
        desk.slot.add(source);
        source.begin(first);
        desk.slot.tick();
    }

    private static void refuse(Connection connection, SourceDialogue dialogue, int status, String sentence) {
        log.info("{}: a source is refused: {}", connection, sentence);
        FinalAnswer.send(connection, dialogue.refused(status, sentence));
    }
}

package icy.server.station;

import icy.server.loop.EventLoop;
import icy.server.loop.Timer;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.source.Programme;
import icy.server.state.StateStore;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The stations: one for each mount that the config names, or that has files. Every few seconds, how far all of them have
 * come is kept, in one go.
 *
 * <p>Thread: any, except where a method says otherwise.
 */
public final class Stations {
    private static final Duration POSITIONS_KEPT = Duration.ofSeconds(5);

    private final Mounts mounts;
    private final StateStore store;
    private final int historyKept;
    private final Consumer<StationEvent> listener;
    private final Map<Mount, Station> stations = new ConcurrentHashMap<>();
    /** Of mounts that have come since this server started. */
    private final Set<String> seen = new HashSet<>();

    private volatile Map<String, Saved> kept = Map.of();

    /**
     * @param historyKept so many entries of what was heard are kept for each
     * @param listener is told what happens, on the loop of the mount where it does
     */
    public Stations(Mounts mounts, StateStore store, int historyKept, Consumer<StationEvent> listener) {
        this.mounts = mounts;
        this.store = store;
        this.historyKept = historyKept;
        this.listener = listener;
        store.onRestored(this::reload);
    }

    /**
     * Reads what was kept, which must be known before anything plays.
     *
     * <p>Thread: one that may wait.
     *
     * @throws IOException with a sentence for the operator if the database cannot be opened
     */
    public void restore() throws IOException {
        if (!store.fresh()) {
            store.awaitOpen();
            kept = Map.copyOf(store.read(StationTables::all));
        }
    }

    /** Has kept again and again how far all have come, by a timer of {@code loop}. */
    public void keepPositions(EventLoop loop) {
        loop.execute(() -> new Heartbeat(loop).beat());
    }

    /** Has kept how far all have come. */
    public void keepPositions() {
        List<StationTables.Moment> moments =
                all().stream().map(Station::progress).filter(Objects::nonNull).toList();
        if (!moments.isEmpty()) {
            store.write(handle -> StationTables.savePositions(handle, moments));
        }
    }

    /** What a mount plays. Thread: the mount's home loop. */
    public Optional<Programme> programme(Mount mount) {
        return Optional.of(station(mount).programme());
    }

    /** All there are, in the order of their mounts. */
    public List<Station> all() {
        return mounts.all().stream().map(stations::get).filter(Objects::nonNull).toList();
    }

    /** The one with that id. */
    public Optional<Station> named(String id) {
        return all().stream().filter(station -> station.id().equals(id)).findFirst();
    }

    private synchronized Station station(Mount mount) {
        Station known = stations.get(mount);
        if (known != null) {
            return known;
        }
        List<Mount> present = mounts.all();
        stations.keySet().retainAll(present);
        Station made = new Station(idOf(mount), mount, store, historyKept, listener);
        stations.put(mount, made); // from now on it is told of restored backups
        if (seen.add(mount.name()) && store.restores() == 0) {
            made.restore(kept.getOrDefault(mount.name(), Saved.nothing(mount.name())), /* restores= */ 0);
        } else {
            made.reload(); // what has been kept since this server started
        }
        return made;
    }

    private CompletableFuture<?> reload() {
        return CompletableFuture.allOf(
                stations.values().stream().map(Station::reload).toArray(CompletableFuture[]::new));
    }

    /**
     * The mount's name, with nothing in it that would need another segment in a URL. No name has a colon, so no two mounts
     * have the same, and each has the same after every start.
     */
    private static String idOf(Mount mount) {
        return mount.name().substring(1).replace('/', ':');
    }

    /** Thread: its loop. */
    private final class Heartbeat {
        private final EventLoop loop;
        private final Timer timer;

        Heartbeat(EventLoop loop) {
            this.loop = loop;
            this.timer = loop.timer(this::beat);
        }

        void beat() {
            keepPositions();
            timer.at(loop.nowNanos() + POSITIONS_KEPT.toNanos());
        }
    }
}

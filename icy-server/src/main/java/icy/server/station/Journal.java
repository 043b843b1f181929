package icy.server.station;

import icy.core.tracks.PlayOrder.Entry;
import icy.server.state.StateStore;
import icy.server.state.StateUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What is to be kept of a station, and told about it. Changes are collected and kept together, in the order in which they
 * were made. Where one could not be kept, those that were given meanwhile are refused too, for they build on it, and the
 * next time everything is kept anew. What belongs to a time before a restored backup is never kept.
 *
 * <p>Thread: the mount's home loop.
 */
final class Journal {
    private final String mount;
    private final StateStore store;
    private final int historyKept;
    private final Consumer<StationEvent> listeners;
    private final List<Consumer<Handle>> heard = new ArrayList<>();
    private final List<Consumer<Handle>> changes = new ArrayList<>();
    /** Rises when something could not be kept; the store's thread sees it at once. */
    private final AtomicInteger losses = new AtomicInteger();
    /** So high {@link #losses} had risen when everything was kept anew. */
    private int madeUpFor;
    /** How many backups had been restored when what is in memory was read. */
    private int restores;

    private Supplier<Saved> everything = () -> {
        throw new IllegalStateException("nobody has said yet what there is to be kept");
    };

    /**
     * @param historyKept so many entries a station has at most
     * @param listeners are told every event
     */
    Journal(String mount, StateStore store, int historyKept, Consumer<StationEvent> listeners) {
        this.mount = mount;
        this.store = store;
        this.historyKept = historyKept;
        this.listeners = listeners;
    }

    /** @param source knows all there is to be kept, as it is when asked */
    void everything(Supplier<Saved> source) {
        everything = source;
    }

    /** What is in memory is what is kept, after so many backups had been restored. */
    void begin(int restored) {
        restores = restored;
        madeUpFor = losses.get();
        heard.clear();
        changes.clear();
    }

    void tell(StationEvent event) {
        if (event.kind().isPlayback() && event.track() != null) {
            heard.add(handle -> StationTables.remember(handle, mount, event, historyKept));
        }
        listeners.accept(event);
    }

    void row(Saved.Row row) {
        changes.add(handle -> StationTables.save(handle, row));
    }

    void replaced(String list, List<Entry> entries) {
        changes.add(handle -> StationTables.replaceTracks(handle, mount, list, entries));
    }

    void appended(String list, Entry entry) {
        changes.add(handle -> StationTables.append(handle, mount, list, entry));
    }

    void inserted(String list, Entry entry, Entry before) {
        changes.add(handle -> StationTables.insert(handle, mount, list, entry, before));
    }

    void removed(String list, Entry entry) {
        changes.add(handle -> StationTables.remove(handle, mount, list, entry));
    }

    /** Has all that was changed so far kept; the future completes when it is on the disk. */
    CompletableFuture<?> keep() {
        int known = losses.get();
        if (known != madeUpFor) {
            Saved saved = everything.get();
            changes.clear();
            changes.add(handle -> StationTables.replace(handle, saved));
            madeUpFor = known;
        }
        List<Consumer<Handle>> together =
                Stream.concat(heard.stream(), changes.stream()).toList();
        heard.clear();
        changes.clear();
        return together.isEmpty() ? CompletableFuture.completedFuture(null) : keep(together, known);
    }

    private CompletableFuture<?> keep(List<Consumer<Handle>> together, int known) {
        int since = restores;
        CompletableFuture<Integer> kept = new CompletableFuture<>();
        store.write(handle -> {
                    requireTrue(known, since);
                    try {
                        together.forEach(change -> change.accept(handle));
                    } catch (RuntimeException e) {
                        lost(known); // before any other work is begun
                        throw e;
                    }
                    return together.size();
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        kept.complete(done);
                    } else {
                        lost(known); // before anybody is told
                        kept.completeExceptionally(failure);
                    }
                });
        return kept;
    }

    /** Thread: the store's. */
    private void requireTrue(int known, int since) {
        if (store.restores() != since) {
            throw new StateUnavailable("A backup was restored just now: look again, and repeat what is still wanted.");
        }
        if (losses.get() != known) {
            throw new StateUnavailable("A change before this one could not be kept: try again in a moment.");
        }
    }

    /** Thread: any. */
    private void lost(int known) {
        losses.accumulateAndGet(known + 1, Math::max);
    }
}

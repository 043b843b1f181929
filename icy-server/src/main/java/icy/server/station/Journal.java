package icy.server.station;

import icy.core.tracks.PlayOrder.Entry;
import icy.server.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * What is to be kept of a station, and told about it. Changes are collected and kept together, in the order in which they
 * were made.
 *
 * <p>Thread: the mount's home loop.
 */
final class Journal {
    private final String mount;
    private final StateStore store;
    private final int historyKept;
    private final Consumer<StationEvent> listeners;
    private List<Consumer<Handle>> changes = new ArrayList<>();
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

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

    void tell(StationEvent event) {
        if (event.kind().isPlayback() && event.track() != null) {
            changes.add(handle -> StationTables.remember(handle, mount, event, historyKept));
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

    /** Has everything kept so far; the future completes when it is on the disk. */
    CompletableFuture<?> keep() {
        if (!changes.isEmpty()) {
            List<Consumer<Handle>> together = changes;
            changes = new ArrayList<>();
            latest = store.write(handle -> {
                together.forEach(change -> change.accept(handle));
                return together.size();
            });
        }
        return latest;
    }
}

package icy.server.station;

import icy.core.tracks.PlayOrder;
import icy.core.tracks.PlayOrder.Entry;
import icy.server.station.StationEvent.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of a station: those that its mount's config names, or a playlist of its own, and the queue that comes before
 * either goes on. What changes is written into the journal.
 *
 * <p>Thread: the mount's home loop.
 */
final class Tracklist {
    /** As many as an answer can name. */
    static final int MOST_TRACKS = 50_000;

    static final int MOST_QUEUED = 1_000;

    private final PlayOrder order = new PlayOrder(new Random());
    private final Journal journal;
    private final Consumer<Kind> changed;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private List<Path> named = List.of();
    private boolean own;
    private int playlistRevision;
    private int queueRevision;
    /** Whether what the config names has been looked for. */
    private boolean hasLooked;
    /** Where the list stood before a restart; null once it stands there again. */
    private Saved.@Nullable Row before;

    /** @param changed is told of {@link Kind#PLAYLIST} and {@link Kind#QUEUE} */
    Tracklist(Journal journal, Consumer<Kind> changed) {
        this.journal = journal;
        this.changed = changed;
    }

    /** What comes next; to be changed through this class only. */
    PlayOrder order() {
        return order;
    }

    boolean isOwn() {
        return own;
    }

    /**
     * Everything as it was kept. What the config names may not have been found yet.
     *
     * @return what played, if the list has it
     */
    Optional<Entry> restore(Saved saved) {
        before = saved.row();
        own = saved.row().ownPlaylist();
        order.restore(
                own ? saved.playlist() : List.of(), saved.queue(), saved.row().current());
        playlistRevision++;
        queueRevision++;
        if (!own) {
            order.follow(named);
        }
        return standAsBefore();
    }

    /**
     * What the mount's config names is that now.
     *
     * @return what played before a restart, if it stands in a list that is there only now
     */
    Optional<Entry> found(List<Path> tracks) {
        named = tracks;
        hasLooked = true;
        if (own) {
            return Optional.empty();
        }
        List<Entry> known = order.list();
        order.follow(tracks);
        if (order.list() != known) {
            playlistRevision++;
            changed.accept(Kind.PLAYLIST);
        }
        return standAsBefore();
    }

    /** Whether that one stood in a list that has not been looked for yet. */
    boolean isAwaited(Path track) {
        Saved.Row row = before;
        return row != null && !hasLooked && track.equals(row.place());
    }

    /** The list goes on behind its place; if that has gone, the next one has its place. Returns what played, if that is it. */
    private Optional<Entry> standAsBefore() {
        Saved.Row row = before;
        if (row == null || !own && order.list().isEmpty()) {
            return Optional.empty();
        }
        before = null;
        Optional<Entry> place = placeOf(row);
        if (place.isPresent()) {
            order.standAt(place.get());
        } else if (row.place() != null && row.placeIndex() < order.list().size()) {
            order.goOnWith(order.list().get(row.placeIndex()));
        }
        Entry current = row.current();
        Optional<Entry> played =
                place.filter(entry -> current != null && entry.track().equals(current.track()));
        played.ifPresent(order::began);
        return played;
    }

    /** Where the list stands, or will when it has been found. */
    Optional<Path> place() {
        Saved.Row row = before;
        return row == null ? order.place().map(Entry::track) : Optional.ofNullable(row.place());
    }

    /** As {@link #place}: which one of the list that is; -1 if none. */
    int placeIndex() {
        Saved.Row row = before;
        return row == null ? order.place().map(order::indexOf).orElse(-1) : row.placeIndex();
    }

    private Optional<Entry> placeOf(Saved.Row row) {
        List<Entry> list = order.list();
        Path path = row.place();
        int index = row.placeIndex();
        if (path == null) {
            return Optional.empty();
        }
        return index >= 0 && index < list.size() && list.get(index).track().equals(path)
                ? Optional.of(list.get(index))
                : find(path);
    }

    /** The first place of a track in the list. */
    Optional<Entry> find(Path track) {
        return order.list().stream()
                .filter(entry -> entry.track().equals(track))
                .findFirst();
    }

    void began(Entry entry) {
        boolean wasQueued = order.queued(entry);
        order.began(entry);
        takenOff(entry, wasQueued);
    }

    void failed(Entry entry) {
        boolean wasQueued = order.queued(entry);
        order.failed(entry);
        takenOff(entry, wasQueued);
    }

    private void takenOff(Entry entry, boolean wasQueued) {
        if (wasQueued) {
            journal.removed(StationTables.QUEUE, entry);
            queueChanged();
        }
    }

    /** A playlist of its own, from its beginning. */
    void load(List<Path> tracks) {
        requireRoom(tracks.size(), MOST_TRACKS, "playlist");
        own = true;
        before = null;
        order.load(tracks);
        journal.replaced(StationTables.PLAYLIST, order.list());
        playlistChanged();
    }

    /** No playlist of its own any more: what the config names, from its beginning. */
    void unload() {
        own = false;
        before = null;
        order.load(named);
        journal.replaced(StationTables.PLAYLIST, List.of());
        playlistChanged();
    }

    /** @param index where; the tracks that the config names become the station's own by this */
    void insert(int index, Path track) {
        int size = order.list().size();
        if (index < 0 || index > size) {
            throw outOfRange(index, size);
        }
        requireRoom(size + 1, MOST_TRACKS, "playlist");
        boolean wasOwn = makeOwn();
        Entry added = order.insert(index, List.of(track)).get(0);
        if (!wasOwn) {
            journal.replaced(StationTables.PLAYLIST, order.list());
        } else if (index == size) {
            journal.appended(StationTables.PLAYLIST, added);
        } else {
            journal.inserted(StationTables.PLAYLIST, added, order.list().get(index + 1));
        }
        playlistChanged();
    }

    /** As {@link #insert}, the other way round. */
    void remove(int index) {
        int size = order.list().size();
        if (index < 0 || index >= size) {
            throw outOfRange(index, size);
        }
        boolean wasOwn = makeOwn();
        Entry removed = order.remove(index);
        if (wasOwn) {
            journal.removed(StationTables.PLAYLIST, removed);
        } else {
            journal.replaced(StationTables.PLAYLIST, order.list());
        }
        playlistChanged();
    }

    private boolean makeOwn() {
        boolean wasOwn = own;
        own = true;
        return wasOwn;
    }

    Entry enqueue(Path track) {
        requireRoom(order.queue().size() + 1, MOST_QUEUED, "queue");
        Entry queued = order.enqueue(track);
        journal.appended(StationTables.QUEUE, queued);
        queueChanged();
        return queued;
    }

    void clearQueue() {
        order.clearQueue();
        journal.replaced(StationTables.QUEUE, List.of());
        queueChanged();
    }

    /** @throws StationRefusal unless {@code revisions} is empty or has the one of the playlist */
    void requirePlaylist(List<String> revisions) {
        require(revisions, playlistRevision(), "playlist");
    }

    /** As {@link #requirePlaylist}, for the queue. */
    void requireQueue(List<String> revisions) {
        require(revisions, queueRevision(), "queue");
    }

    private static void require(List<String> revisions, String present, String what) {
        if (!revisions.isEmpty() && !revisions.contains(present)) {
            throw new StationRefusal(
                    StationRefusal.Kind.CHANGED,
                    "Nothing was changed: the %s is another since you looked. Get it again, and repeat what is still wanted."
                            .formatted(what));
        }
    }

    String playlistRevision() {
        return "p%d-%s".formatted(playlistRevision, run);
    }

    String queueRevision() {
        return "q%d-%s".formatted(queueRevision, run);
    }

    private void playlistChanged() {
        playlistRevision++;
        changed.accept(Kind.PLAYLIST);
    }

    private void queueChanged() {
        queueRevision++;
        changed.accept(Kind.QUEUE);
    }

    static StationRefusal outOfRange(int index, int size) {
        return new StationRefusal(
                StationRefusal.Kind.RANGE,
                "There is no index %d: the playlist has %d tracks, counted from 0.".formatted(index, size));
    }

    private static void requireRoom(int wanted, int most, String what) {
        if (wanted > most) {
            throw new StationRefusal(
                    StationRefusal.Kind.RANGE, "A %s can have %d tracks at most.".formatted(what, most));
        }
    }
}

package icy.core.tracks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What comes next: first what is in the queue, then the list from where it stands, in order or shuffled. Asking changes
 * nothing; only what has {@linkplain #began begun} moves it on. Both may be changed at any time; what plays goes on, and
 * the order continues behind it.
 *
 * <p>Shuffled, no track comes again before all have played, and none twice in a row; what comes is decided ahead, so that
 * whoever asks twice is told the same.
 *
 * <p>Questions cost the same for three tracks and for fifty thousand; changes of the list cost as much as it is long.
 *
 * <p>Thread: its owner's.
 */
public final class PlayOrder {
    private final Sequence sequence;
    private final NavigableMap<Long, Entry> queue = new TreeMap<>();
    private Loop loop = Loop.ALL;
    private long latestId;
    private @Nullable Entry latest;
    private @Nullable Entry failed;

    /** What comes after the last track. */
    public enum Loop {
        /** Nothing. */
        OFF,
        /** Each track comes again and again, until another is asked for. */
        ONE,
        /** The first, or another shuffled order. */
        ALL
    }

    /**
     * One place in the list or the queue.
     *
     * @param id its own as long as it stands there: the same track may come several times
     */
    public record Entry(long id, Path track) {}

    /** An empty order, which goes round. */
    public PlayOrder(RandomGenerator random) {
        this.sequence = new Sequence(random);
    }

    /** The list in its own order. */
    public List<Entry> list() {
        return sequence.list();
    }

    /** What comes before the list goes on. */
    public List<Entry> queue() {
        return List.copyOf(queue.values());
    }

    /** Whether that one comes before the list goes on. */
    public boolean queued(Entry entry) {
        return queue.containsKey(entry.id());
    }

    /** Where the list stands: what was heard of it last. Nowhere before its beginning. */
    public Optional<Entry> place() {
        return sequence.present();
    }

    /** How many tracks there are in both. */
    public int size() {
        return list().size() + queue.size();
    }

    /** Where in the list an entry stands; -1 if it does not. */
    public int indexOf(Entry entry) {
        return sequence.indexOf(entry);
    }

    public boolean shuffle() {
        return sequence.shuffle();
    }

    public Loop loop() {
        return loop;
    }

    /** What comes after {@code entry} has ended, or, if that is null, after what began latest. */
    public Optional<Entry> after(@Nullable Entry entry) {
        if (entry == null || entry.equals(latest)) {
            return orInList(queue.firstEntry());
        }
        if (queue.containsKey(entry.id())) {
            return orInList(queue.higherEntry(entry.id()));
        }
        if (indexOf(entry) < 0) { // it has been taken out
            return orInList(queue.firstEntry());
        }
        return loop == Loop.ONE && !entry.equals(failed) // asked ahead: the queue is over then
                ? Optional.of(entry)
                : sequence.following(entry, loop != Loop.OFF);
    }

    private Optional<Entry> orInList(Map.@Nullable Entry<Long, Entry> queued) {
        if (queued != null) {
            return Optional.of(queued.getValue());
        }
        Optional<Entry> present = sequence.present();
        return loop == Loop.ONE && present.isPresent() && !present.get().equals(failed)
                ? present
                : sequence.following(loop != Loop.OFF);
    }

    /** What comes if the present one is left: the queue's first or the list's next, which goes round. */
    public Optional<Entry> next() {
        Map.Entry<Long, Entry> queued = queue.firstEntry();
        return queued == null ? sequence.following(/* goesRound= */ true) : Optional.of(queued.getValue());
    }

    /** What came before in the list, which goes round. */
    public Optional<Entry> previous() {
        Optional<Entry> present = sequence.present();
        return present.isEmpty() || present.get().equals(latest) ? sequence.preceding() : present;
    }

    /** That one is heard. If it is the queue's, it stands there no more; if it is the list's, the list goes on behind it. */
    public void began(Entry entry) {
        latest = entry;
        failed = null;
        if (queue.remove(entry.id()) == null && indexOf(entry) >= 0) {
            sequence.reach(entry);
        }
    }

    /** Nothing of that one could be played: it is taken off the queue, and not repeated. */
    public void failed(Entry entry) {
        if (queue.remove(entry.id()) == null) {
            failed = entry;
        }
    }

    /** That entry of the list was heard of it last, and the list goes on behind it. */
    public void standAt(Entry entry) {
        if (indexOf(entry) >= 0) {
            sequence.reach(entry);
        }
    }

    /** The list goes on with that entry of it, whatever was heard. */
    public void goOnWith(Entry entry) {
        if (indexOf(entry) >= 0) {
            sequence.goOnWith(entry);
        }
    }

    /** Whether the list is gone through in its own order, or in others. What plays stays, and is heard in this round. */
    public void shuffle(boolean wanted) {
        sequence.shuffle(wanted);
    }

    public void loop(Loop wanted) {
        loop = wanted;
    }

    /** Another list, which begins at its beginning. */
    public void load(List<Path> tracks) {
        sequence.load(enter(tracks));
    }

    /** The same list as it is now: a track that has been in it keeps its number and its turn. */
    public void follow(List<Path> tracks) {
        List<Entry> next = ListChange.follow(list(), tracks, this::enter);
        if (!next.equals(list())) {
            sequence.edit(next);
        }
    }

    /**
     * A list and a queue with numbers that were given before.
     *
     * @param heard what began latest, which may stand in neither; null if nothing did
     */
    public void restore(List<Entry> entries, List<Entry> queued, @Nullable Entry heard) {
        sequence.load(entries);
        queue.clear();
        queued.forEach(entry -> queue.put(entry.id(), entry));
        latest = heard;
        failed = null;
        entries.forEach(this::isGiven);
        queued.forEach(this::isGiven);
        if (heard != null) {
            isGiven(heard);
        }
    }

    private void isGiven(Entry entry) {
        latestId = Math.max(latestId, entry.id());
    }

    /** Puts tracks into the list, before what stands at {@code index}. */
    public List<Entry> insert(int index, List<Path> tracks) {
        List<Entry> added = enter(tracks);
        List<Entry> next = new ArrayList<>(list());
        next.addAll(index, added);
        sequence.edit(next);
        return added;
    }

    /** Takes an entry out of the list. */
    public Entry remove(int index) {
        List<Entry> next = new ArrayList<>(list());
        Entry removed = next.remove(index);
        sequence.edit(next);
        return removed;
    }

    /** Puts a track at the end of the queue. */
    public Entry enqueue(Path track) {
        Entry entry = enter(track);
        queue.put(entry.id(), entry);
        return entry;
    }

    public void clearQueue() {
        queue.clear();
    }

    private List<Entry> enter(List<Path> tracks) {
        return tracks.stream().map(this::enter).toList();
    }

    private Entry enter(Path track) {
        latestId++;
        return new Entry(latestId, track);
    }
}

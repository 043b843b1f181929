package icy.core.tracks;

import icy.core.tracks.PlayOrder.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A list that is gone through in rounds, and how far that has come. A shuffled round is decided before it begins.
 *
 * <p>Thread: its owner's.
 */
final class Sequence {
    private final RandomGenerator random;
    private List<Entry> list = List.of();
    private Map<Long, Integer> indexes = Map.of();
    private boolean shuffle;
    private Round round = Round.inOrder(0);
    private @Nullable Round nextRound;
    /** The position in the round that was reached; -1 before the first. */
    private int at = -1;

    Sequence(RandomGenerator random) {
        this.random = random;
    }

    List<Entry> list() {
        return list;
    }

    boolean shuffle() {
        return shuffle;
    }

    /** Where in the list an entry stands; -1 if it does not. */
    int indexOf(Entry entry) {
        return indexes.getOrDefault(entry.id(), -1);
    }

    /** The entry that was reached. */
    Optional<Entry> present() {
        return at < 0 ? Optional.empty() : Optional.of(list.get(round.indexAt(at)));
    }

    /** What comes after the one that was reached. */
    Optional<Entry> following(boolean goesRound) {
        return following(round, at, goesRound);
    }

    /** What will come after {@code entry}, which stands in the list and may not have been reached yet. */
    Optional<Entry> following(Entry entry, boolean goesRound) {
        int index = indexOf(entry);
        int position = round.positionOf(index);
        boolean comesInNextRound = shuffle && position < at; // for in this one it has been heard
        return comesInNextRound
                ? following(nextRound(), nextRound().positionOf(index), goesRound)
                : following(round, position, goesRound);
    }

    private Optional<Entry> following(Round in, int position, boolean goesRound) {
        if (position + 1 < list.size()) {
            return Optional.of(list.get(in.indexAt(position + 1)));
        }
        return list.isEmpty() || !goesRound
                ? Optional.empty()
                : Optional.of(list.get(nextRound().indexAt(0)));
    }

    /** What came before the one that was reached; the last before the first. */
    Optional<Entry> preceding() {
        return list.isEmpty()
                ? Optional.empty()
                : Optional.of(list.get(round.indexAt(at > 0 ? at - 1 : list.size() - 1)));
    }

    private Round nextRound() {
        if (!shuffle) {
            return round;
        }
        if (nextRound == null) {
            nextRound = round.successor(random);
        }
        return nextRound;
    }

    /** That entry of the list is reached, by whatever way. */
    void reach(Entry entry) {
        int index = indexOf(entry);
        if (!shuffle) {
            at = index;
            return;
        }
        boolean isOver = at == list.size() - 1;
        if (isOver && list.size() > 1 && nextRound().indexAt(0) == index) {
            beginNextRound();
        }
        int position = round.positionOf(index);
        if (position == at || position == at - 1) { // once more, or a step back
            at = position;
        } else if (position > at) {
            take(position);
        } else if (isOver) {
            beginNextRound();
            take(round.positionOf(index));
        } // else it is heard a second time in this round, which goes on where it was
    }

    /** Goes on with that entry of the list, which is not reached yet. */
    void goOnWith(Entry entry) {
        if (shuffle) {
            beginNextRound();
            take(round.positionOf(indexOf(entry)));
            at--;
        } else {
            at = indexOf(entry) - 1;
        }
    }

    private void beginNextRound() {
        round = nextRound();
        nextRound = null;
        at = -1;
    }

    /** Has what stands further on in the round come next, and reaches it. */
    private void take(int position) {
        at++;
        if (position != at) {
            round.exchange(at, position);
            nextRound = null; // another one may be the last now
        }
    }

    void shuffle(boolean wanted) {
        if (wanted == shuffle) {
            return;
        }
        int present = at < 0 ? -1 : round.indexAt(at);
        shuffle = wanted;
        nextRound = null;
        if (!shuffle) {
            round = Round.inOrder(list.size());
            at = present;
            return;
        }
        round = Round.shuffled(list.size(), random);
        at = -1;
        if (present >= 0) {
            take(round.positionOf(present));
        }
    }

    /** Begins anew, with that list. */
    void load(List<Entry> entries) {
        at = -1;
        list = List.of();
        indexes = Map.of();
        round = Round.inOrder(0);
        edit(entries);
    }

    /** The list is that now; what has been heard of it and what comes next stays so as far as it is still there. */
    void edit(List<Entry> entries) {
        Map<Long, Integer> places = new HashMap<>(entries.size() * 2);
        for (int i = 0; i < entries.size(); i++) {
            places.put(entries.get(i).id(), i);
        }
        int[] kept = positions(0, round.size(), places);
        int heard = positions(0, at + 1, places).length;
        if (shuffle) {
            boolean[] known = new boolean[entries.size()];
            for (int index : kept) {
                known[index] = true;
            }
            int[] added =
                    IntStream.range(0, known.length).filter(i -> !known[i]).toArray();
            round = Round.strewn(kept, heard, added, random);
            at = heard - 1;
        } else {
            round = Round.inOrder(entries.size());
            at = heard == 0 ? -1 : kept[heard - 1];
        }
        nextRound = null;
        list = List.copyOf(entries);
        indexes = places;
    }

    /** Where those now stand that stood at these positions of the round, as far as they do. */
    private int[] positions(int from, int to, Map<Long, Integer> places) {
        return IntStream.range(from, to)
                .mapToObj(position -> list.get(round.indexAt(position)))
                .map(entry -> places.get(entry.id()))
                .filter(place -> place != null)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}

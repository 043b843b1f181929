package icy.core.tracks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which track comes next: in order or shuffled, for ever or once. The list may be replaced at any time; what plays goes
 * on, and the order continues behind it.
 *
 * <p>Shuffled, no track comes again before all have played, and none twice in a row.
 *
 * <p>Thread: any; a reader that was given up may still ask while its successor does.
 */
public final class Rotation {
    private final boolean shuffle;
    private final boolean once;
    private final RandomGenerator random;
    private volatile List<Path> tracks = List.of();
    private List<Path> known = List.of();
    private final Set<Path> played = new HashSet<>();
    private int at = -1;
    private @Nullable Path latest;

    public Rotation(boolean shuffle, boolean once, RandomGenerator random) {
        this.shuffle = shuffle;
        this.once = once;
        this.random = random;
    }

    /** Whether it ends after all have played. */
    public boolean once() {
        return once;
    }

    public void replace(List<Path> next) {
        if (!next.equals(tracks)) {
            tracks = List.copyOf(next);
        }
    }

    /** The list as it is now; another one when it was replaced. */
    public List<Path> tracks() {
        return tracks;
    }

    /** How many tracks there are now. */
    public int size() {
        return tracks.size();
    }

    /** The next track; empty when there are none, or when all have played once and that was all that was asked. */
    public synchronized Optional<Path> next() {
        List<Path> now = tracks;
        if (now != known) {
            at = placeIn(now);
            known = now;
        }
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> next = shuffle ? anyUnplayed(now) : following(now);
        next.ifPresent(track -> latest = track);
        return next;
    }

    private Optional<Path> following(List<Path> now) {
        if (at + 1 >= now.size()) {
            if (once) {
                return Optional.empty();
            }
            at = -1;
        }
        at++;
        return Optional.of(now.get(at));
    }

    private Optional<Path> anyUnplayed(List<Path> now) {
        List<Path> left = new ArrayList<>(now);
        left.removeAll(played);
        if (left.isEmpty()) {
            if (once) {
                return Optional.empty();
            }
            played.clear();
            left = new ArrayList<>(now);
            if (left.size() > 1) {
                left.remove(latest);
            }
        }
        Path track = left.get(random.nextInt(left.size()));
        played.add(track);
        return Optional.of(track);
    }

    /** Where the latest track stands in the new list; if it is gone, the nearest one before it that is still there. */
    private int placeIn(List<Path> now) {
        for (int i = Math.min(at, known.size() - 1); i >= 0; i--) {
            int place = nearest(now, known.get(i), i);
            if (place >= 0) {
                return place;
            }
        }
        return -1;
    }

    /** A playlist may name a track several times: the one nearest to where it was is meant. */
    private static int nearest(List<Path> in, Path track, int to) {
        int found = -1;
        for (int i = 0; i < in.size(); i++) {
            if (in.get(i).equals(track) && (found < 0 || Math.abs(i - to) < Math.abs(found - to))) {
                found = i;
            }
        }
        return found;
    }
}

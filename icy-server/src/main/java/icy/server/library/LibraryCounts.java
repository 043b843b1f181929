package icy.server.library;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many files there are.
 *
 * @param files of each state
 * @param readThrough of how many all has been read, missing ones left out
 * @param duration of all that are there
 *     <p>Thread: any.
 */
record LibraryCounts(Map<TrackState, Long> files, long readThrough, Duration duration) {
    static final LibraryCounts NONE = new LibraryCounts(Map.of(), 0, Duration.ZERO);

    LibraryCounts {
        files = Map.copyOf(files);
    }

    LibraryCounts with(TrackState state, long more, long moreReadThrough, long moreMillis) {
        Map<TrackState, Long> sums = new EnumMap<>(TrackState.class);
        sums.putAll(files);
        sums.merge(state, more, Long::sum);
        boolean isThere = state != TrackState.MISSING;
        return new LibraryCounts(
                sums,
                readThrough + (isThere ? moreReadThrough : 0),
                isThere ? duration.plusMillis(moreMillis) : duration);
    }

    long of(TrackState state) {
        return files.getOrDefault(state, 0L);
    }

    long all() {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    long wrong() {
        return all() - of(TrackState.OK);
    }
}

package icy.core.tracks;

import icy.core.tracks.PlayOrder.Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds out which entries of a list are meant by another list of tracks: what has been added to or taken from one place
 * leaves all others what they were, however often a track is named.
 *
 * <p>Thread: any.
 */
final class ListChange {
    private ListChange() {}

    /** @param enter makes an entry for a track that was not there */
    static List<Entry> follow(List<Entry> before, List<Path> now, Function<Path, Entry> enter) {
        int most = Math.min(before.size(), now.size());
        int head = 0;
        while (head < most && before.get(head).track().equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head
                && before.get(before.size() - 1 - tail).track().equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Entry> entries = new ArrayList<>(now.size());
        entries.addAll(before.subList(0, head));
        entries.addAll(middle(before.subList(head, before.size() - tail), now.subList(head, now.size() - tail), enter));
        entries.addAll(before.subList(before.size() - tail, before.size()));
        return entries;
    }

    private static List<Entry> middle(List<Entry> before, List<Path> now, Function<Path, Entry> enter) {
        Map<Path, Deque<Entry>> known = new HashMap<>();
        for (Entry entry : before) {
            known.computeIfAbsent(entry.track(), track -> new ArrayDeque<>()).add(entry);
        }
        List<Entry> entries = new ArrayList<>(now.size());
        for (Path track : now) {
            Deque<Entry> same = known.get(track);
            entries.add(same == null || same.isEmpty() ? enter.apply(track) : same.remove());
        }
        return entries;
    }
}

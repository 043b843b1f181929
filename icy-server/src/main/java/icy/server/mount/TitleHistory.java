package icy.server.mount;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been played lately on a mount, whatever went on and off the air meanwhile.
 *
 * <p>Thread: {@link #add} the mount's home loop; {@link #newestFirst} any.
 */
final class TitleHistory {
    /** SHOUTcast shows ten to twenty; a hundred are some six hours of songs. */
    static final int MOST = 100;

    private volatile List<PlayedTitle> newestFirst = List.of();

    /** What is empty or goes on is nothing new. */
    void add(String title, Instant began) {
        List<PlayedTitle> before = newestFirst;
        if (title.isEmpty() || (!before.isEmpty() && before.get(0).title().equals(title))) {
            return;
        }
        List<PlayedTitle> after = new ArrayList<>(Math.min(MOST, before.size() + 1));
        after.add(new PlayedTitle(began, title));
        after.addAll(before.subList(0, Math.min(before.size(), MOST - 1)));
        newestFirst = List.copyOf(after);
    }

    List<PlayedTitle> newestFirst() {
        return newestFirst;
    }
}

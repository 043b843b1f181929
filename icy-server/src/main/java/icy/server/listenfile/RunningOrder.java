package icy.server.listenfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Which file one client hears next. A shuffle plays none twice before all have been played, and none twice in a row.
 *
 * <p>Thread: one at a time.
 */
final class RunningOrder {
    private final List<String> files;
    private final PlayMode mode;
    private final Random random;
    private int next;

    /** @param files at least one */
    RunningOrder(List<String> files, PlayMode mode, Random random) {
        this.files = new ArrayList<>(files);
        this.mode = mode;
        this.random = random;
        if (mode.shuffled()) {
            Collections.shuffle(this.files, random);
        }
    }

    /** How many there are until one comes again. */
    int round() {
        return files.size();
    }

    /** The next file; none at the end. */
    Optional<String> next() {
        if (next == files.size()) {
            if (!mode.endless()) {
                return Optional.empty();
            }
            if (mode.shuffled()) {
                shuffleAgain();
            }
            next = 0;
        }
        return Optional.of(files.get(next++));
    }

    private void shuffleAgain() {
        String last = files.get(files.size() - 1);
        Collections.shuffle(files, random);
        if (files.size() > 1 && files.get(0).equals(last)) {
            Collections.swap(files, 0, 1 + random.nextInt(files.size() - 1));
        }
    }
}

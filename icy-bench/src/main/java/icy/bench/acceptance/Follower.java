package icy.bench.acceptance;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/**
 * A good listener, whose bytes must be those of the recording of another, without a gap, from shortly after its first.
 *
 * <pre>
 *   its own      ├─ primer ─┼─ skipped ─┼──────── compared ──────────┤
 *   recording  …────────────────────────┼────────────────────────────┼──…
 *                                   found there
 * </pre>
 *
 * <p>The first bytes are skipped because each listener's first frame may be a silent one made for it alone.
 *
 * <p>Thread: its crowd's.
 */
final class Follower {
    private static final int SKIPPED_BYTES = 4096;
    private static final int SOUGHT_BYTES = 1024;
    private static final int MAX_APART_BYTES = 64_000; // 4 s at 128 kbit/s: the burst may be on its way to one of them

    private final String name;
    private final Recording recording;
    private final HeadSkipper head = new HeadSkipper();
    private final Recording waiting = new Recording();
    private int next = -1;
    private long compared;
    private String complaint = "";

    Follower(String name, Recording recording) {
        this.name = name;
        this.recording = recording;
    }

    void heard(ByteBuffer bytes) {
        if (head.skip(bytes) && complaint.isEmpty()) {
            waiting.append(bytes);
            compare();
        }
    }

    void ended(String why) {
        complain("ended after %d bytes: %s", compared, why);
    }

    /** What is wrong, if anything is. */
    Optional<String> complaint() {
        if (complaint.isEmpty() && next < 0) {
            complain("heard nothing that the first listener heard");
        } else if (complaint.isEmpty() && recording.length() - next > MAX_APART_BYTES) {
            complain("is %d bytes behind the first listener", recording.length() - next);
        }
        return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
    }

    /** Bytes that were found to be the right ones. */
    long comparedBytes() {
        return compared;
    }

    private void compare() {
        if (next < 0) {
            if (waiting.length() < SKIPPED_BYTES + SOUGHT_BYTES) {
                return;
            }
            next = recording.find(waiting, SKIPPED_BYTES, SOUGHT_BYTES);
            if (next < 0) {
                return; // not there yet
            }
            waiting.dropFirst(SKIPPED_BYTES);
        }
        int both = Math.min(waiting.length(), recording.length() - next);
        if (!recording.matches(next, waiting, both)) {
            complain("got other bytes than the first listener, %d bytes after its join", SKIPPED_BYTES + compared);
        }
        waiting.dropFirst(both);
        next += both;
        compared += both;
        if (waiting.length() > MAX_APART_BYTES) {
            complain("is %d bytes ahead of the first listener", waiting.length());
        }
    }

    private void complain(String what, Object... values) {
        if (complaint.isEmpty()) {
            complaint = name + " " + String.format(Locale.ROOT, what, values);
        }
    }
}

package icy.server.library;

import icy.server.library.FoundFile.Stamp;
import icy.server.media.MediaFolders;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Takes found files into the library, some hundred at a time: reads the tags of those that are new or changed, and leaves
 * alone those that may still be on their way onto the disk until they have stayed the same for a moment.
 *
 * <p>Thread: the library's.
 */
final class Intake {
    private static final int BATCH_FILES = 500;
    private static final long BATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A file that was written to this lately may not be finished. */
    private static final long SETTLING_MILLIS = 2_000;

    /** More are not watched settling; the next scan of all folders finds the others. */
    private static final int MOST_UNSETTLED = 10_000;

    private final MediaFolders folders;
    private final TrackTable table;
    private final FileReader reader;
    private final Pace pace;
    private final Clock clock;
    private final List<FoundFile> batch = new ArrayList<>();
    private final Map<String, Unsettled> unsettled = new LinkedHashMap<>();
    private final BitSet seen = new BitSet();
    private long batchNanos;
    private boolean patient;
    private long found;
    private long tagged;
    private long doubles;

    /** A file, and since when it has looked like this. */
    private record Unsettled(FoundFile file, long sinceMillis) {}

    /** @param pace for reading tags */
    Intake(MediaFolders folders, TrackTable table, FileReader reader, Pace pace, Clock clock) {
        this.folders = folders;
        this.table = table;
        this.reader = reader;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * A scan of all folders begins.
     *
     * @param waitToSettle whether files that were written to just now are left for later; not at the first scan, which is
     *     waited for: a file that it takes too early changes, and is read again
     */
    void beginScan(boolean waitToSettle) {
        seen.clear();
        found = 0;
        tagged = 0;
        doubles = 0;
        patient = waitToSettle;
        pace.begin();
    }

    /** One more file. */
    void add(FoundFile file) {
        if (batch.isEmpty()) {
            batchNanos = System.nanoTime();
        }
        batch.add(file);
        if (batch.size() >= BATCH_FILES || System.nanoTime() - batchNanos > BATCH_NANOS) {
            flush();
        }
    }

    /** Takes in those that have been added. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Map<String, FoundFile> files = new LinkedHashMap<>();
        for (FoundFile file : batch) {
            doubles += files.putIfAbsent(file.path(), file) == null ? 0 : 1;
        }
        found += files.size();
        batch.clear();
        Map<String, Stamp> known = table.stamps(files.keySet());
        List<Long> back = new ArrayList<>();
        List<FoundFile> toRead = new ArrayList<>();
        for (FoundFile file : files.values()) {
            Stamp stamp = known.get(file.path());
            if (stamp != null && isOvershadowed(file, stamp)) {
                doubles++;
                continue;
            }
            if (stamp != null) {
                seen.set(Math.toIntExact(stamp.row()));
            }
            if (stamp == null || !file.isAs(stamp)) {
                sort(file, toRead);
            } else if (stamp.missing()) {
                back.add(stamp.row());
            }
        }
        if (!back.isEmpty()) {
            table.found(back);
        }
        read(toRead);
    }

    /** Whether a folder before the file's has another file of that name. */
    private boolean isOvershadowed(FoundFile file, Stamp known) {
        Path other = Path.of(known.file());
        for (Path root : folders.roots()) {
            if (root.equals(file.folder())) {
                return false;
            }
            if (other.startsWith(root)) {
                return !other.equals(file.file()) && Files.isRegularFile(other);
            }
        }
        return false;
    }

    private void sort(FoundFile file, List<FoundFile> toRead) {
        long now = clock.millis();
        long age = now - file.modifiedMillis();
        Unsettled before = unsettled.get(file.path());
        boolean isSame = before != null && before.file().equals(file);
        boolean staysSame = before != null && isSame && now - before.sinceMillis() > SETTLING_MILLIS;
        boolean isSettled = !patient
                || age > SETTLING_MILLIS
                || age < -SETTLING_MILLIS // a clock elsewhere is wrong: nothing can be told from it
                || staysSame;
        if (isSettled) {
            unsettled.remove(file.path());
            toRead.add(file);
        } else if (!isSame && unsettled.size() < MOST_UNSETTLED) {
            unsettled.put(file.path(), new Unsettled(file, now));
        }
    }

    private void read(List<FoundFile> files) {
        List<FileFacts> facts = new ArrayList<>();
        long began = System.nanoTime();
        for (FoundFile file : files) {
            try {
                facts.add(reader.glance(file));
            } catch (ClosedByInterruptException e) {
                Thread.currentThread().interrupt();
                return; // the library closes
            }
            pace.breathe();
            if (System.nanoTime() - began > BATCH_NANOS) {
                save(facts);
                began = System.nanoTime();
            }
        }
        save(facts);
    }

    private void save(List<FileFacts> facts) {
        if (!facts.isEmpty()) {
            table.save(facts, clock.millis());
            tagged += facts.size();
            facts.clear();
            pace.breathe();
        }
    }

    /** Files that are to be found again in a moment: those that are the same then are taken in. */
    List<FoundFile> unsettled() {
        return unsettled.values().stream().map(Unsettled::file).toList();
    }

    /** It is not there any more. */
    void forgetUnsettled(String path) {
        unsettled.remove(path);
    }

    /** Rows of the files that the scan has seen so far. */
    BitSet seen() {
        return seen;
    }

    long found() {
        return found;
    }

    long tagged() {
        return tagged;
    }

    /** Names that a folder before had already. */
    long doubles() {
        return doubles;
    }
}

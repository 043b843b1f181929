package icy.server.library;

import icy.server.library.ScanProgress.Phase;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the library as the folders are: a scan of all folders at first and now and then, what the system tells of changes
 * in between, and, when there is nothing else to do, files read to their ends.
 *
 * <pre>
 *            all folders ──────────┐                    ┌── tags ──────────────┐
 *  changes that the system tells ──┼─> Intake: is it new? ── no: it is there ──┼─> TrackTable
 *  files that may not be finished ─┘                    └── a moment later     │
 *                           when idle: files of which only the beginning was read ──┘
 * </pre>
 *
 * <p>Thread: the library's; {@link #progress} any.
 */
final class LibraryScan implements AutoCloseable {
    /** Where the system tells of all changes a scan is but a safety net. */
    private static final Duration WATCHED_INTERVAL = Duration.ofHours(1);

    private static final Duration UNWATCHED_INTERVAL = Duration.ofMinutes(5);

    /** A scan that takes long is made less often, so that it never takes more of the time than one part in so many. */
    private static final int INTERVAL_PER_SCAN = 20;

    private static final int READ_THROUGH_AT_ONCE = 50;

    /** So much of the time is the first pass at work, and the second: the air comes first, requests next. */
    private static final double TAGGING_SHARE = 0.5;

    private static final double READING_SHARE = 0.25;
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(LibraryScan.class);

    private final MediaFolders folders;
    private final Clock clock;
    private final BooleanSupplier goesOn;
    private final TrackTable table;
    private final FileReader reader = new FileReader(new Pace(READING_SHARE));
    private final Intake intake;
    private final FolderWatch watch;
    private volatile ScanProgress progress = ScanProgress.OPENING;
    private boolean hasScanned;
    private Instant nextScan = Instant.MIN;
    private Instant nextLog = Instant.MIN;
    private long readThroughRow;
    private long readThrough;
    private long doublesSaid;

    /** @param goesOn false once the library closes */
    LibraryScan(MediaFolders folders, Handle handle, FolderWatch watch, Clock clock, BooleanSupplier goesOn) {
        this.folders = folders;
        this.clock = clock;
        this.goesOn = goesOn;
        this.watch = watch;
        this.table = new TrackTable(handle);
        this.intake = new Intake(folders, table, reader, new Pace(TAGGING_SHARE), clock);
    }

    ScanProgress progress() {
        return progress;
    }

    /** The next {@link #step} scans all folders. */
    void scanNow() {
        nextScan = Instant.MIN;
    }

    /**
     * Does some of what there is to do; false if there was nothing. What it was told of and could not keep, the next step
     * finds again.
     *
     * @throws JdbiException if something could not be kept
     */
    boolean step() {
        try {
            return stepOnce();
        } catch (JdbiException e) {
            scanNow();
            throw e;
        }
    }

    private boolean stepOnce() {
        if (!clock.instant().isBefore(nextScan)) {
            scan();
            return true;
        }
        Set<Path> changes = watch.changes();
        if (changes == null) {
            scanNow();
            return true;
        }
        if (!changes.isEmpty()) {
            changes.forEach(this::lookAgain);
            intake.flush();
            readThroughRow = 0;
        }
        return readThrough() || !changes.isEmpty();
    }

    /** Looks again at files that might not have been finished. */
    void settle() {
        try {
            for (FoundFile file : intake.unsettled()) {
                lookAgain(file.file());
            }
            intake.flush();
        } catch (JdbiException e) {
            scanNow();
            throw e;
        }
    }

    private void scan() {
        Instant began = clock.instant();
        progress = new ScanProgress(Phase.SCANNING, 0, 0, readThrough, 0, began, null, watch.seesAll());
        List<Path> roots = folders.roots();
        table.forget(everywhere(roots), began.minus(TrackTable.KEPT_MISSING).toEpochMilli());
        long highestRow = table.highestRow();
        watch.beginAnew();
        intake.beginScan(/* waitToSettle= */ hasScanned);
        FolderWalk walk = new FolderWalk(folders, watch::add, this::found, goesOn);
        for (Path root : roots) {
            walk(walk, root);
        }
        folders.files().values().forEach(file -> look(walk, file, file));
        intake.flush();
        if (goesOn.getAsBoolean()) {
            int gone = table.notSeen(intake.seen(), highestRow, clock.millis());
            scanned(began, gone);
        }
    }

    private List<Path> everywhere(List<Path> roots) {
        return Stream.concat(roots.stream(), folders.files().values().stream()).toList();
    }

    private void walk(FolderWalk walk, Path root) {
        try {
            if (FolderWatch.isNetworkDisk(root)) {
                watch.cannotSee();
            }
            walk.walk(root, root);
        } catch (IOException e) {
            watch.cannotSee();
            log.warn("library: folder {} cannot be looked through: {}", root, e.toString());
        }
    }

    private void found(FoundFile file) {
        intake.add(file);
        Instant now = clock.instant();
        Instant began = progress.began();
        if (began != null && progress.phase() == Phase.SCANNING) {
            progress = scanning(began, now);
            if (now.isAfter(nextLog)) {
                if (nextLog != Instant.MIN) {
                    log.info(
                            "library: {} files found so far, {} of them new or changed",
                            intake.found(),
                            intake.tagged());
                }
                nextLog = now.plus(LOG_INTERVAL);
            }
        }
    }

    private ScanProgress scanning(Instant began, Instant now) {
        return new ScanProgress(
                Phase.SCANNING,
                intake.found(),
                intake.tagged(),
                readThrough,
                perSecond(intake.found(), began, now),
                began,
                null,
                watch.seesAll());
    }

    private void scanned(Instant began, int gone) {
        Instant ended = clock.instant();
        Duration took = Duration.between(began, ended);
        Duration interval = watch.seesAll() ? WATCHED_INTERVAL : UNWATCHED_INTERVAL;
        Duration least = took.multipliedBy(INTERVAL_PER_SCAN);
        nextScan = ended.plus(interval.compareTo(least) < 0 ? least : interval);
        nextLog = Instant.MIN;
        readThroughRow = 0;
        progress = new ScanProgress(
                Phase.READING,
                intake.found(),
                intake.tagged(),
                readThrough,
                perSecond(intake.found(), began, ended),
                began,
                ended,
                watch.seesAll());
        if (!hasScanned || intake.tagged() > 0 || gone > 0) {
            log.info(
                    "library: {} files in {} s: {} new or changed, {} gone{}",
                    intake.found(),
                    "%.1f".formatted(took.toMillis() / 1000.0),
                    intake.tagged(),
                    gone,
                    watch.seesAll() ? "" : "; not all changes can be watched, the next look is in " + minutes(ended));
        }
        if (intake.doubles() > doublesSaid) {
            log.warn("library: {} names are in several folders; the first folder has them", intake.doubles());
        }
        doublesSaid = intake.doubles();
        hasScanned = true;
    }

    private String minutes(Instant now) {
        return Duration.between(now, nextScan).toMinutes() + " min";
    }

    private static double perSecond(long files, Instant from, Instant to) {
        long millis = Duration.between(from, to).toMillis();
        return millis <= 0 ? 0 : files * 1000.0 / millis;
    }

    /** A file or folder that has come, changed or gone. */
    private void lookAgain(Path path) {
        FolderWalk walk = new FolderWalk(folders, watch::add, intake::add, goesOn);
        for (Path root : folders.roots()) {
            if (path.startsWith(root)) {
                lookAgain(walk, root, path);
                return;
            }
        }
        if (folders.files().containsValue(path)) {
            look(walk, path, path);
        }
    }

    private void lookAgain(FolderWalk walk, Path root, Path path) {
        if (isBelowHidden(root, path)) {
            return;
        }
        if (Files.isDirectory(path)) {
            walk(walk, root, path);
        } else if (FolderWalk.isTrack(path)) {
            look(walk, root, path);
        } else if (FolderWalk.isCover(path)) {
            Path folder = path.getParent();
            walk(walk, root, folder == null ? root : folder);
        } else if (path.equals(root)) {
            scanNow(); // nobody tells when it is back: from now on it is looked for often
        } else if (!Files.exists(path)) {
            gone(walk, root, path); // it may have been a folder
        }
    }

    private static boolean isBelowHidden(Path root, Path path) {
        for (Path part : root.relativize(path)) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private void walk(FolderWalk walk, Path root, Path from) {
        try {
            walk.walk(root, from);
        } catch (IOException e) {
            log.debug("library: {} cannot be looked through", from, e); // the next scan tells what became of it
        }
    }

    private void look(FolderWalk walk, Path root, Path file) {
        try {
            walk.look(root, file);
        } catch (NoSuchFileException e) {
            gone(walk, root, file);
        } catch (IOException e) {
            log.debug("library: {} cannot be looked at", file, e);
        }
    }

    /** It is not there any more, and neither is what was below it; another folder may have a file of that name. */
    private void gone(FolderWalk walk, Path root, Path path) {
        boolean isRoot = path.equals(root);
        String name = isRoot ? String.valueOf(path.getFileName()) : MediaFolders.nameBelow(root, path);
        intake.forgetUnsettled(name);
        table.gone(root, name, clock.millis());
        for (Path other : isRoot ? List.<Path>of() : folders.roots()) {
            Path its = other.resolve(root.relativize(path));
            if (Files.isDirectory(its)) {
                walk(walk, other, its);
            } else if (FolderWalk.isTrack(its) && Files.isRegularFile(its)) {
                look(walk, other, its);
                return;
            }
        }
    }

    /** Reads a few more files to their ends; false if there are none left. */
    private boolean readThrough() {
        Map<Long, FoundFile> files = table.notReadThrough(readThroughRow, READ_THROUGH_AT_ONCE);
        progress = progress.in(files.isEmpty() ? Phase.IDLE : Phase.READING);
        List<FileFacts> facts = new ArrayList<>();
        for (Map.Entry<Long, FoundFile> file : files.entrySet()) {
            if (!goesOn.getAsBoolean()) {
                return false;
            }
            try {
                facts.add(reader.readThrough(file.getValue()));
            } catch (ClosedByInterruptException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            readThroughRow = file.getKey();
        }
        if (!facts.isEmpty()) {
            table.save(facts, clock.millis());
            readThrough += facts.size();
            progress = new ScanProgress(
                    Phase.READING,
                    progress.filesFound(),
                    progress.filesTagged(),
                    readThrough,
                    progress.filesPerSecond(),
                    progress.began(),
                    progress.ended(),
                    watch.seesAll());
        }
        return !files.isEmpty();
    }

    @Override
    public void close() {
        watch.close();
    }
}

package icy.server.ondemand;

import icy.server.http.EntityTag;
import icy.server.http.Headers;
import icy.server.http.HttpError;
import icy.server.http.Representation;
import icy.server.loop.WorkerPool;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files asked for lately, kept open by the names they were asked for, so that a file that is in demand is sent without
 * a word to the file system. Each is looked at again about once a second; when there are too many, the one that was not
 * asked for the longest goes, and is closed when the last answer has done with it.
 *
 * <p>Thread: any; {@link #open} waits for a disk, and {@link #glance} for nothing.
 */
final class OpenFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);
    /** Who asks for a file a little later is served as soon; whoever deletes it or takes its disk away waits no longer. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** While a fresh look is under way, those who come get what was there a moment ago. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final MediaFolders folders;
    private final WorkerPool workers;
    private final LongSupplier nanoClock;
    private final FileWarmer warmer;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param most how many may be open, whether they are kept or sent; who wants another must wait */
    OpenFiles(MediaFolders folders, WorkerPool workers, LongSupplier nanoClock, int most) {
        this.folders = folders;
        this.most = most;
        this.workers = workers;
        this.nanoClock = nanoClock;
        this.warmer = new FileWarmer(workers);
    }

    /** A file, and when somebody last looked whether it is still that one. */
    private static final class Entry {
        final OpenFile file;
        final AtomicBoolean underReview = new AtomicBoolean();
        volatile long seenNanos;
        volatile long askedNanos;

        Entry(OpenFile file, long now) {
            this.file = file;
            this.seenNanos = now;
            this.askedNanos = now;
        }
    }

    /** The file of that name if it is open; the caller must release it. */
    Optional<OpenFile> glance(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        long now = nanoClock.getAsLong();
        long age = now - entry.seenNanos;
        if (age > STALE_NANOS || entry.file.failed() || !entry.file.hold()) {
            return Optional.empty();
        }
        entry.askedNanos = now;
        if (age > FRESH_NANOS && entry.underReview.compareAndSet(false, true)) {
            review(name, entry);
        }
        return Optional.of(entry.file);
    }

    private void review(String name, Entry entry) {
        boolean begun = workers.tryExecute(() -> {
            try {
                open(name).release();
            } catch (HttpError | IOException e) {
                forget(name, entry); // whoever asks next is told why
            } finally {
                entry.underReview.set(false);
            }
        });
        if (!begun) {
            entry.underReview.set(false);
        }
    }

    /**
     * The file of that name as it is now; the caller must release it.
     *
     * @throws HttpError if there is none, or none that may be given out
     */
    OpenFile open(String name) throws IOException {
        FileState now = look(name);
        Entry known = entries.get(name);
        if (known != null && known.file.state().equals(now) && !known.file.failed() && known.file.hold()) {
            known.seenNanos = nanoClock.getAsLong();
            known.askedNanos = known.seenNanos;
            return known.file;
        }
        makeRoom();
        OpenFile file = open(name, now);
        file.hold();
        Entry before = entries.put(name, new Entry(file, nanoClock.getAsLong()));
        if (before != null) {
            before.file.release();
        }
        return file;
    }

    private FileState look(String name) throws IOException {
        MediaFolders.Lookup lookup = folders.find(name);
        if (lookup instanceof MediaFolders.Lookup.File file) {
            try {
                return FileState.of(file.path());
            } catch (NoSuchFileException e) {
                throw new HttpError(404, "There is no file \"%s\" here any more.".formatted(name));
            }
        }
        if (lookup instanceof MediaFolders.Lookup.Outside) {
            throw new HttpError(403, "That name leads out of the folders that are shared here.");
        }
        throw new HttpError(404, "There is no file \"%s\" here.".formatted(name));
    }

    /** Opened between two looks that say the same, so that the tag is surely of what is open. */
    private OpenFile open(String name, FileState seen) throws IOException {
        Path path = seen.path();
        String type = FileType.of(path.toString())
                .orElseThrow(() -> new HttpError(
                        403,
                        "Only music and cover pictures are given out here, and \"%s\" is neither.".formatted(name)));
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                if (!FileState.of(path).equals(seen)) {
                    throw new HttpError(503, "\"%s\" is being changed. Please try again in a second.".formatted(name));
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            open.incrementAndGet();
            return new OpenFile(channel, seen, representation(seen, type), warmer, nanoClock, open::decrementAndGet);
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "There is no file \"%s\" here any more.".formatted(name));
        } catch (AccessDeniedException e) {
            log.warn("{} is asked for, and icy may not read it", path);
            throw new HttpError(403, "This server may not read \"%s\" itself.".formatted(name));
        } catch (FileSystemException e) {
            log.warn("{} is asked for and cannot be opened: {}", path, e.toString());
            throw new HttpError(503, "\"%s\" cannot be opened now. Please try again later.".formatted(name));
        }
    }

    private static Representation representation(FileState state, String type) {
        Headers more = PlayFields.of(state.fileName());
        EntityTag tag = state.tag();
        Instant now = Instant.now();
        Instant modified = state.modified().isAfter(now) ? now : state.modified(); // RFC 9110 8.8.2.1
        return Representation.of(state.size(), type, tag, modified, PlayFields.CACHE_CONTROL, more);
    }

    int count() {
        return entries.size();
    }

    /** What is being sent stays open until that is over. */
    @Override
    public void close() {
        entries.forEach(this::forget);
    }

    private void forget(String name, Entry entry) {
        if (entries.remove(name, entry)) {
            entry.file.release();
        }
    }

    /** Those that nobody has asked for lately are not kept any longer. */
    void tidy() {
        long now = nanoClock.getAsLong();
        entries.forEach((name, entry) -> {
            if (now - entry.askedNanos > KEPT_NANOS) {
                forget(name, entry);
            }
        });
    }

    /** Room for one more: what is only kept goes first. */
    private void makeRoom() {
        while (open.get() >= most) {
            Optional<Map.Entry<String, Entry>> oldest = entries.entrySet().stream()
                    .filter(each -> each.getValue().file.isIdle())
                    .min(Comparator.comparingLong(each -> each.getValue().askedNanos));
            if (oldest.isEmpty()) {
                throw new HttpError(503, "Too many different files are being sent. Please try again soon.");
            }
            forget(oldest.get().getKey(), oldest.get().getValue());
        }
    }
}

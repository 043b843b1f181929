package icy.server.transcode;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of what was made. A file's name says all that it was made of, its time of change when it was asked for
 * last, so nothing else needs to be kept. What is being made has another ending until it is whole; such files of a
 * process that is no more are removed at the start.
 *
 * <p>Thread: any that may wait for the disk; {@link #bytes} and {@link #files} any.
 */
final class TranscodeCache {
    private static final String UNFINISHED = ".part";

    /** Left free for everybody else who writes on this disk. */
    private static final long SPARE_BYTES = 64 << 20;

    /** A file that is asked for all the time is not marked each time. */
    private static final Duration MARK_EVERY = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(TranscodeCache.class);

    private record Entry(long bytes, Instant used) {}

    private final Path folder;
    private final long mostBytes;
    private final Duration mostAge;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();
    /** What is being made will need so much. */
    private final Map<String, Long> reserved = new HashMap<>();

    private long bytes;
    private long evictions;

    /** @throws IOException if the folder cannot be had */
    TranscodeCache(Path folder, long mostBytes, Duration mostAge, InstantSource clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.mostBytes = mostBytes;
        this.mostAge = mostAge;
        this.clock = clock;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                take(file);
            }
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int files() {
        return entries.size();
    }

    synchronized long evictions() {
        return evictions;
    }

    /** That file, if it is there; from now on it is the one that was used last. The caller closes it. */
    Optional<FileChannel> open(String name) throws IOException {
        boolean mark;
        synchronized (this) {
            Entry entry = entries.get(name);
            if (entry == null) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            mark = Duration.between(entry.used(), now).compareTo(MARK_EVERY) > 0;
            if (mark) {
                entries.put(name, new Entry(entry.bytes(), now));
            }
        }
        try {
            FileChannel channel = FileChannel.open(folder.resolve(name));
            if (mark) {
                markUsed(folder.resolve(name));
            }
            return Optional.of(channel);
        } catch (NoSuchFileException e) {
            log.warn("{} is gone from the cache", name);
            forget(name);
            return Optional.empty();
        }
    }

    /** For the order after a restart, which is not worth failing for. */
    private void markUsed(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            log.debug("{} cannot be marked as used", file, e);
        }
    }

    /**
     * Begins a file of that name, and makes room for it; what {@code isUsed} stays.
     *
     * @param expectedBytes how long it will be, about
     * @return where to write it; empty if there is no room
     */
    Optional<FileChannel> begin(String name, long expectedBytes, Predicate<String> isUsed) throws IOException {
        if (expectedBytes > mostBytes) {
            return Optional.empty(); // however much was removed for it
        }
        synchronized (this) {
            reserved.put(name, expectedBytes);
        }
        if (!makeRoom(isUsed)) {
            abandon(name);
            return Optional.empty();
        }
        try {
            return Optional.of(FileChannel.open(
                    folder.resolve(name + UNFINISHED),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE));
        } catch (IOException e) {
            abandon(name);
            throw e;
        }
    }

    /** It is whole: from now on it can be found. */
    void finish(String name, FileChannel written, Predicate<String> isUsed) throws IOException {
        written.force(true);
        Path file = folder.resolve(name);
        Files.move(folder.resolve(name + UNFINISHED), file, StandardCopyOption.REPLACE_EXISTING);
        long length = written.size();
        synchronized (this) {
            reserved.remove(name);
            entries.put(name, new Entry(length, clock.instant()));
            bytes += length;
        }
        makeRoom(isUsed);
    }

    /** It will not be made. */
    void abandon(String name) {
        synchronized (this) {
            reserved.remove(name);
        }
        delete(folder.resolve(name + UNFINISHED));
    }

    /** Removes what nobody has asked for in that time and nobody uses; says how many files that were. */
    int clear(Duration olderThan, Predicate<String> isUsed) {
        Instant before = clock.instant().minus(olderThan);
        List<String> old;
        synchronized (this) {
            old = entries.entrySet().stream()
                    .filter(entry -> !entry.getValue().used().isAfter(before))
                    .map(Map.Entry::getKey)
                    .filter(name -> !isUsed.test(name))
                    .toList();
        }
        old.forEach(this::remove);
        return old.size();
    }

    /** Removes what is too old. */
    void expire(Predicate<String> isUsed) {
        int expired = clear(mostAge, isUsed);
        synchronized (this) {
            evictions += expired;
        }
    }

    private boolean makeRoom(Predicate<String> isUsed) {
        List<String> leastRecent = new ArrayList<>();
        synchronized (this) {
            entries.entrySet().stream()
                    .sorted(Comparator.comparing(entry -> entry.getValue().used()))
                    .map(Map.Entry::getKey)
                    .forEach(leastRecent::add);
        }
        leastRecent.removeIf(isUsed);
        while (!hasRoom()) {
            if (leastRecent.isEmpty()) {
                return false;
            }
            remove(leastRecent.remove(0));
            synchronized (this) {
                evictions++;
            }
        }
        return true;
    }

    private boolean hasRoom() {
        long expected;
        long present;
        synchronized (this) {
            expected = reserved.values().stream().mapToLong(Long::longValue).sum();
            present = bytes;
        }
        return present + expected <= mostBytes && folder.toFile().getUsableSpace() >= expected + SPARE_BYTES;
    }

    private void remove(String name) {
        forget(name);
        delete(folder.resolve(name));
    }

    private synchronized void forget(String name) {
        Entry entry = entries.remove(name);
        bytes -= entry == null ? 0 : entry.bytes();
    }

    private void take(Path file) throws IOException {
        String name = file.getFileName().toString();
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (name.endsWith(UNFINISHED)) {
            delete(file);
        } else if (attributes.isRegularFile()) {
            entries.put(
                    name,
                    new Entry(attributes.size(), attributes.lastModifiedTime().toInstant()));
            bytes += attributes.size();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("{} cannot be removed: {}", file, e.getMessage());
        }
    }
}

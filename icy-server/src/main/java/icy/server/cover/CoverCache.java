package icy.server.cover;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that were made before, in a folder of the data folder: so many bytes in all, and what was not asked for longest
 * goes first. A disk that fails costs nothing but the time to make them again.
 *
 * <p>Thread: a worker: it waits for the disk.
 */
final class CoverCache {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{40}");
    private static final String PART = ".part";
    private static final Logger log = LoggerFactory.getLogger(CoverCache.class);

    private final Path folder;
    private final long mostBytes;

    /** In the order in which they were asked for, with their lengths. */
    private final Map<String, Long> lengths = new LinkedHashMap<>(64, 0.75f, /* accessOrder= */ true);

    private long bytes;
    private boolean looked;

    CoverCache(Path folder, long mostBytes) {
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    /** @param name 40 hexadecimal digits */
    Optional<byte[]> find(String name) {
        synchronized (this) {
            look();
            if (lengths.get(name) == null) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            forget(name); // somebody has tidied up
            return Optional.empty();
        }
    }

    /** Written aside and renamed, so that no half picture is ever found. */
    void keep(String name, byte[] picture) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, name, PART);
            try {
                Files.write(part, picture);
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            add(name, picture.length);
        } catch (IOException e) {
            log.warn("{}: covers are not kept there, and made each time: {}", folder, e.toString());
        }
    }

    private synchronized void add(String name, long length) throws IOException {
        look();
        Long before = lengths.put(name, length);
        bytes += length - (before == null ? 0 : before);
        Iterator<Map.Entry<String, Long>> oldest = lengths.entrySet().iterator();
        while (bytes > mostBytes && oldest.hasNext()) {
            Map.Entry<String, Long> entry = oldest.next();
            Files.deleteIfExists(folder.resolve(entry.getKey()));
            bytes -= entry.getValue();
            oldest.remove();
        }
    }

    private synchronized void forget(String name) {
        Long length = lengths.remove(name);
        bytes -= length == null ? 0 : length;
    }

    private record Found(String name, long length, long modified) {}

    /** What is there from before; once. */
    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        List<Found> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.isDirectory(folder) ? Files.newDirectoryStream(folder) : null) {
            if (files == null) {
                return;
            }
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                long length = Files.size(file);
                if (length == 0 || name.endsWith(PART)) {
                    Files.deleteIfExists(file); // of a server that was killed, or of a machine that lost its power
                } else if (NAME.matcher(name).matches()) {
                    found.add(new Found(
                            name, length, Files.getLastModifiedTime(file).toMillis()));
                }
            }
        } catch (IOException e) {
            log.warn("{}: what is kept there of covers is not found: {}", folder, e.toString());
        }
        found.sort(Comparator.comparingLong(Found::modified));
        for (Found each : found) {
            lengths.put(each.name(), each.length());
            bytes += each.length();
        }
    }
}

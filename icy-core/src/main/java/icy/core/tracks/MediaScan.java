package icy.core.tracks;

import icy.core.playlist.EntryPaths;
import icy.core.playlist.Playlist;
import icy.core.playlist.PlaylistFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tracks that files, folders and playlists name.
 *
 * <p>Folders are walked to the bottom, in the order of names; links are followed, loops are not, whether made of links or of playlists. A playlist found inside
 * a folder adds only what the folder has not given already. Hidden files and unfinished downloads are passed over.
 *
 * <p>Thread: whoever may wait for a disk; one at a time.
 */
public final class MediaScan {
    /** Beyond this a folder is cut off, which is said: nobody plays through a million tracks. */
    static final int MAX_TRACKS = 1_000_000;

    private static final int MAX_DEPTH = 64;
    private static final Comparator<Path> BY_NAME = Comparator.comparing(Path::toString, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Comparator.naturalOrder());

    /**
     * What a scan found.
     *
     * @param tracks in playing order
     * @param problems one sentence each
     * @param arriving files in folders that may still be on their way, with their sizes, for the next scan to compare with
     */
    public record Found(List<Path> tracks, List<String> problems, Map<Path, Long> arriving) {
        /** Before the first scan. */
        public static final Found NOTHING = new Found(List.of(), List.of(), Map.of());
    }

    private final List<Path> tracks = new ArrayList<>();
    private final Set<Path> seen = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    private final Set<Path> expanded = new HashSet<>();
    private final Map<Path, Long> arriving = new HashMap<>();
    private final Set<String> endings;
    private final Map<Path, Long> arrivingBefore;
    private final Map<Path, Path> tracksBefore = new HashMap<>();
    private final boolean firstScan;

    private MediaScan(Set<String> endings, Found before) {
        this.endings = endings;
        this.arrivingBefore = before.arriving();
        before.tracks().forEach(track -> tracksBefore.put(track, track));
        this.firstScan = before == Found.NOTHING;
    }

    /**
     * Finds the tracks of {@code paths}, each a file, a folder or a playlist.
     *
     * @param endings of the names of tracks in folders, in lower case, like {@code .mp3}; what is named itself is a track
     *     whatever its name
     * @param before what the scan before found: a file that is new since then may still be on its way and is left for the
     *     next one, or for the first that finds it as it was
     */
    public static Found of(List<Path> paths, Set<String> endings, Found before) {
        MediaScan scan = new MediaScan(endings, before);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                scan.folder(path);
            } else if (isPlaylist(path)) {
                scan.playlist(path, /* repeats= */ true);
            } else if (Files.exists(path)) {
                scan.track(path, /* repeats= */ true);
            } else {
                scan.problems.add(path + ": does not exist");
            }
        }
        List<Path> tracks = scan.tracks.equals(before.tracks()) ? before.tracks() : List.copyOf(scan.tracks);
        return new Found(tracks, List.copyOf(scan.problems), Map.copyOf(scan.arriving));
    }

    private void folder(Path folder) {
        if (!isNew(folder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        List<Path> playlists = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return !dir.equals(folder) && isHidden(dir)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !isHidden(file)) {
                        if (endings.stream().anyMatch(ending -> hasEnding(file, ending))) {
                            if (settled(file, attributes.size())) {
                                files.add(tracksBefore.getOrDefault(file, file)); // many stay: held but once
                            }
                        } else if (isPlaylist(file)) {
                            playlists.add(file);
                        }
                    }
                    return files.size() < MAX_TRACKS ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    problems.add(file + ": cannot be read (" + reason(e) + ")");
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
                    if (e != null) { // the rest of one folder is lost, not what comes after it
                        problems.add(dir + ": cannot be read to its end (" + reason(e) + ")");
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            problems.add(folder + ": cannot be read (" + reason(e) + ")");
        }
        if (files.size() >= MAX_TRACKS) {
            problems.add(folder + ": has more than " + MAX_TRACKS + " tracks; the others are left out");
        }
        files.sort(BY_NAME);
        playlists.sort(BY_NAME);
        files.forEach(file -> track(file, /* repeats= */ false));
        playlists.forEach(file -> playlist(file, /* repeats= */ false));
    }

    private void playlist(Path file, boolean repeats) {
        if (!isNew(file)) {
            return;
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(Playlist.MAX_BYTES);
        } catch (IOException e) {
            problems.add(file + ": cannot be read (" + reason(e) + ")");
            return;
        }
        PlaylistFormat format = PlaylistFormat.recognise(file.getFileName().toString(), content);
        for (Playlist.Entry entry : format.parse(content).entries()) {
            entry(file, entry.location(), repeats);
        }
    }

    private void entry(Path playlist, String location, boolean repeats) {
        if (EntryPaths.isRemote(location)) {
            problems.add(playlist + ": skipped " + location + ", which is not a file");
            return;
        }
        for (String reading : EntryPaths.of(location)) {
            try {
                Path path = playlist.resolveSibling(reading).normalize();
                if (Files.isDirectory(path)) {
                    folder(path);
                    return;
                }
                if (Files.isRegularFile(path)) {
                    if (isPlaylist(path)) {
                        playlist(path, repeats);
                    } else {
                        track(path, repeats);
                    }
                    return;
                }
            } catch (InvalidPathException e) {
                continue; // no file can have that name here; another reading may
            }
        }
        problems.add(playlist + ": skipped " + location + ", which does not exist");
    }

    private void track(Path file, boolean repeats) {
        Path normal = file.toAbsolutePath().normalize();
        if ((seen.add(normal) || repeats) && tracks.size() < MAX_TRACKS) {
            tracks.add(file);
        }
    }

    /** Folders and playlists may name each other, or themselves: each is opened once. */
    private boolean isNew(Path folderOrPlaylist) {
        try {
            return expanded.add(folderOrPlaylist.toRealPath());
        } catch (IOException e) {
            return true; // opening it will say why
        }
    }

    /** A file counts once it has the same size in two scans; then it stays, since what plays may be written anew. */
    private boolean settled(Path file, long size) {
        if (firstScan || tracksBefore.containsKey(file)) {
            return true;
        }
        Long sizeBefore = arrivingBefore.get(file);
        boolean same = sizeBefore != null && sizeBefore == size;
        if (!same) {
            arriving.put(file, size);
        }
        return same;
    }

    private static boolean isPlaylist(Path file) {
        return hasEnding(file, ".m3u") || hasEnding(file, ".m3u8") || hasEnding(file, ".pls");
    }

    private static boolean hasEnding(Path file, String ending) {
        Path name = file.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static boolean isHidden(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "");
    }
}

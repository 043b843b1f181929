package icy.server.source;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the tracks that files, folders and playlists name.
 *
 * <p>Folders are walked to the bottom, in the order of names; links are followed, loops are not. A playlist found inside
 * a folder adds only what the folder has not given already. Hidden files and unfinished downloads are passed over.
 *
 * <p>Thread: a worker; one at a time.
 */
final class MediaScan {
    /** Beyond this a folder is cut off, which is said: nobody plays through a million tracks. */
    static final int MAX_TRACKS = 1_000_000;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NESTED_PLAYLISTS = 8;
    private static final Comparator<Path> BY_NAME = Comparator.comparing(
                    (Path path) -> path.toString().toLowerCase(Locale.ROOT))
            .thenComparing(Comparator.naturalOrder());

    /**
     * What a scan found.
     *
     * @param tracks in playing order
     * @param problems one sentence each
     */
    record Found(List<Path> tracks, List<String> problems) {}

    private final List<Path> tracks = new ArrayList<>();
    private final Set<Path> seen = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    private final Instant settledBefore;

    private MediaScan(Instant settledBefore) {
        this.settledBefore = settledBefore;
    }

    /**
     * Finds the tracks of {@code paths}, each a file, a folder or a playlist.
     *
     * @param settledBefore files in folders that were written to later than this are left for the next scan: they may
     *     still be on their way
     */
    static Found of(List<Path> paths, Instant settledBefore) {
        MediaScan scan = new MediaScan(settledBefore);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                scan.folder(path);
            } else if (isPlaylist(path)) {
                scan.playlist(path, /* repeats= */ true, 0);
            } else if (Files.exists(path)) {
                scan.track(path, /* repeats= */ true);
            } else {
                scan.problems.add(path + ": does not exist");
            }
        }
        return new Found(List.copyOf(scan.tracks), List.copyOf(scan.problems));
    }

    private void folder(Path folder) {
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
                        if (hasEnding(file, ".mp3") && settled(attributes)) {
                            files.add(file);
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
            });
        } catch (IOException e) {
            problems.add(folder + ": cannot be read (" + reason(e) + ")");
        }
        files.sort(BY_NAME);
        playlists.sort(BY_NAME);
        files.forEach(file -> track(file, /* repeats= */ false));
        playlists.forEach(file -> playlist(file, /* repeats= */ false, 0));
    }

    private void playlist(Path file, boolean repeats, int depth) {
        if (depth >= MAX_NESTED_PLAYLISTS) {
            problems.add(file + ": playlists are nested more than " + MAX_NESTED_PLAYLISTS + " deep");
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
            entry(file, entry.location(), repeats, depth);
        }
    }

    private void entry(Path playlist, String location, boolean repeats, int depth) {
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
                        playlist(path, repeats, depth + 1);
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

    private boolean settled(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().isBefore(settledBefore);
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

package icy.server.media;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where files may be: folders, none within another, and single files by their names.
 *
 * <p>Thread: any; made by whoever may wait for a disk.
 *
 * @param folders absolute, the first first
 * @param files by file name, those that lie in no such folder
 * @param followLinks whether links may lead out of the folders
 */
record MediaRoots(List<Path> folders, Map<String, Path> files, boolean followLinks) {

    MediaRoots {
        folders = List.copyOf(folders);
        files = Map.copyOf(files);
    }

    /** The folders of the config; if it names none, what its mounts play. A folder that is not there may come back. */
    static MediaRoots of(ServerConfig config) {
        MediaConfig media = config.media();
        List<Path> folders = new ArrayList<>();
        Map<String, Path> files = new LinkedHashMap<>();
        if (media.folders().isEmpty()) {
            for (MountConfig mount : config.mounts()) {
                mount.playout().paths().forEach(path -> sort(absolute(path), folders, files));
            }
        } else {
            media.folders().forEach(folder -> folders.add(absolute(folder)));
        }
        List<Path> outermost = folders.stream()
                .distinct()
                .filter(folder -> folders.stream().noneMatch(other -> isWithin(folder, other)))
                .toList();
        files.values().removeIf(file -> outermost.stream().anyMatch(file::startsWith));
        return new MediaRoots(outermost, files, media.followLinks());
    }

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** A playlist is neither: it may name files anywhere. */
    private static void sort(Path path, List<Path> folders, Map<String, Path> files) {
        if (Files.isRegularFile(path)) {
            if (!isPlaylist(path)) {
                files.putIfAbsent(MediaFolders.lastName(path), path);
            }
        } else if (!isPlaylist(path) || Files.isDirectory(path)) {
            folders.add(path);
        }
    }

    private static boolean isWithin(Path folder, Path other) {
        return !folder.equals(other) && folder.startsWith(other);
    }

    private static boolean isPlaylist(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".m3u") || name.endsWith(".m3u8") || name.endsWith(".pls");
    }
}

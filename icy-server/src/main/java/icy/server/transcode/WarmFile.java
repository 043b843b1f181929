package icy.server.transcode;

import icy.core.tracks.AudioKind;
import icy.server.http.HttpError;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A file that is to be made ahead.
 *
 * <p>Thread: one that may wait for a disk.
 *
 * @param name as clients call it
 */
record WarmFile(Path path, String name) {
    /** Who has more warms folder by folder. */
    private static final int MOST = 20_000;

    /**
     * The file of that name.
     *
     * @throws HttpError 404 or 403 if clients may not have it, or there is none
     */
    static WarmFile named(String name, MediaFolders media) {
        MediaFolders.Lookup found = media.find(name);
        if (found instanceof MediaFolders.Lookup.File file) {
            return new WarmFile(file.path(), file.name());
        }
        throw found instanceof MediaFolders.Lookup.Outside
                ? new HttpError(403, "\"%s\" leads out of the media folders.".formatted(name))
                : new HttpError(404, "The media folders have no \"%s\".".formatted(name));
    }

    /**
     * The music in a folder and all below it, in the order of its names; hidden files are not there.
     *
     * @param folder below one of the media folders; empty for all of them
     */
    static List<WarmFile> in(String folder, MediaFolders media) throws IOException {
        if (folder.indexOf('\0') >= 0
                || Arrays.asList(folder.split("[/\\\\]", -1)).contains("..")) {
            throw new HttpError(403, "\"%s\" leads out of the media folders.".formatted(folder));
        }
        List<WarmFile> files = new ArrayList<>();
        boolean found = false;
        for (Path root : media.roots()) {
            Path within = root.resolve(folder.replaceFirst("^/+", "")).normalize();
            if (within.startsWith(root) && Files.isDirectory(within, LinkOption.NOFOLLOW_LINKS)) {
                found = true;
                Files.walkFileTree(within, new Walk(root, within, media, files));
            }
        }
        if (!found) {
            throw new HttpError(404, "The media folders have no folder \"%s\".".formatted(folder));
        }
        files.sort(Comparator.comparing(WarmFile::name));
        return files;
    }

    /** Goes through one folder. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path start;
        private final MediaFolders media;
        private final List<WarmFile> files;

        Walk(Path root, Path start, MediaFolders media, List<WarmFile> files) {
            this.root = root;
            this.start = start;
            this.media = media;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(start) && isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && AudioKind.of(file).isPresent() && media.isAllowed(root, file)) {
                files.add(new WarmFile(file, MediaFolders.nameBelow(root, file)));
            }
            return files.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // what cannot be read cannot be made
        }

        private static boolean isHidden(Path file) {
            return String.valueOf(file.getFileName()).startsWith(".");
        }
    }
}

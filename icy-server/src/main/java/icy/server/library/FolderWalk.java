package icy.server.library;

import icy.core.tracks.AudioKind;
import icy.server.media.MediaFolders;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a folder and all below it for tracks, in whatever order the disk has them. What is hidden is passed over,
 * and so are links that lead where clients may not ask for files.
 *
 * <p>Thread: the library's.
 */
final class FolderWalk {
    private static final int MAX_DEPTH = 64;
    private static final List<String> COVERS = List.of(
            "cover.jpg", "folder.jpg", "front.jpg", "Cover.jpg", "Folder.jpg", "cover.jpeg", "cover.png", "folder.png");

    private final MediaFolders folders;
    private final Consumer<Path> entered;
    private final Consumer<FoundFile> found;
    private final BooleanSupplier goesOn;
    private @Nullable Path coverFolder;
    private String cover = "";

    /**
     * @param entered is told of each folder, before what is in it
     * @param found is told of each track
     * @param goesOn whether the walk is still wanted
     */
    FolderWalk(MediaFolders folders, Consumer<Path> entered, Consumer<FoundFile> found, BooleanSupplier goesOn) {
        this.folders = folders;
        this.entered = entered;
        this.found = found;
        this.goesOn = goesOn;
    }

    static boolean isTrack(Path file) {
        return AudioKind.of(file).isPresent() && !isHidden(file);
    }

    static boolean isCover(Path file) {
        return COVERS.contains(nameOf(file));
    }

    /** Looks through {@code from}, which is the media folder {@code root} or below it. */
    void walk(Path root, Path from) throws IOException {
        Files.walkFileTree(from, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(root) && (isHidden(folder) || leadsOut(root, folder))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                entered.accept(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isTrack(file) && !leadsOut(root, file)) {
                    found.accept(file(root, file, attributes));
                }
                return goesOn.getAsBoolean() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // what was in it is not seen, and so becomes missing
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** One file, which need not have the ending of tracks. */
    void look(Path root, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile() && !leadsOut(root, file)) {
            found.accept(file(root, file, attributes));
        }
    }

    private FoundFile file(Path root, Path file, BasicFileAttributes attributes) {
        String path = file.equals(root) ? nameOf(file) : MediaFolders.nameBelow(root, file);
        return new FoundFile(
                path,
                root,
                file,
                attributes.size(),
                attributes.lastModifiedTime().toMillis(),
                coverBeside(file));
    }

    private String coverBeside(Path file) {
        Path folder = file.getParent();
        if (folder != null && !folder.equals(coverFolder)) {
            coverFolder = folder;
            cover = COVERS.stream()
                    .filter(name -> Files.isRegularFile(folder.resolve(name)))
                    .findFirst()
                    .orElse("");
        }
        return cover;
    }

    /** Asked of links alone: a folder that is none leads nowhere. */
    private boolean leadsOut(Path root, Path path) {
        return !path.equals(root) && Files.isSymbolicLink(path) && !folders.isAllowed(root, path);
    }

    private static boolean isHidden(Path path) {
        return nameOf(path).startsWith(".");
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}

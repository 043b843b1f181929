package icy.server.cover;

import icy.core.tracks.AudioKind;
import icy.server.media.MediaFolders;
import icy.server.media.MediaFolders.Lookup;
import icy.server.tags.EmbeddedPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a cover is: an image; or for a track what its tags hold, else an image beside it.
 *
 * <p>Thread: a worker: it looks at the disk.
 */
public final class CoverFinder {
    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png");
    private static final List<String> BESIDE = beside();

    private final MediaFolders folders;
    private final PictureReader reader = new PictureReader();
    private final EmbeddedPicture embedded = new EmbeddedPicture(PictureReader.MOST_BYTES);

    public CoverFinder(MediaFolders folders) {
        this.folders = folders;
    }

    private static List<String> beside() {
        List<String> names = new ArrayList<>();
        for (String name : List.of("cover", "folder", "front", "Cover", "Folder", "Front")) {
            for (String ending : List.of(".jpg", ".jpeg", ".png")) {
                names.add(name + ending);
            }
        }
        return List.copyOf(names);
    }

    /** Whether a file of that name is a picture that can be a cover, going by its ending. */
    public static boolean isImage(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && IMAGES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** The cover of a file in the media folders, or the image that it is; empty for what can have none. */
    Optional<CoverSource> of(Lookup.File file) {
        if (isImage(file.name())) {
            return image(file.path(), file.name());
        }
        return AudioKind.of(file.name()).isPresent() ? track(file.path(), file.name()) : Optional.empty();
    }

    /** As above, by the file's name. */
    public Optional<CoverSource> of(String name) {
        return folders.find(name) instanceof Lookup.File file ? of(file) : Optional.empty();
    }

    private static Optional<CoverSource> image(Path file, String name) {
        return state(file).map(state -> new CoverSource(state, name, () -> Optional.of(bytes(file))));
    }

    private Optional<CoverSource> track(Path file, String name) {
        Optional<Path> beside = beside(file);
        String other = beside.flatMap(CoverFinder::state).orElse("");
        return state(file).map(state -> new CoverSource(state + "\n" + other, name, () -> read(file, beside)));
    }

    private Optional<byte[]> read(Path track, Optional<Path> beside) throws IOException {
        if (beside.isEmpty()) {
            return embedded.read(track);
        }
        Optional<byte[]> own = own(track);
        return own.isPresent() ? own : Optional.of(bytes(beside.get()));
    }

    /** What can be shown of the picture in its tags; empty where another is to be taken for it. */
    private Optional<byte[]> own(Path track) {
        try {
            Optional<byte[]> own = embedded.read(track);
            if (own.isPresent()) {
                reader.inspect(own.get());
            }
            return own;
        } catch (IOException e) { // tags that make no sense, or a GIF
            return Optional.empty();
        }
    }

    private Optional<Path> beside(Path track) {
        Path folder = track.toAbsolutePath().getParent();
        if (folder == null || folders.nameOf(track).isEmpty()) {
            return Optional.empty();
        }
        return BESIDE.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .filter(image -> folders.isAllowed(folder, image))
                .findFirst();
    }

    /** Which file in which state this is; empty if it is not there. */
    private static Optional<String> state(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    "%s\n%d\n%d".formatted(file, facts.lastModifiedTime().toMillis(), facts.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(Path image) throws IOException {
        if (Files.size(image) > PictureReader.MOST_BYTES) {
            throw UnfitPicture.tooLong(Files.size(image));
        }
        return Files.readAllBytes(image);
    }
}

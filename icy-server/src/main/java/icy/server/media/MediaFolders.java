package icy.server.media;

import icy.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that clients may ask for, and their names: the path below one of a few folders, with {@code /} between its
 * parts whatever the system, in Unicode's composed form (NFC), since macOS writes names decomposed and everybody else as
 * they were typed. Where several folders have a name, the first one's file is meant.
 *
 * <p>No name leads out: one with {@code ..} in it, one that is absolute and below no folder, and one that goes through a
 * link to somewhere else (unless the config has {@code follow-links}) are {@link Lookup.Outside}. Hidden files, and
 * those in hidden folders, are not there. Names come decoded; a {@code %2e} in one is three ordinary characters.
 *
 * <p>Thread: any that may wait for a disk, which may be a dead one; {@link #follow} touches none.
 */
public final class MediaFolders {

    /** What became of a name. */
    public sealed interface Lookup {
        /** A file, and what it is called, which may be spelled another way than it was asked for. */
        record File(Path path, String name) implements Lookup {}

        /** There is none of that name. */
        record Missing(String name) implements Lookup {}

        /** The name leads to where nobody may ask for files. */
        record Outside(String name) implements Lookup {}
    }

    /** Some systems drop dots and spaces at the end of a name, so that {@code ".. ."} would mean the folder above, too. */
    private static final Pattern LEADS_UP = Pattern.compile("(?:^|[/\\\\])\\.\\.[. ]*(?:$|[/\\\\])");

    private record Known(ServerConfig config, MediaRoots roots) {}

    private volatile ServerConfig config;
    private volatile @Nullable Known known;

    public MediaFolders(ServerConfig config) {
        this.config = config;
    }

    /** Goes by another config from now on. */
    public void follow(ServerConfig next) {
        config = next;
    }

    /** The folders, absolute, none within another; one of them may not be there at present. */
    public List<Path> roots() {
        return present().folders();
    }

    /** Single files that mounts name and that lie in none of the folders, by their names. */
    public Map<String, Path> files() {
        return present().files();
    }

    /** Whether links may lead out of the folders. */
    public boolean followsLinks() {
        return present().followLinks();
    }

    /** The file of that name, or why there is none. */
    public Lookup find(String name) {
        if (name.indexOf('\0') >= 0 || LEADS_UP.matcher(name).find()) {
            return new Lookup.Outside(name);
        }
        try {
            Path path = Path.of(name);
            return path.isAbsolute() ? findAbsolute(name, path.normalize()) : findBelow(name, path.normalize());
        } catch (InvalidPathException e) {
            return new Lookup.Missing(name); // no file can have that name here
        }
    }

    /** What clients call this file; empty when they cannot ask for it. */
    public Optional<String> nameOf(Path file) {
        MediaRoots roots = present();
        Path absolute = MediaRoots.absolute(file);
        for (Path folder : roots.folders()) {
            if (absolute.startsWith(folder) && !absolute.equals(folder)) {
                return Optional.of(nameBelow(folder, absolute));
            }
        }
        return absolute.equals(roots.files().get(lastName(absolute)))
                ? Optional.of(composed(lastName(absolute)))
                : Optional.empty();
    }

    /** What a file is called that is somewhere below this folder. */
    public static String nameBelow(Path folder, Path file) {
        StringJoiner name = new StringJoiner("/");
        folder.relativize(file).forEach(part -> name.add(part.toString()));
        return composed(name.toString());
    }

    private Lookup findAbsolute(String name, Path path) {
        return present().folders().stream()
                .filter(path::startsWith)
                .findFirst()
                .map(folder -> findIn(folder, name, folder.relativize(path)))
                .orElseGet(() -> nameOf(path)
                        .<Lookup>map(single -> single(path, single))
                        .orElseGet(() -> new Lookup.Outside(name)));
    }

    private Lookup findBelow(String name, Path relative) {
        MediaRoots roots = present();
        Lookup found = new Lookup.Missing(name);
        for (Path folder : roots.folders()) {
            Lookup here = findIn(folder, name, relative);
            if (here instanceof Lookup.File) {
                return here;
            }
            found = here instanceof Lookup.Outside ? here : found;
        }
        return roots.files().entrySet().stream()
                .filter(file -> composed(file.getKey()).equals(composed(name)))
                .findFirst()
                .map(file -> single(file.getValue(), composed(name)))
                .orElse(found);
    }

    private static Lookup single(Path path, String name) {
        return Files.isRegularFile(path) ? new Lookup.File(path, name) : new Lookup.Missing(name);
    }

    private Lookup findIn(Path folder, String name, Path relative) {
        Path file = folder;
        for (Path part : relative) {
            Optional<Path> next = part.toString().startsWith(".") ? Optional.empty() : child(file, part.toString());
            if (next.isEmpty()) {
                return new Lookup.Missing(name);
            }
            file = next.get();
        }
        if (!Files.isRegularFile(file)) {
            return new Lookup.Missing(name);
        }
        return isAllowed(folder, file) ? new Lookup.File(file, nameBelow(folder, file)) : new Lookup.Outside(name);
    }

    /** What a folder has by that name, however its accents are written. */
    private static Optional<Path> child(Path folder, String name) {
        Path exact = folder.resolve(name);
        boolean isPlain = name.chars().allMatch(character -> character < 0x80);
        if (isPlain || Files.exists(exact)) {
            return Optional.of(exact);
        }
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            Path written = folder.resolve(Normalizer.normalize(name, form));
            if (Files.exists(written)) {
                return Optional.of(written);
            }
        }
        String composed = composed(name);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder, entry -> composed(lastName(entry)).equals(composed))) {
            for (Path entry : entries) {
                return Optional.of(entry);
            }
        } catch (IOException e) {
            return Optional.empty(); // what cannot be listed has nothing to offer
        }
        return Optional.empty();
    }

    /** Whether a file that is found in a folder may be given away: links may lead to other folders, not elsewhere. */
    public boolean isAllowed(Path folder, Path file) {
        if (followsLinks()) {
            return true;
        }
        try {
            Path real = file.toRealPath();
            return real.startsWith(folder)
                    || Stream.concat(Stream.of(folder), roots().stream()).anyMatch(root -> isReallyBelow(root, real));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isReallyBelow(Path root, Path real) {
        try {
            return real.startsWith(root.toRealPath());
        } catch (IOException e) {
            return false; // a folder that is not there holds nothing
        }
    }

    private MediaRoots present() {
        ServerConfig now = config;
        Known present = known;
        if (present == null || present.config() != now) {
            present = new Known(now, MediaRoots.of(now));
            known = present;
        }
        return present.roots();
    }

    private static String composed(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC)
                ? name
                : Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    static String lastName(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }
}

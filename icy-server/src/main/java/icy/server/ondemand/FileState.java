package icy.server.ondemand;

import icy.server.http.EntityTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file's present content from what it was before.
 *
 * <p>Thread: any.
 *
 * @param key the system's name for the file itself (on Unix device and inode), so that a file renamed into another's
 *     place is told from it; null where there is none
 * @param touched when anything about it changed last, which no program can set (Unix ctime): an editor of tags may write
 *     into a file and put its old time back; as modified where there is none
 */
record FileState(
        Path path, long size, Instant modified, @Nullable Object key, Instant touched) {

    static FileState of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new FileState(path, attributes.size(), modified, attributes.fileKey(), touched(path, modified));
    }

    private static Instant touched(Path path, Instant otherwise) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && Files.getAttribute(path, "unix:ctime") instanceof FileTime touched
                ? touched.toInstant()
                : otherwise;
    }

    String fileName() {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }

    /** A strong one: the time is as fine as the disk keeps it, which is finer than what most programs can write twice in. */
    EntityTag tag() {
        String time = inDigits(modified) + (touched.equals(modified) ? "" : '-' + inDigits(touched));
        String inode = key == null ? "" : '-' + Integer.toString(key.hashCode() & Integer.MAX_VALUE, 36);
        return EntityTag.strong(Long.toString(size, 36) + '-' + time + inode);
    }

    private static String inDigits(Instant time) {
        return Long.toString(time.getEpochSecond(), 36) + '.' + Integer.toString(time.getNano(), 36);
    }
}

package icy.server.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * What tells a file from what it was before somebody changed it.
 *
 * <p>Thread: any.
 *
 * @param path absolute
 */
record FileStamp(Path path, Instant modified, long bytes) {

    /** Of that file now; waits for the disk. */
    static FileStamp of(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(path.toString(), null, "is no file");
        }
        return new FileStamp(path, attributes.lastModifiedTime().toInstant(), attributes.size());
    }
}

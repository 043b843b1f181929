package icy.server.transcode;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the cache is: below the data folder, or, where there is none, in a folder that goes with the process.
 *
 * <p>Thread: any that may wait for a disk.
 */
final class CacheFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CacheFolder.class);

    private final @Nullable Path kept;
    private @Nullable Path temporary;

    CacheFolder(@Nullable Path dataDir) {
        this.kept = dataDir == null ? null : dataDir.resolve("cache").resolve("transcodes");
    }

    /** Whether what is in it outlives the process. */
    boolean isKept() {
        return kept != null;
    }

    /** The folder, which is there from now on. */
    synchronized Path make() throws IOException {
        if (kept != null) {
            return Files.createDirectories(kept);
        }
        Path made = temporary == null ? Files.createTempDirectory("icy-transcodes") : temporary;
        temporary = made;
        return made;
    }

    /** Removes what is not to be kept. */
    @Override
    public synchronized void close() {
        Path made = temporary;
        if (made == null) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(made)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(made);
        } catch (IOException e) {
            log.debug("removing {}", made, e);
        }
    }
}

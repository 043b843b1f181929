package icy.server.ondemand;

import icy.server.http.EntityTag;
import icy.server.http.Representation;
import icy.server.http.Supply;
import icy.server.loop.WorkerPool;
import icy.server.transcode.TranscodedFile;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Files in another quality as answers have them, and what is known of those in the cache: which of their bytes the kernel
 * has in its memory.
 *
 * <p>Thread: any.
 */
final class MadeFiles {
    private static final int MOST_KNOWN = 256;

    private final FileWarmer warmer;
    private final LongSupplier nanoClock;
    private final ConcurrentMap<String, WarmWindows> known = new ConcurrentHashMap<>();

    MadeFiles(WorkerPool workers, LongSupplier nanoClock) {
        this.warmer = new FileWarmer(workers);
        this.nanoClock = nanoClock;
    }

    /** What HTTP says of it. */
    static Representation representation(TranscodedFile file, String originalName) {
        String type = file.contentType();
        return Representation.of(
                file.length() == TranscodedFile.UNKNOWN_LENGTH ? Representation.UNKNOWN : file.length(),
                type,
                EntityTag.parse(file.entityTag()),
                file.modified(),
                PlayFields.CACHE_CONTROL,
                PlayFields.of(FileType.renamed(originalName, type)));
    }

    /** Its bytes, for one answer; releasing them closes it. */
    Supply bytes(TranscodedFile file) {
        if (!file.isComplete()) {
            return new MadeFile(file);
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear(); // what is forgotten is read once more
        }
        WarmWindows windows = known.computeIfAbsent(file.entityTag(), tag -> new WarmWindows(file.length(), nanoClock));
        return new WarmFile(file.entityTag(), file.channel(), file.length(), windows, warmer, new Holders(file::close));
    }
}

package icy.server.transcode;

import icy.server.encode.OutputCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file in another quality while somebody reads or makes it: one for all of them.
 *
 * <p>Thread: any.
 */
final class SharedTranscode {
    private final String name;
    private final GrowingFile file;
    private final OutputCodec codec;
    private final Instant modified;
    private final Consumer<SharedTranscode> unused;
    private volatile @Nullable TranscodeJob job;
    private int readers;
    private long unusedSince = System.nanoTime();

    /**
     * @param name of the file in the cache
     * @param unused is told when the last reader has left; it must not wait for anything
     */
    SharedTranscode(
            String name, GrowingFile file, OutputCodec codec, Instant modified, Consumer<SharedTranscode> unused) {
        this.name = name;
        this.file = file;
        this.codec = codec;
        this.modified = modified;
        this.unused = unused;
    }

    String name() {
        return name;
    }

    GrowingFile file() {
        return file;
    }

    OutputCodec codec() {
        return codec;
    }

    Instant modified() {
        return modified;
    }

    String entityTag() {
        return "W/\"" + name + '"';
    }

    /** What makes it; null once that is done. */
    @Nullable
    TranscodeJob job() {
        return job;
    }

    void madeBy(@Nullable TranscodeJob present) {
        job = present;
    }

    synchronized TranscodedFile newReader() {
        readers++;
        return new TranscodedFile(this);
    }

    void release() {
        boolean last;
        synchronized (this) {
            readers--;
            last = readers == 0;
            unusedSince = System.nanoTime();
        }
        if (last) {
            unused.accept(this);
        }
    }

    synchronized boolean isUsed() {
        return readers > 0;
    }

    synchronized boolean isUnusedFor(Duration time) {
        return readers == 0 && System.nanoTime() - unusedSince > time.toNanos();
    }

    /** A reader waits for that byte, which is not there. */
    void wanted(long position) {
        TranscodeJob present = job;
        if (present != null) {
            present.wanted(position);
        }
    }
}

package icy.server.transcode;

import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One reader's hold on a file in another quality, which may still be in the making. Until it is closed the file stays, and
 * goes on being made.
 *
 * <pre>{@code
 * long ready = file.readable(position);
 * if (ready > 0) {
 *     file.channel().transferTo(position, Math.min(ready, most), socket);
 * } else if (file.isComplete()) {
 *     // position is at its end
 * } else if (file.failure().isPresent()) {
 *     // it will never be there
 * } else {
 *     file.whenReadable(position, () -> loop.execute(this::goOn));
 * }
 * }</pre>
 *
 * <p>Thread: any; nothing here waits for a disk. One reader waits for one position at a time.
 */
public final class TranscodedFile implements AutoCloseable {
    /** What {@link #length} is while nobody can say it. */
    public static final long UNKNOWN_LENGTH = GrowingFile.UNKNOWN;

    private final SharedTranscode shared;
    private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    TranscodedFile(SharedTranscode shared) {
        this.shared = shared;
    }

    /**
     * How many bytes it has. For MP3 that is known from the beginning and does not change; other formats have {@link
     * #UNKNOWN_LENGTH} until they are complete.
     */
    public long length() {
        return shared.file().length();
    }

    /**
     * The entity tag, with its quotation marks, weak: the same file made anew sounds the same, but one that was sought in
     * while it was made differs in some bytes from one that was not.
     */
    public String entityTag() {
        return shared.entityTag();
    }

    /** When the file that it is made of was changed last. */
    public Instant modified() {
        return shared.modified();
    }

    /** What HTTP calls its format. */
    public String contentType() {
        return shared.codec().contentType();
    }

    /** For reading what is {@linkplain #readable there}, by position; it belongs to all readers and is not to be closed. */
    public FileChannel channel() {
        return shared.file().channel();
    }

    /** How many bytes from {@code position} on can be read now; they will not change. */
    public long readable(long position) {
        return shared.file().readable(position);
    }

    /** Whether all of it is there, and how long it is is known. */
    public boolean isComplete() {
        return shared.file().isComplete();
    }

    /** How much of it is made, 0 to 1; 0 as long as nobody can say. */
    double progress() {
        TranscodeJob job = shared.job();
        return job == null ? 1 : job.progress();
    }

    /** Why it will never be complete, in a sentence; what is readable stays so. */
    public Optional<String> failure() {
        return shared.file().failure();
    }

    /**
     * Calls {@code wake} once, when the byte at {@code position} can be read, or when it is known that it never will be:
     * at once and in this thread if that is so already, else in some other thread, which it must not hold up. Bytes that
     * are far ahead of what is made will be made at once, out of turn. What this reader waited for before is forgotten.
     */
    public void whenReadable(long position, Runnable wake) {
        Runnable mine = wake::run; // another object each time, to be told from others' in the list of those who wait
        forget(waiting.getAndSet(mine));
        if (closed.get()) {
            return;
        }
        if (shared.file().await(position, mine)) {
            shared.wanted(position);
        }
    }

    /** Lets go; nothing is called any more, but for what is on its way. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        forget(waiting.getAndSet(null));
        shared.release();
    }

    private void forget(@Nullable Runnable wake) {
        if (wake != null) {
            shared.file().forget(wake);
        }
    }
}

package icy.server.transcode;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One encoder at work on a file: begins at a moment, and ends where others have been, at the end, or when it is told to.
 *
 * <p>Thread: {@link #run} a worker's; the others any.
 */
final class Head implements Runnable {
    /** Who is told how it ended. */
    interface Owner {
        /** @param failure why it has not come to its end; null if it has, or was told to stop */
        void ended(Head head, @Nullable String failure);
    }

    private static final int CHUNK_BYTES = 8 * 1024;
    private static final Logger log = LoggerFactory.getLogger(Head.class);

    private final SoundEncoder encoder;
    private final Recipe recipe;
    private final long fromSample;
    private final Part part;
    private final Owner owner;
    private final long began = System.nanoTime();
    private volatile long lastOutput = began;
    private volatile boolean stopped;
    private volatile @Nullable String hangs;
    private @Nullable Encoding encoding;
    private volatile boolean productive;
    private volatile boolean unwritable;

    Head(SoundEncoder encoder, Recipe recipe, long fromSample, Part part, Owner owner) {
        this.encoder = encoder;
        this.recipe = recipe;
        this.fromSample = fromSample;
        this.part = part;
        this.owner = owner;
    }

    @Override
    public void run() {
        @Nullable String failure = null;
        try {
            work();
        } catch (UnwritableException e) {
            failure = e.getMessage();
            unwritable = true;
        } catch (Exception | OutOfMemoryError | StackOverflowError e) { // its owner must hear of it, whatever it is
            failure = reason(e);
            log.debug("{}: {}", recipe.sound().stamp().path(), failure, e);
        }
        closeEncoding();
        part.publish();
        owner.ended(this, stopped ? null : failure);
    }

    /** Ends it soon: what it has made stays. */
    void stop() {
        stopped = true;
    }

    /** Ends it now, whatever it is doing. */
    void kill() {
        stopped = true;
        closeEncoding();
    }

    /** Ends it if it has made nothing for so long. */
    void endIfSilentFor(Duration time) {
        if (System.nanoTime() - lastOutput > time.toNanos()) {
            hangs = "the encoder has made nothing for %d s".formatted(time.toSeconds());
            closeEncoding();
        }
    }

    boolean isStopping() {
        return stopped;
    }

    /** Whether it has made anything at all. */
    boolean isProductive() {
        return productive;
    }

    /** Whether what it has made could not be kept. */
    boolean couldNotWrite() {
        return unwritable;
    }

    /** The place of the first byte that it has not written yet. */
    long next() {
        return part.next();
    }

    long ageNanos() {
        return System.nanoTime() - began;
    }

    private void work() throws IOException {
        Encoding begun = open();
        byte[] chunk = new byte[CHUNK_BYTES];
        while (!stopped) {
            int count = begun.read(chunk);
            lastOutput = System.nanoTime();
            if (count < 0) {
                part.end();
                return;
            }
            productive = true;
            if (!part.take(chunk, count)) {
                return;
            }
        }
    }

    private Encoding open() throws IOException {
        Encoding begun = encoder.begin(recipe, fromSample);
        synchronized (this) {
            encoding = begun;
        }
        if (stopped) { // meanwhile
            begun.close();
        }
        return begun;
    }

    private void closeEncoding() {
        Encoding present;
        synchronized (this) {
            present = encoding;
        }
        if (present != null) {
            present.close();
        }
    }

    private String reason(Throwable e) {
        String silence = hangs;
        if (silence != null) {
            return silence;
        }
        return e instanceof IOException && e.getMessage() != null ? e.getMessage() : "a defect: " + e;
    }
}

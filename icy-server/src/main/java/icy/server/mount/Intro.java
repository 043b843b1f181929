package icy.server.mount;

import icy.core.mpeg.FrameFormat;
import icy.core.ring.StreamTime;
import icy.server.loop.WorkerPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MP3 file that listeners hear before the stream: read by a worker, kept in memory, shared by all who hear it. It is
 * looked at every two seconds while somebody joins, and read anew when it has changed.
 *
 * <p>One of another sample rate or channel count than the stream is left out, since many players click or stop at such a
 * change.
 *
 * <p>Thread: any.
 */
final class Intro {
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);
    private static final byte[] NONE = {};
    private static final Logger log = LoggerFactory.getLogger(Intro.class);

    private final Path path;
    private final WorkerPool workers;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Reading latest;
    private volatile long nextLookNanos;
    private volatile @Nullable Misfit complainedOf;

    /** What became of one state of the file; without a clip where it could not be used. */
    private record Reading(Stamp stamp, @Nullable IntroClip clip) {}

    /** Told apart from what was said before, so that it is said once. */
    private record Misfit(FrameFormat format, StreamFormat stream) {}

    /** @param nowNanos of the loops' clock */
    Intro(Path path, WorkerPool workers, long nowNanos) {
        this.path = path;
        this.workers = workers;
        this.nextLookNanos = nowNanos;
    }

    /** What one hears first who joins a stream of that format; empty where nothing fits. Never slow. */
    byte[] before(String mount, StreamFormat stream, long nowNanos) {
        if (nowNanos - nextLookNanos >= 0) {
            nextLookNanos = nowNanos + LOOK_INTERVAL.toNanos();
            look();
        }
        Reading reading = latest;
        IntroClip clip = reading == null ? null : reading.clip;
        if (clip == null) {
            return NONE;
        }
        FrameFormat format = clip.format();
        if (stream.codec() == Codec.MP3
                && format.sampleRate() == stream.sampleRate()
                && format.channels() == stream.channels()) {
            return clip.audio();
        }
        Misfit misfit = new Misfit(format, stream);
        if (!misfit.equals(complainedOf)) {
            complainedOf = misfit;
            log.warn("mount {}: the intro {} is left out: it is {} and the stream {}", mount, path, format, stream);
        }
        return NONE;
    }

    /** Has a worker look at the file, unless one does already or none is free. Completes when it has. */
    CompletableFuture<Void> look() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!looking.compareAndSet(false, true)) {
            done.complete(null);
        } else if (!workers.tryExecute(() -> lookNow(done))) {
            looking.set(false);
            done.complete(null);
        }
        return done;
    }

    private void lookNow(CompletableFuture<Void> done) {
        try {
            Stamp stamp = Stamp.of(path);
            Reading before = latest;
            if (before == null || !before.stamp.equals(stamp)) {
                latest = new Reading(stamp, read());
            }
        } finally {
            looking.set(false);
            done.complete(null);
        }
    }

    private @Nullable IntroClip read() {
        try {
            IntroClip clip = IntroClip.read(path);
            log.info("{}: an intro of {} s", path, StreamTime.toMillis(clip.units()) / 1000.0);
            return clip;
        } catch (IOException e) {
            log.warn("{}: not played as an intro: {}", path, e.getMessage());
        } catch (RuntimeException e) {
            log.error("{}: not played as an intro: a defect in the parser", path, e);
        }
        return null;
    }

    /** What tells one state of the file from another. */
    private record Stamp(FileTime modified, long bytes) {
        private static final Stamp GONE = new Stamp(FileTime.fromMillis(0), -1);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size());
            } catch (IOException e) {
                return GONE; // Reading it will say why.
            }
        }
    }
}

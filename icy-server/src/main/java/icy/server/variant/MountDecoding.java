package icy.server.variant;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.StreamFormat;
import icy.server.mount.StreamTap;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes what a mount sends, once for all its variants, and only while one of them is made: a thread reads the mount's
 * ring as a listener would and fills a {@link PcmWindow}. It begins as far back as its first user wants, so that what
 * comes of it can be listened to at once. Each stretch of the mount's stream has a window of its own.
 *
 * <p>Thread: any; one of its own decodes.
 */
final class MountDecoding {
    /** A decoder needs units before the first one that it gets right. */
    private static final Duration RUN_UP = Duration.ofMillis(300);

    /** How often it looks whether there is another unit: far less than a unit is late anyhow. */
    private static final long LOOK_MILLIS = 10;

    private static final Logger log = LoggerFactory.getLogger(MountDecoding.class);

    private final Mount of;
    private final FfmpegHere ffmpeg;
    private final Duration capacity;
    private int users;
    private @Nullable Worker worker;

    /** @param capacity how much sound is kept, for encoders that begin */
    MountDecoding(Mount of, FfmpegHere ffmpeg, Duration capacity) {
        this.of = of;
        this.ffmpeg = ffmpeg;
        this.capacity = capacity;
    }

    /** One more needs it; if that is the first, it begins so far behind what is due. */
    synchronized void enter(Duration behind) {
        if (users++ == 0) {
            Worker begun = new Worker(behind);
            worker = begun;
            begun.start();
        }
    }

    /** One needs it no more; after the last one there is no thread and no memory. */
    void leave() {
        Worker last = null;
        synchronized (this) {
            if (--users == 0) {
                last = worker;
                worker = null;
            }
        }
        if (last != null) {
            last.stop();
        }
    }

    /** Ends what decodes, if it is another process, whatever it does; another one goes on. Never waits. */
    void endDecoder() {
        Worker present;
        synchronized (this) {
            present = worker;
        }
        if (present != null) {
            present.abortDecoder();
        }
    }

    /** The window that is being filled; null when there is none within that time. */
    synchronized @Nullable PcmWindow await(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            Worker present = worker;
            PcmWindow window = present == null ? null : present.window;
            if (window != null && !window.hasEnded()) {
                return window;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void changed() {
        notifyAll();
    }

    /** What runs while somebody needs it. */
    private final class Worker implements Runnable {
        private final Duration behind;
        private final Thread thread = new Thread(this, "decode-" + of.name());
        private volatile @Nullable PcmWindow window;
        private volatile @Nullable UnitSamples decoder;
        private volatile boolean stopped;

        Worker(Duration behind) {
            this.behind = behind;
        }

        void start() {
            thread.setDaemon(true);
            thread.start();
        }

        void stop() {
            stopped = true;
            thread.interrupt();
            abortDecoder();
        }

        void abortDecoder() {
            UnitSamples present = decoder;
            if (present != null) {
                present.abort();
            }
        }

        @Override
        public void run() {
            try {
                while (!stopped) {
                    decodeStretch();
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            } catch (InterruptedException e) {
                log.trace("mount {}: nobody needs its samples any more", of.name(), e);
            } finally {
                PcmWindow last = window;
                if (last != null) {
                    last.end();
                }
            }
        }

        /** From where it is wanted to the end of what the mount sends without a break. */
        private void decodeStretch() throws InterruptedException {
            long from = of.dueTime() - StreamTime.ofDuration(behind.plus(RUN_UP));
            StreamTap tap = StreamTap.openAt(of, from);
            if (tap == null) {
                return;
            }
            PcmWindow next =
                    new PcmWindow(tap.stretch(), samplesOf(tap.format()), tap.time(), StreamTime.ofDuration(capacity));
            try (UnitSamples samples = samples(tap, next)) {
                decoder = samples;
                next.titles().add(tap.time(), tap.title());
                window = next;
                changed();
                while (!stopped && tap.flows()) {
                    if (!decodeNext(tap, samples, next.titles())) {
                        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                    }
                }
            } finally {
                next.end();
            }
        }

        private boolean decodeNext(StreamTap tap, UnitSamples samples, TitleTrack titles) {
            long time = tap.time();
            StreamTitle title = tap.title();
            ByteBuffer unit = tap.next();
            if (unit == null) {
                return false;
            }
            titles.add(time, title);
            samples.unit(unit, tap.time());
            return true;
        }

        private UnitSamples samples(StreamTap tap, PcmWindow into) {
            if (tap.format().codec() == Codec.MP3) {
                return new FrameSamples(into);
            }
            return new ChildSamples(of.name(), ffmpeg, tap.format().codec(), tap.preamble(), into);
        }
    }

    /** Samples are at the usual rates, which all encoders take. */
    private static PcmFormat samplesOf(StreamFormat format) {
        int rate = format.sampleRate();
        int usual = rate == 11_025 || rate == 22_050 || rate == 44_100 || rate == 88_200
                ? 44_100
                : rate == 32_000 ? 32_000 : 48_000;
        return new PcmFormat(usual, Math.min(2, format.channels()));
    }
}

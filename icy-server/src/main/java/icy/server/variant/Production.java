package icy.server.variant;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import icy.server.encode.Ffmpeg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one variant while somebody wants it: a thread gives an encoder the samples of the mount, from some seconds back at
 * first, and what the encoder makes waits in a short queue. An encoder that ends, or makes nothing any more, is followed
 * by another, which begins where it stopped: the samples of some seconds are still there, so nothing is left out.
 *
 * <pre>
 *   PcmWindow ─> this thread ─> Encoder ─> its own thread ─> UnitCutter ─> queue ─> the variant's mount
 * </pre>
 *
 * <p>Thread: any; one of its own writes to the encoder.
 */
final class Production {
    /** Some seconds of the smallest units; full, the encoder waits, and the samples wait in their window. */
    private static final int MOST_WAITING = 512;

    /** The first units of an encoder are not yet as good as the later ones. */
    private static final int RUN_UP_UNITS = 3;

    private static final int CHUNK_FRAMES = 4096;
    private static final long PATIENCE_MILLIS = 200;
    private static final long SHORTEST_BREAK_MILLIS = 100;
    private static final long LONGEST_BREAK_MILLIS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Production.class);

    private final String name;
    private final Shape shape;
    private final MountDecoding decoding;
    private final FfmpegHere ffmpeg;
    private final Start start;
    private final BlockingQueue<Unit> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Encoder present;
    private volatile @Nullable Output output;
    /** Encoders so far. */
    private long encoders;
    /** Where the next encoder goes on. */
    private volatile @Nullable Mark made;

    /**
     * Where the first encoder begins.
     *
     * @param due stream time of the parent that is due now
     * @param behind so far before that
     */
    record Start(LongSupplier due, Duration behind) {
        private long time() {
            return due.getAsLong() - StreamTime.ofDuration(behind);
        }
    }

    /** How far a stretch of the parent's stream has been made. */
    private record Mark(String stretch, long time) {}

    /**
     * @param name of the variant's mount
     */
    Production(String name, Shape shape, MountDecoding decoding, FfmpegHere ffmpeg, Start start) {
        this.name = name;
        this.shape = shape;
        this.decoding = decoding;
        this.ffmpeg = ffmpeg;
        this.start = start;
        this.thread = new Thread(this::run, "encode-" + name);
        thread.setDaemon(true);
    }

    void begin() {
        decoding.enter(start.behind());
        thread.start();
    }

    /** Nobody wants it any more. Returns at once; an encoder that hangs has to be {@linkplain #endEncoder ended} too. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Waits until nothing of it is left. */
    void awaitEnd(Duration most) throws InterruptedException {
        thread.join(most.toMillis());
    }

    /** What it makes; null before that is known. */
    @Nullable
    Output output() {
        return output;
    }

    /** The next unit; null while there is none. */
    @Nullable
    Unit poll() {
        return waiting.poll();
    }

    /** Ends the present encoder, whatever it does; unless this was stopped, another one goes on. Never waits. */
    void endEncoder() {
        Encoder encoder = present;
        if (encoder != null) {
            encoder.abort();
        }
    }

    private void run() {
        long pause = SHORTEST_BREAK_MILLIS;
        try {
            while (!stopped) {
                PcmWindow window = decoding.await(PATIENCE_MILLIS);
                if (window == null) {
                    continue;
                }
                long before = madeIn(window);
                try {
                    encode(window);
                    pause = SHORTEST_BREAK_MILLIS;
                } catch (IOException e) {
                    pause = madeIn(window) > before ? SHORTEST_BREAK_MILLIS : Math.min(2 * pause, LONGEST_BREAK_MILLIS);
                    if (!stopped) {
                        log.warn("mount {}: its encoder has failed ({}); the next one begins", name, e.getMessage());
                    }
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            log.trace("mount {}: nobody listens any more", name, e);
        } catch (RuntimeException e) {
            log.error("mount {}: its encoding has failed", name, e);
        } finally {
            decoding.leave();
        }
    }

    /** With one encoder, as long as it lives and the stretch lasts. */
    private void encode(PcmWindow window) throws IOException, InterruptedException {
        Output making = Output.of(shape, window.format());
        output = making;
        long from = Math.max(window.oldest(), firstFrame(window, making));
        UnitCutter cutter = UnitCutter.of(making, new Timed(window, ++encoders, window.timeOf(from), making.delay()));
        Encoder.Sink sink = (bytes, length) -> cutter.push(ByteBuffer.wrap(bytes, 0, length));
        Shaping shaping = new Shaping(shape, window.format());
        byte[] chunk = new byte[CHUNK_FRAMES * window.format().frameBytes()];
        try (Encoder encoder = open(making, sink)) {
            present = encoder;
            while (!stopped) {
                int frames = window.read(from, chunk, PATIENCE_MILLIS);
                if (frames == PcmWindow.OVER) {
                    if (window.hasEnded()) {
                        encoder.finish();
                        cutter.finish();
                    }
                    return;
                }
                encoder.write(
                        shaping.apply(chunk, frames), frames * making.samples().frameBytes());
                from += frames;
            }
        } finally {
            present = null;
        }
    }

    private Encoder open(Output making, Encoder.Sink sink) throws IOException {
        Ffmpeg program = ffmpeg.that(Output.codecOf(shape.format().kind()))
                .orElseThrow(() -> new IOException("there is no ffmpeg here that can make " + shape.format()));
        return ChildEncoder.start(name, program, making, sink);
    }

    /**
     * Where the last encoder stopped, and before that what makes the units of both fit; or so far back as is wanted.
     */
    private long firstFrame(PcmWindow window, Output making) {
        Mark last = made;
        if (last != null && last.stretch().equals(window.stretch())) {
            return window.frameAt(last.time() + making.delay() - RUN_UP_UNITS * making.unitDuration());
        }
        return window.frameAt(start.time());
    }

    private long madeIn(PcmWindow window) {
        Mark last = made;
        return last != null && last.stretch().equals(window.stretch()) ? last.time() : Long.MIN_VALUE;
    }

    /** Says of each unit of one encoder when it is heard. */
    private final class Timed implements UnitCutter.Sink {
        private final PcmWindow window;
        private final long encoder;
        private final long soundFrom;
        private long time;

        Timed(PcmWindow window, long encoder, long soundFrom, long delay) {
            this.window = window;
            this.encoder = encoder;
            this.soundFrom = soundFrom;
            this.time = soundFrom - delay;
        }

        @Override
        public void unit(byte[] bytes, long duration) {
            long begins = time;
            time += duration;
            if (begins < soundFrom) {
                return; // nothing but the encoder's delay
            }
            StreamTitle title = window.titles().at(begins + duration / 2);
            Unit unit = new Unit(window.stretch(), encoder, bytes, begins, duration, title);
            try {
                while (!waiting.offer(unit, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (stopped) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            made = new Mark(window.stretch(), time);
        }
    }
}

package icy.server.variant;

import icy.server.encode.ChildProcess;
import icy.server.encode.Ffmpeg;
import icy.server.mount.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Units of AAC or Ogg as samples, by ffmpeg. Each link of a chained Ogg stream has a process of its own, and so has what
 * follows one that failed. The samples of a process begin where its first unit does; what is missing there is silence, and
 * what is too much is left out, so that everything stays at its place in stream time.
 *
 * <p>Thread: whoever owns the object; one more reads what the process writes.
 */
final class ChildSamples implements UnitSamples {
    private static final Duration LAST_SAMPLES = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** RFC 3533 section 6: bit 1 of the sixth byte says that a page is the first of its stream. */
    private static final int FLAGS_OFFSET = 5;

    private static final int FIRST_PAGE = 2;
    private static final int CHUNK_FRAMES = 1024;

    private static final Logger log = LoggerFactory.getLogger(ChildSamples.class);

    private final String mount;
    private final FfmpegHere ffmpeg;
    private final Codec codec;
    private final byte[] headers;
    private final PcmWindow window;
    private volatile @Nullable Decoder decoder;
    private long brokenNanos = System.nanoTime() - PAUSE_NANOS;
    private long unitBegins;

    /** @param headers what a decoder needs before the first unit; may be empty */
    ChildSamples(String mount, FfmpegHere ffmpeg, Codec codec, ByteBuffer headers, PcmWindow window) {
        this.mount = mount;
        this.ffmpeg = ffmpeg;
        this.codec = codec;
        this.headers = new byte[headers.remaining()];
        headers.get(this.headers);
        this.window = window;
    }

    @Override
    public void unit(ByteBuffer unit, long endTime) {
        byte[] bytes = unit.array();
        long begins = unitBegins;
        unitBegins = window.frameAt(endTime);
        boolean beginsLink = codec == Codec.OGG && (bytes[FLAGS_OFFSET] & FIRST_PAGE) != 0;
        try {
            if (beginsLink) {
                finish();
            }
            Decoder present = decoder;
            if (present == null && System.nanoTime() - brokenNanos >= PAUSE_NANOS) {
                present = open(begins, beginsLink ? new byte[0] : headers);
            }
            if (present != null) {
                present.child.stdin().write(bytes, unit.position(), unit.remaining());
                present.child.stdin().flush();
            }
        } catch (IOException e) {
            log.warn("mount {}: its decoder has failed ({})", mount, e.getMessage());
            brokenNanos = System.nanoTime();
            close();
        }
    }

    @Override
    public void abort() {
        Decoder present = decoder;
        if (present != null) {
            present.child.kill();
        }
    }

    @Override
    public void close() {
        Decoder last = decoder;
        decoder = null;
        if (last != null) {
            last.child.close();
            last.await();
        }
    }

    /** What the link before has left is still wanted. */
    private void finish() throws IOException {
        Decoder last = decoder;
        if (last != null) {
            last.child.stdin().close();
            last.await();
        }
        close();
    }

    private Decoder open(long firstFrame, byte[] before) throws IOException {
        Ffmpeg program = ffmpeg.find().orElseThrow(() -> new IOException("there is no ffmpeg here"));
        PcmFormat format = window.format();
        ChildProcess child = ChildProcess.start(program.command(List.of(
                "-probesize",
                "16384",
                "-analyzeduration",
                "0",
                "-f",
                codec == Codec.OGG ? "ogg" : "aac",
                "-i",
                "pipe:0",
                "-f",
                "s16le",
                "-ar",
                Integer.toString(format.sampleRate()),
                "-ac",
                Integer.toString(format.channels()),
                "-flush_packets",
                "1",
                "pipe:1")));
        Decoder opened = new Decoder(child, firstFrame);
        decoder = opened; // from now on it can be ended, should it not even read this
        child.stdin().write(before);
        return opened;
    }

    /** A process, and the thread that takes what it writes to the window. */
    private final class Decoder {
        private final ChildProcess child;
        private final Thread reading = new Thread(this::read, "decoded-" + mount);
        /** Where the next frame belongs. */
        private long next;

        Decoder(ChildProcess child, long first) {
            this.child = child;
            this.next = first;
            reading.setDaemon(true);
            reading.start();
        }

        private void await() {
            try {
                reading.join(LAST_SAMPLES.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void read() {
            int frameBytes = window.format().frameBytes();
            byte[] chunk = new byte[CHUNK_FRAMES * frameBytes];
            try (InputStream from = child.stdout()) {
                int filled = 0;
                for (int n = from.read(chunk); n >= 0; n = from.read(chunk, filled, chunk.length - filled)) {
                    filled += n;
                    int frames = filled / frameBytes;
                    place(chunk, frames);
                    filled -= frames * frameBytes;
                    System.arraycopy(chunk, frames * frameBytes, chunk, 0, filled);
                }
            } catch (IOException e) {
                log.trace("a decoder was ended", e);
            }
        }

        /** Fills up with silence what nobody made, and leaves out what there is already. */
        private void place(byte[] samples, int frames) {
            int frameBytes = window.format().frameBytes();
            byte[] silence = new byte[CHUNK_FRAMES * frameBytes];
            for (long missing = next - window.edge(); missing > 0; missing -= CHUNK_FRAMES) {
                window.append(silence, (int) Math.min(CHUNK_FRAMES, missing));
            }
            int surplus = (int) Math.min(frames, window.edge() - next);
            window.append(Arrays.copyOfRange(samples, surplus * frameBytes, frames * frameBytes), frames - surplus);
            next += frames;
        }
    }
}

package icy.server.mount;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TrackParser;
import icy.core.mpeg.TrackSummary;
import icy.core.ring.StreamTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a short MP3 file, cleaned and joined as a track's are: no tags, no Xing frame, no encoder padding.
 *
 * <p>One that is too long is refused and not cut: a sentence that stops in the middle is worse than none.
 *
 * <p>Thread: immutable; {@link #read} is for workers.
 *
 * @param format of all frames
 * @param audio the frames; not to be changed
 * @param units how long they last, in 1/28,224,000 s
 */
@SuppressWarnings("ArrayRecordComponent") // shared by thousands of listeners, compared by nobody
record IntroClip(FrameFormat format, byte[] audio, long units) {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 16 * 1024;

    /**
     * Reads a file.
     *
     * @throws IOException with why it cannot be used, in half a sentence
     */
    static IntroClip read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            Frames frames = new Frames();
            TrackParser parser = new TrackParser(channel.size(), frames);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            while (frames.refusal.isEmpty() && channel.read(chunk.clear()) >= 0) {
                parser.push(chunk.flip());
            }
            TrackSummary summary = parser.finish();
            FrameFormat format = frames.format;
            if (!frames.refusal.isEmpty() || format == null) {
                throw new IOException(
                        frames.refusal.isEmpty() ? summary.whyUnplayable().orElse("it is empty") : frames.refusal);
            }
            return new IntroClip(format, frames.audio.toByteArray(), frames.units);
        } catch (NoSuchFileException e) {
            throw new IOException("it is gone", e);
        }
    }

    /** Collects them, within bounds. */
    private static final class Frames implements TrackParser.Sink {
        private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
        private @Nullable FrameFormat format;
        private long units;
        private String refusal = "";

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat its, long durationUnits, boolean joint) {
            if (!refusal.isEmpty()) {
                return;
            }
            if (its.layer() != 3) {
                refusal = its + " is no MP3";
            } else if (format != null && !format.equals(its)) {
                refusal = "it changes from %s to %s".formatted(format, its);
            } else if (units + durationUnits > StreamTime.ofDuration(LONGEST)) {
                refusal = "it is longer than %d s".formatted(LONGEST.toSeconds());
            } else if (audio.size() + length > MOST_BYTES) {
                refusal = "it has more than %d bytes".formatted(MOST_BYTES);
            } else {
                format = its;
                units += durationUnits;
                audio.write(bytes, offset, length);
            }
        }

        @Override
        public void damage(long offset, long bytes, String reason) {
            // Left out, as in a track.
        }
    }
}

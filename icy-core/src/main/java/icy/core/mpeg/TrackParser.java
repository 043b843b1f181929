package icy.core.mpeg;

import icy.core.scan.Skipped;
import java.nio.ByteBuffer;

/**
 * The whole way from the bytes of a file to the frames that air: {@link FrameScanner} finds them, {@link RunParser} has
 * JLayer check them, {@link FrameJoiner} leaves out and primes. Works as the bytes come and holds back a fraction of a
 * second: a frame is given once the next one's header is seen, or a few frames later where padding is trimmed.
 *
 * <pre>{@code
 * TrackParser parser = new TrackParser(fileBytes, sink);
 * while (channel.read(chunk.clear()) >= 0) {
 *     parser.push(chunk.flip());
 * }
 * TrackSummary summary = parser.finish();
 * }</pre>
 *
 * <p>It gives frames of any layer and format; a mount looks at {@link FrameFormat} to know whether it carries them.
 *
 * <p>Thread: whoever owns the object.
 */
public final class TrackParser {

    /** Where the track's frames go. */
    public interface Sink {
        /**
         * A frame that airs. The bytes are valid during the call only.
         *
         * @param durationUnits in 1/28,224,000 s
         * @param joint whether decoding begins anew here: true for the first frame of the track
         */
        void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint);

        /** Bytes of the input that may have been music and do not air. */
        void damage(long offset, long bytes, String reason);
    }

    private static final String DISAGREEMENT = "frame that JLayer reads differently";

    private final Sink sink;
    private final FrameScanner scanner;
    private final RunParser runs = new RunParser();
    private final FrameJoiner joiner;
    private final Stages stages = new Stages();

    private final byte[] firstBytes = new byte[ForeignFile.BYTES];
    private int firstBytesCount;
    /** Where in the file the input begins. */
    private long startPosition;

    private long inputBytes;
    private long frames;
    private long durationUnits;
    private long lostBytes;
    private long freeFormatBytes;
    private long undecodableFrames;
    private boolean onlyPadding = true;

    /** Parses a file from its first byte. {@code totalBytes} may be {@link FrameScanner#UNKNOWN_LENGTH}. */
    public TrackParser(long totalBytes, Sink sink) {
        this.sink = sink;
        scanner = new FrameScanner(totalBytes);
        joiner = new FrameJoiner(stages);
    }

    /**
     * Parses the rest of a file from {@code entry.position()} on; the first frame that airs is the entry's.
     *
     * @param restBytes how long the file is from there, or {@link FrameScanner#UNKNOWN_LENGTH}
     */
    public TrackParser(long restBytes, TrackIndex.Entry entry, Sink sink) {
        this.sink = sink;
        scanner = new FrameScanner(restBytes);
        joiner = new FrameJoiner(entry, stages);
        startPosition = entry.position();
    }

    /** Takes in all of {@code chunk}: its position moves to its limit. Calls the sink with what is decided. */
    public void push(ByteBuffer chunk) {
        if (firstBytesCount < firstBytes.length) {
            int count = Math.min(firstBytes.length - firstBytesCount, chunk.remaining());
            chunk.get(chunk.position(), firstBytes, firstBytesCount, count);
            firstBytesCount += count;
        }
        inputBytes += chunk.remaining();
        scanner.push(chunk, stages);
    }

    /** The input has ended: gives the frames held back, and says what became of the whole. */
    public TrackSummary finish() {
        scanner.finish(stages);
        joiner.finish();
        return new TrackSummary(frames, durationUnits, lostBytes, frames > 0 ? "" : unplayable());
    }

    private String unplayable() {
        if (inputBytes == 0) {
            return "not an MP3: the file is empty";
        }
        if (freeFormatBytes > 0) {
            return Skipped.FREE_FORMAT.reason();
        }
        if (undecodableFrames > 0) {
            return "no frame is whole: all point at missing data or make no sense";
        }
        String foreign = ForeignFile.name(firstBytes, firstBytesCount);
        if (!foreign.isEmpty()) {
            return "not an MP3: this is " + foreign;
        }
        if (onlyPadding) {
            return "no music: only tags or zero bytes";
        }
        return "not an MP3: no frames found";
    }

    /** The stages call each other here, so that none of this is public. */
    private final class Stages implements FrameScanner.Sink, FrameJoiner.Sink {

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            if (runs.agrees(bytes, offset, header)) {
                joiner.frame(bytes, offset, header, position);
            } else {
                joiner.damage();
                dropped(position, header.frameBytes(), DISAGREEMENT);
            }
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            onlyPadding &= !reason.isDamage();
            if (!reason.isDamage()) {
                return;
            }
            if (reason == Skipped.FREE_FORMAT) {
                freeFormatBytes += bytes;
            }
            joiner.damage();
            lostBytes += bytes;
            sink.damage(startPosition + position, bytes, reason.reason());
        }

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long frameUnits, boolean joint) {
            frames++;
            durationUnits += frameUnits;
            sink.frame(bytes, offset, length, format, frameUnits, joint);
        }

        @Override
        public void dropped(long position, long bytes, String reason) {
            undecodableFrames++;
            lostBytes += bytes;
            sink.damage(startPosition + position, bytes, reason);
        }
    }
}

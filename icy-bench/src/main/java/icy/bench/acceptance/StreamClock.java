package icy.bench.acceptance;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameScanner;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;

/**
 * How much audio has been heard, by the frames in the bytes: exact, whatever the bitrate does. A frame counts once the
 * next one's header has come.
 *
 * <p>Thread: whoever owns the object.
 */
final class StreamClock implements FrameScanner.Sink {
    private final FrameScanner scanner = new FrameScanner();
    private long durationUnits;
    private long frames;
    private long strayBytes;

    void heard(byte[] bytes, int offset, int length) {
        scanner.push(ByteBuffer.wrap(bytes, offset, length), this);
    }

    double seconds() {
        return (double) durationUnits / FrameHeader.UNITS_PER_SECOND;
    }

    double frameSeconds() {
        return frames == 0 ? 0 : seconds() / frames;
    }

    /** Bytes that were in no frame: there should be none. */
    long strayBytes() {
        return strayBytes;
    }

    @Override
    public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
        durationUnits += header.durationUnits();
        frames++;
    }

    @Override
    public void skipped(long position, long bytes, Skipped reason) {
        strayBytes += bytes;
    }
}

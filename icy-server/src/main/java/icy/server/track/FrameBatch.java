package icy.server.track;

import icy.core.ring.StreamTime;
import java.util.Arrays;

/**
 * Some seconds of a track's frames, one after the other.
 *
 * <p>Thread: one at a time; the worker fills it, hands it over and keeps no reference.
 */
public final class FrameBatch {
    private static final int FIRST_BYTES = 80 * 1024; // 1.5 s at 320 kbit/s and the chunk that crosses its end

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[256];
    private int[] durations = new int[256];
    private int frames;
    private long units;
    private boolean last;

    /** One more frame; its bytes are copied. */
    void add(byte[] from, int offset, int length, long durationUnits) {
        int begin = bytesUsed();
        if (begin + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(begin + length, bytes.length * 2));
        }
        if (frames == ends.length) {
            ends = Arrays.copyOf(ends, frames * 2);
            durations = Arrays.copyOf(durations, frames * 2);
        }
        System.arraycopy(from, offset, bytes, begin, length);
        ends[frames] = begin + length;
        durations[frames] = Math.toIntExact(durationUnits); // a frame is 0.144 s at most
        frames++;
        units += durationUnits;
    }

    void markLast() {
        last = true;
    }

    /** Whether the track has nothing after these. */
    public boolean last() {
        return last;
    }

    public int frames() {
        return frames;
    }

    /** Duration of all frames, in 1/28,224,000 s. */
    public long units() {
        return units;
    }

    /** Holds the frames from its first byte on; beyond {@link #bytesUsed} it means nothing. */
    public byte[] bytes() {
        return bytes;
    }

    public int bytesUsed() {
        return frames == 0 ? 0 : ends[frames - 1];
    }

    /** Where a frame begins; for the number of frames, where the last one ends. */
    public int offset(int frame) {
        return frame == 0 ? 0 : ends[frame - 1];
    }

    public int length(int frame) {
        return ends[frame] - offset(frame);
    }

    public int durationUnits(int frame) {
        return durations[frame];
    }

    /** Average bitrate in kbit/s; 0 if there are no frames. */
    public int kbps() {
        long bits = 8L * bytesUsed();
        return units == 0 ? 0 : (int) Math.round(bits * (StreamTime.UNITS_PER_SECOND / 1000.0) / units);
    }
}

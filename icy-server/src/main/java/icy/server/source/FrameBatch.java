package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.core.ring.StreamTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some seconds of frames on their way from a worker to the home loop, and where in them tracks begin.
 *
 * <p>Thread: one at a time; the worker fills it, hands it over and keeps no reference.
 */
final class FrameBatch {
    /**
     * A track begins.
     *
     * @param frame index of its first frame in the batch
     * @param title what listeners are shown
     * @param what for the log
     */
    record TrackStart(int frame, StreamTitle title, String what) {}

    private final List<TrackStart> starts = new ArrayList<>(2);
    private byte[] bytes = new byte[64 * 1024];
    private int[] ends = new int[256];
    private int[] durations = new int[256];
    private int frames;
    private long units;
    private long unitsAtStart;
    private boolean last;
    private boolean nothing;

    void add(byte[] from, int offset, int length, long durationUnits) {
        int begin = frames == 0 ? 0 : ends[frames - 1];
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

    void start(StreamTitle title, String what) {
        starts.add(new TrackStart(frames, title, what));
        unitsAtStart = units;
    }

    /** How much there is of the track that began last. */
    long unitsSinceStart() {
        return units - unitsAtStart;
    }

    /** Average bitrate of the track that begins at {@code start}, as far as it is in this batch. */
    int kbps(TrackStart start) {
        int next = starts.indexOf(start) + 1;
        int end = next < starts.size() ? starts.get(next).frame() : frames;
        long duration = 0;
        for (int i = start.frame(); i < end; i++) {
            duration += durations[i];
        }
        long bits = 8L * (offset(end) - offset(start.frame()));
        return duration == 0 ? 0 : (int) Math.round(bits * (StreamTime.UNITS_PER_SECOND / 1000.0) / duration);
    }

    /** Nothing follows this batch. */
    void markLast() {
        last = true;
    }

    boolean last() {
        return last;
    }

    /** There is nothing that could be played now; frames that were found before that are good. */
    void markNothing() {
        nothing = frames == 0;
    }

    boolean nothing() {
        return nothing;
    }

    int frames() {
        return frames;
    }

    /** Duration of all frames. */
    long units() {
        return units;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset(int frame) {
        return frame == 0 ? 0 : ends[frame - 1];
    }

    int length(int frame) {
        return ends[frame] - offset(frame);
    }

    int durationUnits(int frame) {
        return durations[frame];
    }

    List<TrackStart> starts() {
        return starts;
    }
}

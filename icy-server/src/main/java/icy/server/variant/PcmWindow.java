package icy.server.variant;

import java.util.concurrent.TimeUnit;

/**
 * The newest samples of a mount, for all who encode them: one writes, each reader goes on from where it is, and none holds
 * another up. One that is too slow is overtaken, and told so. Frames are numbered from 0; where they are in the mount's
 * stream time follows from the number alone.
 *
 * <p>Thread: any.
 */
final class PcmWindow {
    /** {@link #read} says: what was asked for is gone, or nothing will come any more. */
    static final int OVER = -1;

    private final String stretch;
    private final PcmFormat format;
    private final long startTime;
    private final TitleTrack titles = new TitleTrack();
    private final byte[] bytes;
    private final int capacityFrames;
    private long written;
    private boolean ended;

    /**
     * @param stretch the stretch of the mount's stream that this is of
     * @param startTime stream time of the first frame
     * @param capacity how much is kept, in stream time
     */
    PcmWindow(String stretch, PcmFormat format, long startTime, long capacity) {
        this.stretch = stretch;
        this.format = format;
        this.startTime = startTime;
        this.capacityFrames = (int) format.frames(capacity);
        this.bytes = new byte[capacityFrames * format.frameBytes()];
    }

    String stretch() {
        return stretch;
    }

    PcmFormat format() {
        return format;
    }

    /** What is played in it, by stream time. */
    TitleTrack titles() {
        return titles;
    }

    /** Stream time at which a frame begins. */
    long timeOf(long frame) {
        return startTime + format.duration(frame);
    }

    /** The frame that begins nearest to a stream time, there or not. */
    long frameAt(long time) {
        return format.frames(time - startTime);
    }

    /** How many frames have been written: the number of the next. */
    synchronized long edge() {
        return written;
    }

    /** The oldest frame that is there. */
    synchronized long oldest() {
        return Math.max(0, written - capacityFrames);
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Writes so many frames; the oldest give way. */
    synchronized void append(byte[] from, int frames) {
        int length = frames * format.frameBytes();
        for (int done = 0; done < length; ) {
            int at = index(written) + done;
            int index = at < bytes.length ? at : at - bytes.length;
            int part = Math.min(length - done, bytes.length - index);
            System.arraycopy(from, done, bytes, index, part);
            done += part;
        }
        written += frames;
        notifyAll();
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Copies what there is from a frame on, waiting for it if need be.
     *
     * @return how many frames; 0 when none came in time; {@link #OVER}
     */
    synchronized int read(long from, byte[] into, long waitMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (from >= written && !ended) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return 0;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (from < oldest() || from >= written) {
            return OVER;
        }
        int frames = (int) Math.min(written - from, into.length / format.frameBytes());
        int length = frames * format.frameBytes();
        int index = index(from);
        int first = Math.min(length, bytes.length - index);
        System.arraycopy(bytes, index, into, 0, first);
        System.arraycopy(bytes, 0, into, first, length - first);
        return frames;
    }

    private int index(long frame) {
        return (int) (frame % capacityFrames) * format.frameBytes();
    }
}

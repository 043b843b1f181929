package icy.core.scan;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the units (frames, pages) in a stream of bytes. Bytes are pushed in as they come, in pieces of any size; how they
 * were cut changes nothing. Every byte of the input comes out exactly once and in order, in a unit or in a skipped
 * stretch with its reason.
 *
 * <p>This is the window over the input and the count of what is skipped; what a unit is, the subclass decides by {@link
 * #step}.
 *
 * <p>Thread: whoever owns the object.
 *
 * @param <S> where units and skipped bytes go
 */
public abstract class StreamScanner<S extends SkipSink> {
    private final int maxBufferBytes;

    /** The bytes that are not decided yet are those from {@link #at} to {@link #end}. */
    protected byte[] window;

    protected int at;
    protected int end;
    /** Whether the input ends where the window's bytes do. */
    protected boolean ended;

    /** Where in the input the window begins. */
    private long windowPosition;

    private long skippedFrom;
    private long skippedBytes;
    private Skipped skippedReason = Skipped.GARBAGE;
    private boolean skippedOnlyZeros;

    /**
     * @param firstBufferBytes what the window begins with; it doubles for a stream that needs more
     * @param maxBufferBytes more than the farthest look ahead; {@code firstBufferBytes} times a power of two
     */
    protected StreamScanner(int firstBufferBytes, int maxBufferBytes) {
        this.window = new byte[firstBufferBytes];
        this.maxBufferBytes = maxBufferBytes;
    }

    /**
     * Decides on the next unit, or on some bytes that are none.
     *
     * @return false if that takes more bytes than are there; never after the input has {@link #ended}
     */
    protected abstract boolean step(S sink);

    /** Takes in all of {@code chunk} (its position moves to its limit) and gives what can be decided. */
    public final void push(ByteBuffer chunk, S sink) {
        while (chunk.hasRemaining()) {
            if (end == window.length) {
                makeRoom();
            }
            int taken = Math.min(chunk.remaining(), window.length - end);
            chunk.get(window, end, taken);
            end += taken;
            decide(sink);
        }
    }

    /** The input has ended: gives all that is left. The scanner takes nothing after this. */
    public final void finish(S sink) {
        ended = true;
        decide(sink);
        if (skippedReason == Skipped.GARBAGE && skippedOnlyZeros) {
            skippedReason = Skipped.PADDING; // behind the last unit zeros harm nobody
        }
        flushSkipped(sink);
    }

    /** Bytes taken in that are neither given nor skipped yet; bounded by the farthest look ahead. */
    public final int undecidedBytes() {
        return end - at;
    }

    private void decide(S sink) {
        boolean decided = true;
        while (decided && at < end) {
            decided = step(sink);
        }
    }

    private void makeRoom() {
        if (at == 0) {
            if (window.length >= maxBufferBytes) {
                throw new IllegalStateException("nothing decided in " + window.length + " bytes at " + windowPosition);
            }
            window = Arrays.copyOf(window, window.length * 2);
        }
        System.arraycopy(window, at, window, 0, end - at);
        windowPosition += at;
        end -= at;
        at = 0;
    }

    /** Where in the input the next undecided byte is. */
    protected final long position() {
        return windowPosition + at;
    }

    /** Leaves out the next {@code bytes}. */
    protected final void skip(int bytes, Skipped reason, S sink) {
        if (bytes == 0) {
            return;
        }
        // What follows a unit that is damaged and is no unit itself belongs to it.
        boolean continues = skippedBytes > 0
                && (skippedReason == reason || (reason == Skipped.GARBAGE && skippedReason.isDamage()));
        if (!continues) {
            flushSkipped(sink);
            skippedFrom = position();
            skippedReason = reason;
            skippedOnlyZeros = true;
        }
        for (int i = at; i < at + bytes && skippedOnlyZeros; i++) {
            skippedOnlyZeros = window[i] == 0;
        }
        skippedBytes += bytes;
        at += bytes;
    }

    /** The last {@code bytes} before the next undecided one have another reason, if they were skipped as garbage. */
    protected final void skippedBecause(long bytes, Skipped reason, S sink) {
        if (bytes > 0 && skippedReason == Skipped.GARBAGE && bytes <= skippedBytes) {
            skippedBytes -= bytes;
            flushSkipped(sink);
            skippedFrom = position() - bytes;
            skippedBytes = bytes;
            skippedReason = reason;
        }
    }

    /** Tells of what was skipped; done before a unit is given. */
    protected final void flushSkipped(S sink) {
        if (skippedBytes > 0) {
            long bytes = skippedBytes;
            skippedBytes = 0;
            sink.skipped(skippedFrom, bytes, skippedReason);
        }
    }
}

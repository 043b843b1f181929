package icy.core.ogg;

import icy.core.mpeg.Skipped;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the pages in a stream of Ogg: the authority on where they begin and end. Bytes are pushed in as they come, in
 * pieces of any size; how they were cut changes nothing. Every byte of the input comes out exactly once and in order,
 * in a page or in a skipped stretch with its reason.
 *
 * <p>A page is believed when its checksum is right, and given as soon as its last byte is there. Where it is wrong, the
 * search goes on one byte later, so damage costs the pages it touches and no other.
 *
 * <p>Thread: whoever owns the object.
 */
public final class OggScanner {

    /** Where pages and skipped bytes go. */
    public interface Sink {
        /**
         * A whole page with the right checksum. It is valid during the call only; its bytes may be changed, no one else
         * reads them again.
         *
         * @param position where in the input the page begins
         */
        void page(OggPage page, long position);

        /** Bytes that are in no page. Neighbouring stretches with the same reason come as one. */
        void skipped(long position, long bytes, Skipped reason);
    }

    /** How many undecided bytes are kept at most: a power of two over the longest page, 65,307 bytes. */
    public static final int MAX_BUFFER_BYTES = 65_536;

    /** Enough for a page of Vorbis; the window grows only for a stream that needs more. */
    private static final int FIRST_BUFFER_BYTES = 8192;

    /**
     * How many bytes may be summed up in vain, and how fast that is forgiven, in bytes for each byte of input. Without
     * it, input that holds nothing but beginnings of pages would cost a checksum of kilobytes every 27 bytes.
     */
    private static final int VAIN_BYTES_ALLOWED = 8 * MAX_BUFFER_BYTES;

    private static final int VAIN_BYTES_FORGIVEN = 8;

    private byte[] window = new byte[FIRST_BUFFER_BYTES];
    private int at;
    private int end;
    private long windowPosition;
    private boolean ended;

    private final OggPage page = new OggPage();

    private long vainBytes;
    private long vainPosition;

    private long skippedFrom;
    private long skippedBytes;
    private Skipped skippedReason = Skipped.GARBAGE;

    /** Takes in all of {@code chunk} (its position moves to its limit) and gives what can be decided. */
    public void push(ByteBuffer chunk, Sink sink) {
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
    public void finish(Sink sink) {
        ended = true;
        decide(sink);
        flushSkipped(sink);
    }

    /** Bytes taken in that are neither given nor skipped yet; less than {@link #MAX_BUFFER_BYTES}. */
    public int undecidedBytes() {
        return end - at;
    }

    private void makeRoom() {
        if (at == 0) {
            if (window.length == MAX_BUFFER_BYTES) {
                throw new IllegalStateException("nothing decided in " + window.length + " bytes at " + windowPosition);
            }
            window = Arrays.copyOf(window, window.length * 2);
        }
        System.arraycopy(window, at, window, 0, end - at);
        windowPosition += at;
        end -= at;
        at = 0;
    }

    private void decide(Sink sink) {
        boolean decided = true;
        while (decided && at < end) {
            decided = step(sink);
        }
    }

    /** One page, or some bytes that are none. */
    private boolean step(Sink sink) {
        int length = OggPage.measure(window, at, end);
        if (length == OggPage.NO_PAGE) {
            skip(1 + bytesBeforeNextO(), Skipped.GARBAGE, sink);
            return true;
        }
        if (length == OggPage.TOO_FEW_BYTES || length > end - at) {
            if (ended) {
                skip(1, Skipped.CUT_SHORT, sink);
            }
            return ended;
        }
        if (!mayCheck()) {
            skip(1, Skipped.CHECKSUM, sink);
            return true;
        }
        page.wrap(window, at, end);
        if (!page.hasRightChecksum()) {
            vainBytes += length;
            skip(1, Skipped.CHECKSUM, sink);
            return true;
        }
        flushSkipped(sink);
        sink.page(page, windowPosition + at);
        at += length;
        return true;
    }

    private boolean mayCheck() {
        long position = windowPosition + at;
        vainBytes = Math.max(0, vainBytes - VAIN_BYTES_FORGIVEN * (position - vainPosition));
        vainPosition = position;
        return vainBytes < VAIN_BYTES_ALLOWED;
    }

    private int bytesBeforeNextO() {
        int next = at + 1;
        while (next < end && window[next] != 'O') {
            next++;
        }
        return next - at - 1;
    }

    private void skip(int bytes, Skipped reason, Sink sink) {
        // What follows a page that is damaged or cut short and is no page itself belongs to it.
        boolean continues = skippedBytes > 0
                && (skippedReason == reason || (reason == Skipped.GARBAGE && skippedReason != Skipped.GARBAGE));
        if (!continues) {
            flushSkipped(sink);
            skippedFrom = windowPosition + at;
            skippedReason = reason;
        }
        skippedBytes += bytes;
        at += bytes;
    }

    private void flushSkipped(Sink sink) {
        if (skippedBytes > 0) {
            long bytes = skippedBytes;
            skippedBytes = 0;
            sink.skipped(skippedFrom, bytes, skippedReason);
        }
    }
}

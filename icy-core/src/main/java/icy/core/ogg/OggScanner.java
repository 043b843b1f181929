package icy.core.ogg;

import icy.core.scan.SkipSink;
import icy.core.scan.Skipped;
import icy.core.scan.StreamScanner;

/**
 * Finds the pages in a stream of Ogg: the authority on where they begin and end.
 *
 * <p>A page is believed when its checksum is right, and given as soon as its last byte is there. Where it is wrong, the
 * search goes on one byte later, so damage costs the pages it touches and no other.
 *
 * <p>Thread: whoever owns the object.
 */
public final class OggScanner extends StreamScanner<OggScanner.Sink> {

    /** Where pages and skipped bytes go. */
    public interface Sink extends SkipSink {
        /**
         * A whole page with the right checksum. It is valid during the call only; its bytes may be changed, no one else
         * reads them again.
         *
         * @param position where in the input the page begins
         */
        void page(OggPage page, long position);
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

    private final OggPage page = new OggPage();

    private long vainBytes;
    private long vainPosition;

    public OggScanner() {
        super(FIRST_BUFFER_BYTES, MAX_BUFFER_BYTES);
    }

    @Override
    protected boolean step(Sink sink) {
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
        sink.page(page, position());
        at += length;
        return true;
    }

    private boolean mayCheck() {
        long position = position();
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
}

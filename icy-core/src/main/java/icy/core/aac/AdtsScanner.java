package icy.core.aac;

import icy.core.scan.SkipSink;
import icy.core.scan.Skipped;
import icy.core.scan.StreamScanner;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in a stream of ADTS: the authority on where they begin and end.
 *
 * <pre>
 *              3 headers in a row                        the next header is there
 *  SEARCHING ─────────────────────────&gt;  LOCKED ────────────────────────────────────┐
 *     │  ^  ^                              │  ^                                     │
 *     │  │  └── next header missing ───────┘  └──────────── frame ──────────────────┘
 *     │  │      (frame given, unless another
 *  tag│  │       frame begins inside it)
 *     v  │ claimed end reached, or 4 headers in a row
 *   IN_TAG
 * </pre>
 *
 * <p>A frame is believed when headers of its format follow at the distances stated: {@value #CONFIRMING_HEADERS} in all,
 * or one less if nothing but a tag or the start of the input is before it or the format is that of the frames before, or
 * one less again if the last frame ends where the input ends or a tag begins. While locked, one header ahead is enough,
 * so a live frame waits for the seven bytes behind it and no longer. This is the way of {@link
 * icy.core.mpeg.FrameScanner}.
 *
 * <p>Thread: whoever owns the object.
 */
public final class AdtsScanner extends StreamScanner<AdtsScanner.Sink> {

    /** Where frames and skipped bytes go. */
    public interface Sink extends SkipSink {
        /**
         * A whole frame. Its bytes are {@code header.frameBytes()} from {@code offset}; they and the header are valid
         * during the call only.
         *
         * @param position where in the input the frame begins
         */
        void frame(byte[] bytes, int offset, AdtsHeader header, long position);
    }

    /**
     * How many undecided bytes are kept at most, a power of two over the farthest look ahead: three of the longest
     * frames and a header for a chain that contradicts a tag, 3 × 8,191 + 7 = 24,580.
     */
    public static final int MAX_BUFFER_BYTES = 32_768;

    /** Enough for three frames of a stereo stream; the window grows only for a stream that needs more. */
    private static final int FIRST_BUFFER_BYTES = 4096;

    private static final int CONFIRMING_HEADERS = 3;
    private static final int CONTRADICTING_HEADERS = 4;
    private static final int ID3V2_HEADER_BYTES = 10;
    private static final int ID3V1_BYTES = 128;

    /** What {@link #tagAt} says besides a length. */
    private static final int NO_TAG = 0;

    private static final int TOO_FEW_BYTES = -1;

    /** Why a chain of headers ended. */
    private enum Stop {
        /** As many headers as were wanted. */
        FULL,
        /** Where the next header should be is something else. */
        BROKEN,
        /** Where the next header should be the input ends or a tag begins. */
        BORDER,
        /** The input ends inside the last frame. */
        CUT_BY_END,
        /** Too few bytes to tell. */
        MORE
    }

    private final AdtsHeader frame = new AdtsHeader();
    private final AdtsHeader later = new AdtsHeader();
    /** How many headers {@link #follow} found; the first of them is in {@link #frame}. */
    private int headers;

    private boolean locked;
    private @Nullable AdtsFormat run;
    /** Nothing but tags since the start of the input or the last frame. */
    private boolean anchored = true;

    /** What {@link #tagAt} found last. */
    private Skipped foundTag = Skipped.ID3V2;

    private Skipped passedTag = Skipped.ID3V2;
    private long passedTagEnd;

    public AdtsScanner() {
        super(FIRST_BUFFER_BYTES, MAX_BUFFER_BYTES);
    }

    @Override
    protected boolean step(Sink sink) {
        if (position() < passedTagEnd) {
            return passTag(sink);
        }
        return locked ? nextFrame(sink) : search(sink);
    }

    /** One step while locked. A header of the run's format stands at {@link #at}. */
    private boolean nextFrame(Sink sink) {
        switch (follow(at, 2)) {
            case MORE -> {
                return false;
            }
            case FULL -> give(sink);
            case BORDER -> {
                give(sink);
                release(/* anchor= */ true);
            }
            case CUT_BY_END -> {
                release(/* anchor= */ false);
                skip(1, Skipped.CUT_SHORT, sink);
            }
            case BROKEN -> {
                return giveBeforeDamage(sink);
            }
        }
        return true;
    }

    /** The next header is missing: was this frame cut short, or is the damage behind it? */
    private boolean giveBeforeDamage(Sink sink) {
        AdtsFormat format = frame.format();
        int limit = at + frame.frameBytes();
        for (int inside = at + AdtsHeader.HEADER_BYTES; inside < limit; inside++) {
            if (window[inside] != -1) {
                continue;
            }
            Stop stop = follow(inside, 2);
            boolean couldBe = headers == 0 || frame.format() == format;
            if (stop == Stop.MORE && couldBe) {
                return false;
            }
            if (headers > 0 && couldBe && confirms(stop, /* trusted= */ true)) {
                skip(inside - at, Skipped.CUT_SHORT, sink);
                release(/* anchor= */ true);
                return true;
            }
        }
        give(sink);
        release(/* anchor= */ false);
        return true;
    }

    /** One step of the search: a tag, a frame that is believed, or bytes that are neither. */
    private boolean search(Sink sink) {
        int tag = tagAt(at);
        if (tag == TOO_FEW_BYTES) {
            return false;
        }
        if (tag != NO_TAG) {
            passedTag = foundTag;
            passedTagEnd = position() + tag;
            return true;
        }
        Stop stop = follow(at, CONFIRMING_HEADERS);
        if (stop == Stop.MORE) {
            return false;
        }
        if (headers > 0 && confirms(stop, anchored || frame.format() == run)) {
            run = frame.format();
            locked = true;
            return true;
        }
        anchored = false;
        skip(1, Skipped.GARBAGE, sink);
        return true;
    }

    private boolean confirms(Stop stop, boolean trusted) {
        int evidence = headers + (stop == Stop.BORDER ? 1 : 0);
        return stop == Stop.FULL || evidence >= (trusted ? CONFIRMING_HEADERS - 1 : CONFIRMING_HEADERS);
    }

    /** Follows up to {@code wanted} headers of one format, each at the distance the one before it states. */
    private Stop follow(int from, int wanted) {
        headers = 0;
        int next = from;
        while (true) {
            int left = end - next;
            if (left <= 0 && headers > 0) {
                return !ended ? Stop.MORE : left == 0 ? Stop.BORDER : Stop.CUT_BY_END;
            }
            if (left < AdtsHeader.HEADER_BYTES && !ended && couldBeHeader(next, left)) {
                return Stop.MORE;
            }
            AdtsHeader header = headers == 0 ? frame : later;
            if (left < AdtsHeader.HEADER_BYTES || !header.parse(window, next) || header.format() != frame.format()) {
                return headers == 0 ? Stop.BROKEN : atNoHeader(next);
            }
            headers++;
            if (headers == wanted) {
                return Stop.FULL;
            }
            next += header.frameBytes();
        }
    }

    private boolean couldBeHeader(int from, int left) {
        return window[from] == -1 && (left < 2 || AdtsHeader.startsLikeHeader(window[from], window[from + 1]));
    }

    private Stop atNoHeader(int next) {
        int tag = tagAt(next);
        return tag == TOO_FEW_BYTES ? Stop.MORE : tag == NO_TAG ? Stop.BROKEN : Stop.BORDER;
    }

    /**
     * The length of the ID3 tag that begins at {@code from} (id3v2.4.0-structure §3.1), which {@link #foundTag} names;
     * {@link #NO_TAG} or {@link #TOO_FEW_BYTES}. ID3v1 can only be told from other bytes where a frame could begin.
     */
    private int tagAt(int from) {
        int left = end - from;
        byte first = window[from];
        if (first != 'I' && (first != 'T' || (from == at && !anchored && !locked))) {
            return NO_TAG;
        }
        if (left < ID3V2_HEADER_BYTES && !ended) {
            return matches(from, left, first == 'I' ? "ID3" : "TAG") ? TOO_FEW_BYTES : NO_TAG;
        }
        if (first == 'T') {
            foundTag = Skipped.ID3V1;
            return matches(from, left, "TAG") && left >= 3 ? ID3V1_BYTES : NO_TAG;
        }
        boolean found = left >= ID3V2_HEADER_BYTES
                && matches(from, left, "ID3")
                && window[from + 3] != -1
                && window[from + 4] != -1
                && (window[from + 6] | window[from + 7] | window[from + 8] | window[from + 9]) >= 0;
        if (!found) {
            return NO_TAG;
        }
        foundTag = Skipped.ID3V2;
        int body = window[from + 6] << 21 | window[from + 7] << 14 | window[from + 8] << 7 | window[from + 9];
        boolean hasFooter = (window[from + 5] & 0x10) != 0;
        return ID3V2_HEADER_BYTES + body + (hasFooter ? ID3V2_HEADER_BYTES : 0);
    }

    private boolean matches(int from, int left, String mark) {
        for (int i = 0; i < Math.min(left, mark.length()); i++) {
            if (window[from + i] != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Counts a tag off, unless a chain of frames in it shows that its stated length is a lie. */
    private boolean passTag(Sink sink) {
        int limit = (int) Math.min(end - at, passedTagEnd - position());
        int passed = 0;
        boolean waits = false;
        while (passed < limit) {
            Stop stop = window[at + passed] == -1 ? follow(at + passed, CONTRADICTING_HEADERS) : Stop.BROKEN;
            if (stop == Stop.MORE) {
                waits = true;
                break;
            }
            if (stop == Stop.FULL) {
                passedTagEnd = position() + passed;
                break;
            }
            passed++;
        }
        anchored = true;
        skip(passed, passedTag, sink);
        return !waits;
    }

    private void give(Sink sink) {
        flushSkipped(sink);
        frame.parse(window, at);
        sink.frame(window, at, frame, position());
        at += frame.frameBytes();
    }

    private void release(boolean anchor) {
        locked = false;
        anchored = anchor;
    }
}

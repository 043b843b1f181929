package icy.core.mpeg;

import icy.core.mpeg.HeaderChain.Stop;
import icy.core.mpeg.TagSignature.Place;
import icy.core.mpeg.TagSignature.Verdict;
import icy.core.scan.SkipSink;
import icy.core.scan.Skipped;
import icy.core.scan.StreamScanner;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in a stream of bytes: the authority on where they begin and end.
 *
 * <pre>
 *              3 headers in a row                        the next header is there
 *  SEARCHING ─────────────────────────&gt;  LOCKED ────────────────────────────────────┐
 *     │  ^  ^                              │  ^                                     │
 *     │  │  └── next header missing ───────┘  └──────────── frame ──────────────────┘
 *     │  │      (frame given, unless another
 *  tag│  │       frame begins inside it)
 *     v  │ claimed end reached, or 5 headers in a row
 *   IN_TAG
 * </pre>
 *
 * <p>A lone header proves nothing (one byte pair in 2,000 of anything looks like one), so a frame is believed when
 * headers of its format follow at the computed distances: {@value #CONFIRMING_HEADERS} in all, or one less if nothing
 * but a tag or the start of the input is before it or the format is that of the frames before, or one less again if the
 * last frame ends where the input ends or a tag begins. While locked, one header ahead is enough. If it is missing,
 * either this frame lost bytes, and then the next one begins inside its stated length, or what follows is damaged.
 *
 * <p>So one stretch of damage, whether bytes were overwritten, removed or put in, costs the frames it touches, the bytes
 * put in, and two frames besides at the most.
 *
 * <p>A tag is passed by counting, and believed as far as its items account for its claim ({@link TagPass}). Free format
 * is recognised by its equal distances, and skipped.
 *
 * <p>Thread: whoever owns the object.
 */
public final class FrameScanner extends StreamScanner<FrameScanner.Sink> {

    /** Where frames and skipped bytes go. */
    public interface Sink extends SkipSink {
        /**
         * A whole frame. Its bytes are {@code header.frameBytes()} from {@code offset}; they and the header are valid
         * during the call only.
         *
         * @param position where in the input the frame begins
         */
        void frame(byte[] bytes, int offset, FrameHeader header, long position);
    }

    /** For inputs whose length is not known beforehand. */
    public static final long UNKNOWN_LENGTH = Long.MAX_VALUE;

    /**
     * How many undecided bytes are kept at most, a power of two over the farthest look ahead: four of the longest
     * frames and a header for a chain that contradicts a tag, 4 × 2,881 + 4 = 11,528; two of the longest free-format
     * frames and a header, 11,526.
     */
    public static final int MAX_BUFFER_BYTES = 32_768;

    /** Enough for four frames at 320 kbit/s. */
    private static final int FIRST_BUFFER_BYTES = 8192;

    private static final int CONFIRMING_HEADERS = 3;

    /** LAME writes free format up to 640 kbit/s; twice the longest stated frame holds that from 8 kHz up. */
    private static final int MAX_FREE_FORMAT_BYTES = 2 * FrameHeader.MAX_FRAME_BYTES - 1;

    private static final int FREE_FORMAT_LOOKAHEAD = 2 * MAX_FREE_FORMAT_BYTES + FrameHeader.HEADER_BYTES;

    /** After a search in vain, none is made for so long: a hostile file cannot make every byte cost a search. */
    private static final int FREE_FORMAT_RETRY_BYTES = 1000;

    /** What stays the same from one free-format header to the next: all but padding, private, mode and flags. */
    private static final int FREE_FORMAT_MASK = 0xFFFF_FC00;

    private final TagSignature tag = new TagSignature();
    private final HeaderChain chain = new HeaderChain(tag);
    private final TagPass tagPass = new TagPass(chain);
    private final FrameHeader frame = new FrameHeader();
    private final FrameHeader probe = new FrameHeader();
    private final long totalBytes;

    private boolean locked;
    private @Nullable FrameFormat run;
    /** Nothing but tags and padding since the start of the input, the last tag or the last frame. */
    private boolean anchored = true;

    /** Before this position no search for free format is made. */
    private long freeFormatRetry;

    /** Scans an input of {@code totalBytes}, or of {@link #UNKNOWN_LENGTH}. The length only serves to doubt tags. */
    public FrameScanner(long totalBytes) {
        super(FIRST_BUFFER_BYTES, MAX_BUFFER_BYTES);
        this.totalBytes = totalBytes;
    }

    public FrameScanner() {
        this(UNKNOWN_LENGTH);
    }

    @Override
    protected boolean step(Sink sink) {
        if (!tagPass.isOver(position())) {
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
            case TAG, END_OF_INPUT -> {
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
        frame.parse(window, at);
        FrameFormat format = frame.format();
        int lookahead = 3 * FrameHeader.longestFrameBytes(format);
        if (!ended && end - at < lookahead) {
            return false;
        }
        int limit = Math.min(at + frame.frameBytes(), end);
        for (int inside = at + FrameHeader.HEADER_BYTES; inside < limit; inside++) {
            boolean isTag = tag.recognise(window, inside, end, ended, Place.ANYWHERE) == Verdict.FOUND;
            if (isTag || (window[inside] == -1 && continuesAt(inside, format))) {
                skip(inside - at, Skipped.CUT_SHORT, sink);
                release(/* anchor= */ true);
                return true;
            }
        }
        give(sink);
        release(/* anchor= */ false);
        return true;
    }

    private boolean continuesAt(int from, FrameFormat format) {
        Stop stop = follow(from, 2);
        return chain.headers() > 0 && chain.first().format().equals(format) && confirms(stop, /* trusted= */ true);
    }

    /** One step of the search: a tag, a frame that is believed, or one byte that is neither. */
    private boolean search(Sink sink) {
        Verdict verdict = tag.recognise(window, at, end, ended, place());
        if (verdict == Verdict.MORE) {
            return false;
        }
        if (verdict == Verdict.FOUND) {
            enterTag(sink);
            return true;
        }
        Stop stop = follow(at, CONFIRMING_HEADERS);
        if (stop == Stop.MORE) {
            return false;
        }
        if (chain.headers() > 0
                && confirms(stop, anchored || chain.first().format().equals(run))) {
            run = chain.first().format();
            locked = true;
            return true;
        }
        if (position() >= freeFormatRetry && probeFreeFormat(at)) {
            return skipFreeFormat(sink);
        }
        skipUnknown(sink);
        return true;
    }

    private Stop follow(int from, int wanted) {
        return chain.follow(window, from, end, ended, wanted);
    }

    private Place place() {
        return position() == 0 ? Place.START : anchored ? Place.BOUNDARY : Place.ANYWHERE;
    }

    private boolean confirms(Stop stop, boolean trusted) {
        int evidence = chain.headers() + (stop == Stop.TAG || stop == Stop.END_OF_INPUT ? 1 : 0);
        return stop == Stop.FULL || evidence >= (trusted ? CONFIRMING_HEADERS - 1 : CONFIRMING_HEADERS);
    }

    private void skipUnknown(Sink sink) {
        if (anchored && window[at] == 0) {
            skip(1, Skipped.PADDING, sink);
        } else {
            anchored = false;
            skip(1, Skipped.GARBAGE, sink);
        }
    }

    private void enterTag(Sink sink) {
        tagPass.begin(tag, window, at, position(), totalBytes);
        skippedBecause(tag.bytesBefore(), tag.kind(), sink);
    }

    private boolean passTag(Sink sink) {
        int passed = tagPass.pass(window, at, end, ended, position());
        if (passed > 0) {
            skip(passed, tagPass.kind(), sink);
        }
        anchored = true;
        return passed > 0 || tagPass.isOver(position());
    }

    /** Whether a header without a bitrate stands at {@code from}; it is left in {@link #frame}. */
    private boolean probeFreeFormat(int from) {
        return end - from >= FrameHeader.HEADER_BYTES && frame.parse(window, from) && frame.isFreeFormat();
    }

    /** Skips one free-format frame if two more headers like it follow at equal distances, else one byte. */
    private boolean skipFreeFormat(Sink sink) {
        if (!ended && end - at < FREE_FORMAT_LOOKAHEAD) {
            return false;
        }
        int shortest = frame.mainDataOffset();
        int limit = Math.min(at + MAX_FREE_FORMAT_BYTES, end - FrameHeader.HEADER_BYTES);
        for (int second = at + shortest; second <= limit; second++) {
            if (window[second] == -1 && isLikeFrame(second)) {
                int unpadded = second - at - paddingBytes(frame);
                int third = second + unpadded + paddingBytes(probe);
                boolean endsInput = third == end;
                if (endsInput || (third + FrameHeader.HEADER_BYTES <= end && isLikeFrame(third))) {
                    skip(second - at, Skipped.FREE_FORMAT, sink);
                    return true;
                }
            }
        }
        freeFormatRetry = position() + FREE_FORMAT_RETRY_BYTES;
        skipUnknown(sink);
        return true;
    }

    private boolean isLikeFrame(int candidate) {
        return probe.parse(window, candidate) && ((probe.word() ^ frame.word()) & FREE_FORMAT_MASK) == 0;
    }

    private static int paddingBytes(FrameHeader header) {
        return header.padding() ? header.layer() == 1 ? 4 : 1 : 0;
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

package icy.core.mpeg;

import icy.core.mpeg.TagSignature.Place;

/**
 * Follows headers of one format through a window of the input, each at the distance the one before it says: the
 * evidence on which frames are believed.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class HeaderChain {

    /** Why a chain ended. */
    enum Stop {
        /** As many headers as were wanted. */
        FULL,
        /** Where the next header should be is something else. */
        BROKEN,
        /** Where the next header should be is a tag. */
        TAG,
        /** The last frame ends exactly where the input ends. */
        END_OF_INPUT,
        /** The input ends inside the last frame. */
        CUT_BY_END,
        /** Too few bytes to tell. */
        MORE
    }

    private final FrameHeader first = new FrameHeader();
    private final FrameHeader later = new FrameHeader();
    private final TagSignature tag;
    private int headers;

    HeaderChain(TagSignature tag) {
        this.tag = tag;
    }

    /** The header the chain began with; only to be read if {@link #headers} is not 0. */
    FrameHeader first() {
        return first;
    }

    /** How many headers were found. */
    int headers() {
        return headers;
    }

    /**
     * Follows up to {@code wanted} headers, the first of which is looked for at {@code from}.
     *
     * @param end where the window's bytes end
     * @param ended whether the input ends there too
     */
    Stop follow(byte[] window, int from, int end, boolean ended, int wanted) {
        headers = 0;
        int next = from;
        while (true) {
            int left = end - next;
            if (left <= 0 && headers > 0) {
                return !ended ? Stop.MORE : left == 0 ? Stop.END_OF_INPUT : Stop.CUT_BY_END;
            }
            if (left < FrameHeader.HEADER_BYTES && !ended && couldBeHeader(window, next, left)) {
                return Stop.MORE;
            }
            FrameHeader header = headers == 0 ? first : later;
            if (left < FrameHeader.HEADER_BYTES
                    || !header.parse(window, next)
                    || header.isFreeFormat()
                    || !header.format().equals(first.format())) {
                return headers == 0 ? Stop.BROKEN : atNoHeader(window, next, end, ended);
            }
            headers++;
            if (headers == wanted) {
                return Stop.FULL;
            }
            next += header.frameBytes();
        }
    }

    private Stop atNoHeader(byte[] window, int next, int end, boolean ended) {
        return switch (tag.recognise(window, next, end, ended, Place.BOUNDARY)) {
            case FOUND -> Stop.TAG;
            case NONE -> Stop.BROKEN;
            case MORE -> Stop.MORE;
        };
    }

    private static boolean couldBeHeader(byte[] window, int at, int left) {
        return window[at] == -1 && (left < 2 || (window[at + 1] & 0xE0) == 0xE0);
    }
}

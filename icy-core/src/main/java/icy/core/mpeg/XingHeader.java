package icy.core.mpeg;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an encoder wrote about the whole file into a silent frame before the music: Xing's header (VBR), the same under
 * the name Info (CBR), LAME's extension of both, or Fraunhofer's VBRI. It describes a file, so it never goes on the
 * air: players would show a duration and try to seek.
 *
 * <pre>
 *  Xing/Info, after the side information (encoders disagree whether a CRC counts, so both places are looked at):
 *  4 name │ 4 flags │ [4 frames] │ [4 bytes] │ [100 toc] │ [4 quality] │ LAME's extension:
 *  9 encoder │ 1 │ 1 │ 4 │ 2 │ 2 │ 1 │ 1 │ 3: 12 bits delay, 12 bits padding │ ...
 *
 *  VBRI, always 32 bytes after the header:
 *  4 name │ 2 version │ 2 delay │ 2 quality │ 4 bytes │ 4 frames │ ...
 * </pre>
 *
 * Numbers are big-endian. Sources: "MP3 Info Tag rev 1 specifications" (Gabriel Bouvigne) and LAME's VbrTag.c.
 *
 * @param frames audio frames after this one, or {@link #UNKNOWN}; encoders err by one, taggers by more
 * @param bytes length of the stream with this frame, or {@link #UNKNOWN}
 * @param encoder as written, "LAME3.100"; may be empty
 * @param delaySamples what the encoder put before the music, or {@link #UNKNOWN}; LAME: 576
 * @param paddingSamples what the encoder put after it, or {@link #UNKNOWN}
 *     <p>Thread: any.
 */
public record XingHeader(Kind kind, long frames, long bytes, String encoder, int delaySamples, int paddingSamples) {

    /** Not stated. */
    public static final int UNKNOWN = -1;

    /** What the frame calls itself. */
    public enum Kind {
        XING,
        INFO,
        VBRI
    }

    /** Samples that every Layer III decoder of the common kind adds in front: 528, and one of the filter bank. */
    public static final int DECODER_DELAY_SAMPLES = 529;

    /** What a decoder must have heard before its output is right: one granule of overlap, 481 of the filter bank. */
    private static final int PREROLL_SAMPLES = 576 + 481;

    private static final int XING_MARK = 0x58696E67;
    private static final int INFO_MARK = 0x496E666F;
    private static final int VBRI_MARK = 0x56425249;
    private static final int VBRI_OFFSET = FrameHeader.HEADER_BYTES + 32;
    /** A hundred positions, right to a percent at best: passed over, see {@link TrackIndex}. */
    private static final int TOC_BYTES = 100;

    private static final int LAME_DELAYS_OFFSET = 21;

    /** Reads the header out of a frame, if it is such a frame. */
    public static Optional<XingHeader> parse(byte[] bytes, int offset, FrameHeader header) {
        int mark = markOffset(bytes, offset, header);
        if (mark < 0) {
            return Optional.empty();
        }
        int end = offset + header.frameBytes();
        return Optional.of(int32(bytes, mark) == VBRI_MARK ? vbri(bytes, mark) : xing(bytes, mark, end));
    }

    /** Whether the frame is no music but such a header; allocates nothing. */
    public static boolean isAt(byte[] bytes, int offset, FrameHeader header) {
        return markOffset(bytes, offset, header) >= 0;
    }

    /** Whole frames at the start in which there is nothing of the music, nor anything a decoder needs for it. */
    public int leadingFrames(int samplesPerFrame) {
        return delaySamples < 0
                ? 0
                : Math.max(0, delaySamples + DECODER_DELAY_SAMPLES - PREROLL_SAMPLES) / samplesPerFrame;
    }

    /** Whole frames at the end that a decoder turns into padding only. */
    public int trailingFrames(int samplesPerFrame) {
        return Math.max(0, paddingSamples - DECODER_DELAY_SAMPLES) / samplesPerFrame;
    }

    private static int markOffset(byte[] bytes, int offset, FrameHeader header) {
        if (header.layer() != 3) {
            return -1;
        }
        int end = offset + header.frameBytes();
        int plain = offset + FrameHeader.HEADER_BYTES + header.sideInfoBytes();
        if (isXing(bytes, plain, end)) {
            return plain;
        }
        if (header.hasCrc() && isXing(bytes, plain + 2, end)) {
            return plain + 2;
        }
        int vbri = offset + VBRI_OFFSET;
        return vbri + 18 <= end && int32(bytes, vbri) == VBRI_MARK ? vbri : -1;
    }

    private static boolean isXing(byte[] bytes, int at, int end) {
        if (at + 8 > end) {
            return false;
        }
        int mark = int32(bytes, at);
        return mark == XING_MARK || mark == INFO_MARK;
    }

    private static XingHeader vbri(byte[] bytes, int at) {
        long length = int32(bytes, at + 10) & 0xFFFF_FFFFL;
        long frames = int32(bytes, at + 14) & 0xFFFF_FFFFL;
        return new XingHeader(Kind.VBRI, frames, length, "", UNKNOWN, UNKNOWN);
    }

    private static XingHeader xing(byte[] bytes, int mark, int end) {
        int flags = int32(bytes, mark + 4);
        int at = mark + 8;
        long frames = UNKNOWN;
        long length = UNKNOWN;
        if ((flags & 1) != 0 && at + 4 <= end) {
            frames = int32(bytes, at) & 0xFFFF_FFFFL;
            at += 4;
        }
        if ((flags & 2) != 0 && at + 4 <= end) {
            length = int32(bytes, at) & 0xFFFF_FFFFL;
            at += 4;
        }
        if ((flags & 4) != 0 && at + TOC_BYTES <= end) {
            at += TOC_BYTES;
        }
        if ((flags & 8) != 0) {
            at += 4;
        }
        String encoder = encoder(bytes, at, end);
        int delay = UNKNOWN;
        int padding = UNKNOWN;
        // FFmpeg's muxer writes LAME's extension too, under its own name.
        boolean isLame = encoder.startsWith("LAME") || encoder.startsWith("Lav");
        if (isLame && at + LAME_DELAYS_OFFSET + 3 <= end) {
            int delays = int32(bytes, at + LAME_DELAYS_OFFSET - 1) & 0xFF_FFFF;
            delay = delays >>> 12;
            padding = delays & 0xFFF;
        }
        Kind kind = int32(bytes, mark) == XING_MARK ? Kind.XING : Kind.INFO;
        return new XingHeader(kind, frames, length, encoder, delay, padding);
    }

    private static String encoder(byte[] bytes, int at, int end) {
        int stop = at;
        while (stop < Math.min(at + 9, end) && bytes[stop] >= ' ' && bytes[stop] <= '~') {
            stop++;
        }
        return stop > at ? new String(bytes, at, stop - at, StandardCharsets.US_ASCII).trim() : "";
    }

    private static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}

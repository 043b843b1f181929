package icy.core.mpeg;

/**
 * Frames of exact silence, made in code. All-zero side information (Layer III) or bit allocation (Layers I and II)
 * means "no coefficients", so nothing after it is read. Used as a mount's last resort, and as primers.
 *
 * <p>Thread: any.
 */
public final class SilentFrame {
    private static final int PADDING = 0x200;

    private SilentFrame() {}

    /** A silent frame of the lowest stated bitrate not under {@code bitrateBps}, or of the highest there is. */
    public static byte[] of(FrameFormat format, int bitrateBps) {
        int index = 1;
        while (index < 14 && FrameHeader.bitrateBps(format, index) < bitrateBps) {
            index++;
        }
        return frame(format, FrameHeader.compose(format, index, format.channels() == 1 ? 3 : 0));
    }

    /**
     * A silent Layer III frame for a stream of constant bitrate.
     *
     * @param bitrateBps one that the format has
     * @param padded whether it is a byte longer, as some frames of such a stream are
     */
    public static byte[] ofConstant(FrameFormat format, int bitrateBps, boolean padded) {
        int word = wordOf(of(format, bitrateBps));
        return frame(format, padded ? word | PADDING : word);
    }

    /** The smallest silent frame of a format: 104 bytes at 44.1 kHz stereo. */
    public static byte[] of(FrameFormat format) {
        return of(format, 0);
    }

    /**
     * The smallest silent Layer III frame whose main-data area holds {@code mainDataBytes}, with the stereo mode and
     * flags of {@code like}, the frame it will stand before.
     *
     * @throws IllegalArgumentException if no stated bitrate gives so much room; every version's {@code
     *     main_data_begin} fits
     */
    static byte[] holding(int mainDataBytes, FrameHeader like) {
        FrameFormat format = like.format();
        int overhead = FrameHeader.HEADER_BYTES + FrameHeader.sideInfoBytes(format);
        for (int index = 1; index <= 14; index++) {
            int bytes = FrameHeader.frameBytes(format, FrameHeader.bitrateBps(format, index), false);
            if (bytes - overhead >= mainDataBytes) {
                int copyrightOriginalEmphasis = like.word() & 0xF;
                return frame(format, FrameHeader.compose(format, index, like.mode()) | copyrightOriginalEmphasis);
            }
        }
        throw new IllegalArgumentException(mainDataBytes + " bytes of main data fit no frame of " + format);
    }

    private static int wordOf(byte[] frame) {
        return (frame[0] & 0xFF) << 24 | (frame[1] & 0xFF) << 16 | (frame[2] & 0xFF) << 8 | frame[3] & 0xFF;
    }

    private static byte[] frame(FrameFormat format, int word) {
        FrameHeader header = new FrameHeader();
        if (!header.parse(word)) {
            throw new IllegalStateException(Integer.toHexString(word) + " is no header for " + format);
        }
        byte[] frame = new byte[header.frameBytes()];
        frame[0] = (byte) (word >>> 24);
        frame[1] = (byte) (word >>> 16);
        frame[2] = (byte) (word >>> 8);
        frame[3] = (byte) word;
        return frame;
    }
}

package icy.core.mpeg;

import java.util.Optional;

/**
 * What a decoder needs in hand before it can begin at a Layer III frame that points back into the bit reservoir.
 *
 * <p>A frame's Huffman data may begin up to 511 bytes (MPEG-2: 255) earlier, in the main-data areas of the frames
 * before it ({@code main_data_begin}, ISO/IEC 11172-3 §2.4.2.7). Who begins there lacks those bytes: decoders complain,
 * mute or click. So one silent frame is put before it, whose main-data area ends with exactly those bytes:
 *
 * <pre>
 *  ... │hdr│side│ main data 1 │hdr│side│ main data 2  │hdr│side│ main data │ entry
 *                        └───────── pointed to ───────┘     │
 *                                   (headers skipped)  &lt;────┘ main_data_begin
 *
 *      │hdr│side = 0│ 0 0 0 0 │ the bytes pointed to  │hdr│side│ main data │ entry, primed
 * </pre>
 *
 * <p>The primer itself plays as one frame of silence; from the second real frame on the PCM is that of the undisturbed
 * stream, bit for bit (in MPEG-2 and 2.5, whose frames are half as long, from the third: the decoder's filters must be
 * full again).
 *
 * <p>Thread: any.
 */
public final class Primer {

    /** {@code main_data_begin} has nine bits in MPEG-1, eight in MPEG-2 and 2.5. */
    public static final int MAX_REACH = 511;

    private static final byte[] NONE = {};

    private Primer() {}

    /** How many bytes of earlier main data the frame needs; 0 if it stands alone or is not Layer III. */
    public static int reach(byte[] bytes, int offset, FrameHeader header) {
        if (header.layer() != 3) {
            return 0;
        }
        int at = offset + header.sideInfoOffset();
        int first = bytes[at] & 0xFF;
        return header.version() == MpegVersion.MPEG_1 ? first << 1 | (bytes[at + 1] & 0xFF) >>> 7 : first;
    }

    /**
     * The primer for an entry, from the units before it.
     *
     * @param units earlier units of the stream and the entry itself, one after the other; not kept
     * @param unitOffsets where each unit begins in {@code units}
     * @param entryIndex which of them is the entry; units after it are not looked at
     * @return the primer; an array of no bytes if the entry needs none; nothing if the units before it (those of its
     *     format that stand next to it) hold less than it points to, so that the caller must enter at a later frame
     */
    public static Optional<byte[]> before(byte[] units, int[] unitOffsets, int entryIndex) {
        FrameHeader entry = new FrameHeader();
        if (!parse(entry, units, unitOffsets[entryIndex])) {
            return Optional.of(NONE);
        }
        int reach = reach(units, unitOffsets[entryIndex], entry);
        if (reach == 0) {
            return Optional.of(NONE);
        }
        byte[] primer = SilentFrame.holding(reach, entry);
        FrameHeader earlier = new FrameHeader();
        int missing = reach;
        for (int i = entryIndex - 1; i >= 0 && missing > 0; i--) {
            if (!parse(earlier, units, unitOffsets[i])
                    || !earlier.format().equals(entry.format())
                    || unitOffsets[i] + earlier.frameBytes() != unitOffsets[i + 1]) {
                return Optional.empty();
            }
            int taken = Math.min(missing, earlier.mainDataBytes());
            // Filled from the end: the last bytes of the nearest frame stand last.
            System.arraycopy(units, unitOffsets[i + 1] - taken, primer, primer.length - reach + missing - taken, taken);
            missing -= taken;
        }
        return missing == 0 ? Optional.of(primer) : Optional.empty();
    }

    /** The primer for a frame whose earlier main data is at hand: the last {@code reach} bytes before {@code end}. */
    static byte[] of(FrameHeader entry, byte[] mainData, int end, int reach) {
        byte[] primer = SilentFrame.holding(reach, entry);
        System.arraycopy(mainData, end - reach, primer, primer.length - reach, reach);
        return primer;
    }

    private static boolean parse(FrameHeader header, byte[] units, int offset) {
        return offset + FrameHeader.HEADER_BYTES <= units.length
                && header.parse(units, offset)
                && offset + header.mainDataOffset() <= units.length;
    }
}

package icy.core.mpeg;

/**
 * Whether a Layer III frame's side information can be true. Damage inside a frame moves no boundary, so the scanner
 * cannot see it; but 136 to 256 bits of side information that were overwritten rarely make sense, and a decoder that
 * is given them complains or crackles.
 *
 * <p>Layout: ISO/IEC 11172-3 §2.4.1.7, 13818-3 §2.4.1.7. Bits per granule and channel: {@code part2_3_length} 12,
 * {@code big_values} 9, {@code global_gain} 8, {@code scalefac_compress} 4 (MPEG-2: 9), {@code window_switching} 1,
 * then 22 bits of either kind, {@code preflag} 1 (not in MPEG-2), {@code scalefac_scale} 1, {@code count1table} 1.
 *
 * <p>Thread: any.
 */
final class SideInfo {

    /** A granule has 576 lines; {@code big_values} counts them in pairs. */
    private static final int MAX_BIG_VALUES = 288;

    private SideInfo() {}

    /** False if no decoder could make sense of the frame at {@code offset}; true for the other layers. */
    static boolean isPlausible(byte[] bytes, int offset, FrameHeader header) {
        if (header.layer() != 3) {
            return true;
        }
        boolean mpeg1 = header.version() == MpegVersion.MPEG_1;
        int channels = header.channels();
        int granules = mpeg1 ? 2 : 1;
        int bit = (offset + header.sideInfoOffset()) * 8;
        bit += bitsBeforeParts(mpeg1, channels);
        int mainDataBits = 0;
        for (int part = 0; part < granules * channels; part++) {
            mainDataBits += bits(bytes, bit, 12);
            int bigValues = bits(bytes, bit + 12, 9);
            int switchAt = bit + (mpeg1 ? 33 : 38);
            boolean switched = bits(bytes, switchAt, 1) == 1;
            int blockType = bits(bytes, switchAt + 1, 2);
            if (bigValues > MAX_BIG_VALUES || (switched && blockType == 0)) {
                return false;
            }
            bit += bitsOfPart(mpeg1);
        }
        int reach = Primer.reach(bytes, offset, header);
        return mainDataBits <= (reach + header.mainDataBytes()) * 8;
    }

    /** main_data_begin, private_bits, and in MPEG-1 four bits of scfsi a channel: then come granules and channels. */
    static int bitsBeforeParts(boolean mpeg1, int channels) {
        return mpeg1 ? 9 + (channels == 1 ? 5 : 3) + 4 * channels : 8 + channels;
    }

    /** What is said of one granule of one channel. */
    static int bitsOfPart(boolean mpeg1) {
        return mpeg1 ? 59 : 63;
    }

    static int bits(byte[] bytes, int bit, int count) {
        int value = 0;
        for (int i = bit; i < bit + count; i++) {
            value = value << 1 | (bytes[i >>> 3] >>> (7 - (i & 7)) & 1);
        }
        return value;
    }
}

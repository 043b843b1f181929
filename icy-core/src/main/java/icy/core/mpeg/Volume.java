package icy.core.mpeg;

/**
 * How loud Layer III frames sound, changed without decoding them: each granule and channel has a {@code global_gain}
 * (ISO/IEC 11172-3 §2.4.2.7), whose steps are a factor of 2^¼, 1.505 dB. Lowering all of them alike lowers the sound and
 * changes nothing else; a CRC is made anew, since it covers them.
 *
 * <p>Thread: any; it does not change.
 */
public final class Volume {
    /** As recorded. */
    public static final Volume UNITY = new Volume(0);

    /** Silence is not reached in steps: whoever plays gives silent frames instead. */
    public static final Volume SILENT = new Volume(Integer.MAX_VALUE);

    /** What a step of {@code global_gain} is: 20·log10(2) / 4. */
    public static final double STEP_DB = 20 * Math.log10(2) / 4;

    private static final int GAIN_BITS = 8;
    private static final int GAIN_OFFSET_BITS = 12 + 9;
    private static final int CRC_POLYNOMIAL = 0x8005;

    private final int stepsDown;

    private Volume(int stepsDown) {
        this.stepsDown = stepsDown;
    }

    /**
     * The nearest there is to a factor.
     *
     * @param factor 0 is silence, 1 as recorded; between them 20·log10(factor) dB
     * @throws IllegalArgumentException outside that
     */
    public static Volume of(double factor) {
        if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException("a volume is 0.0 to 1.0, not " + factor);
        }
        if (factor == 0) {
            return SILENT;
        }
        int steps = (int) Math.round(-20 * Math.log10(factor) / STEP_DB);
        return steps == 0 ? UNITY : new Volume(steps);
    }

    public boolean isUnity() {
        return stepsDown == 0;
    }

    public boolean isSilent() {
        return stepsDown == Integer.MAX_VALUE;
    }

    /** Lowers a whole frame in place; one that is not Layer III, or cut off, stays as it is. Allocates nothing. */
    public void apply(byte[] bytes, int offset, FrameHeader header) {
        if (isUnity() || header.layer() != 3) {
            return;
        }
        boolean mpeg1 = header.version() == MpegVersion.MPEG_1;
        int channels = header.channels();
        int parts = (mpeg1 ? 2 : 1) * channels;
        int bit = (offset + header.sideInfoOffset()) * 8 + SideInfo.bitsBeforeParts(mpeg1, channels);
        for (int part = 0; part < parts; part++) {
            int at = bit + GAIN_OFFSET_BITS;
            put(bytes, at, Math.max(0, SideInfo.bits(bytes, at, GAIN_BITS) - stepsDown));
            bit += SideInfo.bitsOfPart(mpeg1);
        }
        if (header.hasCrc()) {
            mendCrc(bytes, offset, header);
        }
    }

    /** Covers the last two bytes of the header and the side information (ISO/IEC 11172-3 §2.4.3.1). */
    static void mendCrc(byte[] bytes, int offset, FrameHeader header) {
        int crc = crc(0xFFFF, bytes, offset + 2, offset + FrameHeader.HEADER_BYTES);
        crc = crc(crc, bytes, offset + header.sideInfoOffset(), offset + header.mainDataOffset());
        bytes[offset + FrameHeader.HEADER_BYTES] = (byte) (crc >>> 8);
        bytes[offset + FrameHeader.HEADER_BYTES + 1] = (byte) crc;
    }

    private static int crc(int start, byte[] bytes, int from, int to) {
        int crc = start;
        for (int i = from; i < to; i++) {
            crc ^= (bytes[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ CRC_POLYNOMIAL : crc << 1;
            }
        }
        return crc & 0xFFFF;
    }

    /** Eight bits, wherever they begin. */
    private static void put(byte[] bytes, int bit, int value) {
        int at = bit >>> 3;
        int shift = 8 - (bit & 7);
        int two = (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
        two = two & ~(0xFF << shift) | value << shift;
        bytes[at] = (byte) (two >>> 8);
        bytes[at + 1] = (byte) two;
    }
}

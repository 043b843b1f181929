package icy.core.mpeg;

import java.util.Arrays;

/**
 * The four bytes that begin every MPEG audio frame, and what follows from them. One object is refilled for every
 * frame, so reading headers makes no garbage.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------+---+---+-+-------+---+-+-+---+---+-+-+---+
 * |     sync: 11 ones   |ver|lay|C|bitrate|rat|P|p|mod|ext|c|o|emp|
 * +---------------------+---+---+-+-------+---+-+-+---+---+-+-+---+
 *   ver 00 = 2.5, 01 reserved, 10 = 2, 11 = 1      P padding (one more slot)    p private
 *   lay 01 = III, 10 = II, 11 = I, 00 reserved     mod 3 = mono                 ext mode extension
 *   C   0 = a CRC-16 follows the header            c copyright  o original      emp 2 is reserved
 * </pre>
 *
 * <p>ISO/IEC 11172-3 §2.4.1.3 and 13818-3 §2.4.1.3. Reserved values are refused, emphasis 2 among them: it costs
 * nothing and keeps out much that only looks like a header.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
public final class FrameHeader {

    /** Stream time: 1/28,224,000 s divides every MPEG sampling rate, so every frame's duration is a whole number. */
    public static final long UNITS_PER_SECOND = 28_224_000;

    public static final int HEADER_BYTES = 4;

    /** The longest frame with a stated bitrate: MPEG-2.5 Layer II, 144 × 160,000 / 8,000 + 1. */
    public static final int MAX_FRAME_BYTES = 2881;

    private static final int SYNC = 0xFFE0_0000;
    private static final int MONO = 3;
    private static final int[] LAYER_BY_BITS = {0, 3, 2, 1};
    private static final MpegVersion[] VERSIONS = MpegVersion.values();

    /** By version, then by the index in the header. */
    private static final int[][] SAMPLE_RATES = {{44100, 48000, 32000}, {22050, 24000, 16000}, {11025, 12000, 8000}};

    /** By {@link #bitrateRow}, then by the index in the header, in kbit/s; 0 is free format. */
    private static final int[][] BITRATES = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448}, // MPEG-1 Layer I
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384}, // MPEG-1 Layer II
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}, // MPEG-1 Layer III
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256}, // MPEG-2 and 2.5 Layer I
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160} // MPEG-2 and 2.5 Layers II and III
    };

    /** Every format there is, by {@link #formatIndex}: frames of one format share one object, so comparing is cheap. */
    private static final FrameFormat[] FORMATS = allFormats();

    private int word;
    private MpegVersion version = MpegVersion.MPEG_1;
    private int layer = 3;
    private FrameFormat format = FORMATS[formatIndex(version, layer, 0, 2)];
    private int bitrateBps;
    private int frameBytes;

    /**
     * Reads a header from four bytes.
     *
     * @return false if these bytes are no header; nothing but {@link #word} may be read then
     */
    public boolean parse(byte[] bytes, int offset) {
        return parse((bytes[offset] & 0xFF) << 24
                | (bytes[offset + 1] & 0xFF) << 16
                | (bytes[offset + 2] & 0xFF) << 8
                | (bytes[offset + 3] & 0xFF));
    }

    /** As {@link #parse(byte[], int)}, from the four bytes as one big-endian number. */
    public boolean parse(int bits) {
        word = bits;
        int versionBits = bits >>> 19 & 3;
        int layerBits = bits >>> 17 & 3;
        int bitrateIndex = bits >>> 12 & 15;
        int rateIndex = bits >>> 10 & 3;
        if ((bits & SYNC) != SYNC
                || versionBits == 1
                || layerBits == 0
                || bitrateIndex == 15
                || rateIndex == 3
                || (bits & 3) == 2) {
            return false;
        }
        version = versionBits == 3 ? MpegVersion.MPEG_1 : versionBits == 2 ? MpegVersion.MPEG_2 : MpegVersion.MPEG_2_5;
        layer = LAYER_BY_BITS[layerBits];
        format = FORMATS[formatIndex(version, layer, rateIndex, mode() == MONO ? 1 : 2)];
        bitrateBps = BITRATES[bitrateRow(version, layer)][bitrateIndex] * 1000;
        frameBytes = bitrateBps == 0 ? 0 : frameBytes(format, bitrateBps, padding());
        return true;
    }

    /** The four bytes as they stand in the stream. */
    public int word() {
        return word;
    }

    /** The format of the run this frame belongs to; the same object for all frames of one format. */
    public FrameFormat format() {
        return format;
    }

    public MpegVersion version() {
        return version;
    }

    /** 1, 2 or 3. */
    public int layer() {
        return layer;
    }

    public int sampleRate() {
        return format.sampleRate();
    }

    /** 1 or 2. */
    public int channels() {
        return format.channels();
    }

    /** 0 for free format. */
    public int bitrateBps() {
        return bitrateBps;
    }

    /** No bitrate is stated: frames are as long as the distance to the next header, which only a search can tell. */
    public boolean isFreeFormat() {
        return bitrateBps == 0;
    }

    /** The whole frame with its header; 0 for free format. */
    public int frameBytes() {
        return frameBytes;
    }

    /** One slot more than the bitrate's share: 1 byte, or 4 in Layer I. */
    public boolean padding() {
        return (word >>> 9 & 1) != 0;
    }

    /** Whether two bytes of CRC-16 follow the header. */
    public boolean hasCrc() {
        return (word >>> 16 & 1) == 0;
    }

    /** 0 stereo, 1 joint stereo, 2 dual channel, 3 mono. */
    public int mode() {
        return word >>> 6 & 3;
    }

    /** Samples per channel. */
    public int samples() {
        return format.samplesPerFrame();
    }

    /** Exact duration in 1/{@value #UNITS_PER_SECOND} s. */
    public long durationUnits() {
        return format.frameUnits();
    }

    /** Header and CRC: where side information (Layer III) or bit allocation (I and II) begins. */
    public int sideInfoOffset() {
        return hasCrc() ? HEADER_BYTES + 2 : HEADER_BYTES;
    }

    /** Layer III's side information; 0 in the other layers. */
    public int sideInfoBytes() {
        return sideInfoBytes(format);
    }

    /** Where main data begins in the frame: after header, CRC and side information. */
    public int mainDataOffset() {
        return sideInfoOffset() + sideInfoBytes();
    }

    /** What this frame adds to the bit reservoir; 0 outside Layer III, and in free format, where nobody knows. */
    public int mainDataBytes() {
        return layer == 3 ? Math.max(0, frameBytes - mainDataOffset()) : 0;
    }

    static int sideInfoBytes(FrameFormat format) {
        if (format.layer() != 3) {
            return 0;
        }
        if (format.version() == MpegVersion.MPEG_1) {
            return format.channels() == 1 ? 17 : 32;
        }
        return format.channels() == 1 ? 9 : 17;
    }

    static int samplesPerFrame(MpegVersion version, int layer) {
        if (layer == 1) {
            return 384;
        }
        return layer == 2 || version == MpegVersion.MPEG_1 ? 1152 : 576;
    }

    /** Frame length in bytes: samples / 8 bits × bitrate / rate, in whole slots of 1 byte (4 in Layer I). */
    static int frameBytes(FrameFormat format, int bitrateBps, boolean padding) {
        int extra = padding ? 1 : 0;
        if (format.layer() == 1) {
            return (12 * bitrateBps / format.sampleRate() + extra) * 4;
        }
        return format.samplesPerFrame() / 8 * bitrateBps / format.sampleRate() + extra;
    }

    /** The longest frame of a format: its highest stated bitrate, padded. */
    static int longestFrameBytes(FrameFormat format) {
        return frameBytes(format, bitrateBps(format, 14), true);
    }

    /** A header without CRC, padding or any of the flags. {@code bitrateIndex} is 1 to 14, {@code mode} 0 to 3. */
    static int compose(FrameFormat format, int bitrateIndex, int mode) {
        int versionBits = switch (format.version()) {
            case MPEG_1 -> 3;
            case MPEG_2 -> 2;
            case MPEG_2_5 -> 0;
        };
        return SYNC
                | versionBits << 19
                | (4 - format.layer()) << 17
                | 1 << 16
                | bitrateIndex << 12
                | sampleRateIndex(format.version(), format.sampleRate()) << 10
                | mode << 6;
    }

    /** The stated bitrate at {@code index} 1 to 14, in bit/s, rising. */
    static int bitrateBps(FrameFormat format, int index) {
        return BITRATES[bitrateRow(format.version(), format.layer())][index] * 1000;
    }

    /** -1 if the version has no such rate. */
    static int sampleRateIndex(MpegVersion version, int sampleRate) {
        int[] rates = SAMPLE_RATES[version.index()];
        for (int i = 0; i < rates.length; i++) {
            if (rates[i] == sampleRate) {
                return i;
            }
        }
        return -1;
    }

    static int[] sampleRates(MpegVersion version) {
        return Arrays.copyOf(SAMPLE_RATES[version.index()], 3);
    }

    private static int bitrateRow(MpegVersion version, int layer) {
        if (version == MpegVersion.MPEG_1) {
            return layer - 1;
        }
        return layer == 1 ? 3 : 4;
    }

    private static int formatIndex(MpegVersion version, int layer, int rateIndex, int channels) {
        return ((version.index() * 3 + layer - 1) * 3 + rateIndex) * 2 + channels - 1;
    }

    private static FrameFormat[] allFormats() {
        FrameFormat[] formats = new FrameFormat[3 * 3 * 3 * 2];
        for (MpegVersion version : VERSIONS) {
            for (int layer = 1; layer <= 3; layer++) {
                for (int rateIndex = 0; rateIndex < 3; rateIndex++) {
                    for (int channels = 1; channels <= 2; channels++) {
                        formats[formatIndex(version, layer, rateIndex, channels)] =
                                new FrameFormat(version, layer, SAMPLE_RATES[version.index()][rateIndex], channels);
                    }
                }
            }
        }
        return formats;
    }
}

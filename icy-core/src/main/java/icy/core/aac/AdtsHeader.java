package icy.core.aac;

/**
 * The seven bytes that begin every ADTS frame, and what follows from them. One object is refilled for every frame, so
 * reading headers makes no garbage.
 *
 * <pre>
 *  0                   1                   2                   3                   4                   5
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-----------------------+-+---+-+---+-------+-+-----+-+-+-+-+-------------------------+---------------------+---+
 * |    sync: 12 ones      |I|0 0|A|pro| rate  |p| chan|o|h|c|s|  frame length: 13 bits  |   buffer fullness   |blo|
 * +-----------------------+-+---+-+---+-------+-+-----+-+-+-+-+-------------------------+---------------------+---+
 *   I   0 MPEG-4, 1 MPEG-2                  rate  13 to 15 are refused      p, o, h, c, s  flags nobody needs
 *   0 0 the layer, never anything else      chan  channel configuration     frame length   with the header
 *   A   1 no CRC, 0 two bytes of CRC more   pro   object type less one      blo            raw data blocks less one
 * </pre>
 *
 * <p>ISO/IEC 13818-7 §6.2. MPEG audio (MP3) has the same sync, but never a layer of 0.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
public final class AdtsHeader {

    /** Without the CRC, which is no part of what {@link #parse} reads. */
    public static final int HEADER_BYTES = 7;

    /** The longest length that thirteen bits can state. */
    public static final int MAX_FRAME_BYTES = 8191;

    static final int SAMPLES_PER_BLOCK = 1024;

    private static final int[] SAMPLE_RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };

    /** Every format there is, by {@link #formatIndex}: frames of one format share one object, so comparing is cheap. */
    private static final AdtsFormat[] FORMATS = allFormats();

    private AdtsFormat format = FORMATS[formatIndex(2, 4, 2)];
    private boolean crc;
    private int frameBytes;
    private int blocks = 1;

    /**
     * Reads a header from seven bytes.
     *
     * @return false if these bytes are no header; nothing may be read then
     */
    public boolean parse(byte[] bytes, int offset) {
        if (!startsLikeHeader(bytes[offset], bytes[offset + 1])) {
            return false;
        }
        int b2 = bytes[offset + 2] & 0xFF;
        int b3 = bytes[offset + 3] & 0xFF;
        int rateIndex = b2 >>> 2 & 15;
        if (rateIndex >= SAMPLE_RATES.length) {
            return false;
        }
        format = FORMATS[formatIndex((b2 >>> 6) + 1, rateIndex, (b2 & 1) << 2 | b3 >>> 6)];
        crc = (bytes[offset + 1] & 1) == 0;
        frameBytes = (b3 & 3) << 11 | (bytes[offset + 4] & 0xFF) << 3 | (bytes[offset + 5] & 0xFF) >>> 5;
        blocks = (bytes[offset + 6] & 3) + 1;
        return frameBytes > headerBytes();
    }

    /** What its sync and layer bits tell of the first two bytes. */
    static boolean startsLikeHeader(byte first, byte second) {
        return first == -1 && (second & 0xF6) == 0xF0;
    }

    /** The format of the run this frame belongs to; the same object for all frames of one format. */
    public AdtsFormat format() {
        return format;
    }

    public int sampleRate() {
        return format.sampleRate();
    }

    /** 0 if only the frame's contents say it. */
    public int channels() {
        return format.channels();
    }

    /** Whether a CRC stands behind the seven bytes. */
    public boolean hasCrc() {
        return crc;
    }

    /** The header with its CRC and, before that, the places of the second and later blocks. */
    public int headerBytes() {
        return crc ? HEADER_BYTES + 2 * blocks : HEADER_BYTES;
    }

    /** The whole frame with its header. */
    public int frameBytes() {
        return frameBytes;
    }

    /** How many blocks of 1,024 samples the frame holds, 1 to 4. */
    public int blocks() {
        return blocks;
    }

    /** Samples per channel at the stated rate; HE-AAC makes twice as many of them, at twice the rate. */
    public int samples() {
        return blocks * SAMPLES_PER_BLOCK;
    }

    /** Exact duration in {@linkplain icy.core.ring.StreamTime stream time}. */
    public long durationUnits() {
        return blocks * format.blockUnits();
    }

    /** -1 if there is no such rate. */
    static int sampleRateIndex(int sampleRate) {
        for (int i = 0; i < SAMPLE_RATES.length; i++) {
            if (SAMPLE_RATES[i] == sampleRate) {
                return i;
            }
        }
        return -1;
    }

    private static int formatIndex(int objectType, int rateIndex, int channelConfiguration) {
        return ((objectType - 1) * SAMPLE_RATES.length + rateIndex) * 8 + channelConfiguration;
    }

    private static AdtsFormat[] allFormats() {
        AdtsFormat[] formats = new AdtsFormat[4 * SAMPLE_RATES.length * 8];
        for (int objectType = 1; objectType <= 4; objectType++) {
            for (int rateIndex = 0; rateIndex < SAMPLE_RATES.length; rateIndex++) {
                for (int configuration = 0; configuration < 8; configuration++) {
                    formats[formatIndex(objectType, rateIndex, configuration)] =
                            new AdtsFormat(objectType, SAMPLE_RATES[rateIndex], configuration);
                }
            }
        }
        return formats;
    }
}

package icy.core.aac;

import java.util.Arrays;
import java.util.Optional;

/**
 * Frames of exact silence, made in code: every channel of the format with no scale-factor band coded, so that a decoder
 * has no coefficient to read. A mount's last resort.
 *
 * <pre>
 *   single channel   000 | tag 4 | gain 8 | reserved 1, long window 2, shape 1, max_sfb 6, predictor 1 | 3 flags
 *   channel pair     001 | tag 4 | common window 1 | (as above) 11 | mid/side 2 | 2 × (gain 8 | 3 flags)
 *   LFE              011 | as a single channel
 *   end              111
 * </pre>
 *
 * <p>ISO/IEC 14496-3 §4.4.2.1 (raw_data_block), §4.4.2.7. A raw block of HE-AAC without SBR data is silent too.
 *
 * <p>Thread: any.
 */
public final class AdtsSilence {

    private static final int SINGLE = 0;
    private static final int PAIR = 1;
    private static final int LFE = 3;
    private static final int END = 7;

    /** The elements of each channel configuration, ISO/IEC 14496-3 table 1.19. */
    private static final int[][] ELEMENTS = {
        {},
        {SINGLE},
        {PAIR},
        {SINGLE, PAIR},
        {SINGLE, PAIR, SINGLE},
        {SINGLE, PAIR, PAIR},
        {SINGLE, PAIR, PAIR, LFE},
        {SINGLE, PAIR, PAIR, PAIR, LFE}
    };

    private final byte[] bytes = new byte[64];
    private int bits;

    private AdtsSilence() {}

    /**
     * One silent frame of 1,024 samples, 11 bytes in mono and 13 in stereo.
     *
     * @return empty for channel configuration 0, whose frames carry a description that cannot be guessed
     */
    public static Optional<byte[]> of(AdtsFormat format) {
        return format.channelConfiguration() == 0 ? Optional.empty() : Optional.of(new AdtsSilence().frame(format));
    }

    private byte[] frame(AdtsFormat format) {
        put(0xFFF1, 16);
        put(format.objectType() - 1, 2);
        put(AdtsHeader.sampleRateIndex(format.sampleRate()), 4);
        put(0, 1);
        put(format.channelConfiguration(), 3);
        put(0, 4);
        int lengthAt = bits;
        put(0, 13);
        put(0x7FF, 11); // variable bitrate
        put(0, 2);
        int[] tags = new int[4];
        for (int element : ELEMENTS[format.channelConfiguration()]) {
            put(element, 3);
            put(tags[element]++, 4);
            if (element == PAIR) {
                pair();
            } else {
                put(0, 8 + 11 + 3);
            }
        }
        put(END, 3);
        int length = (bits + 7) / 8;
        bits = lengthAt;
        put(length, 13);
        return Arrays.copyOf(bytes, length);
    }

    private void pair() {
        put(1, 1);
        put(0, 11 + 2);
        put(0, 2 * (8 + 3));
    }

    /** Writes into zeros. */
    private void put(int value, int width) {
        for (int i = width - 1; i >= 0; i--) {
            bytes[bits / 8] |= (byte) ((value >>> i & 1) << (7 - bits % 8));
            bits++;
        }
    }
}

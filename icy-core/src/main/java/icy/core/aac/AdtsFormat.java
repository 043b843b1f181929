package icy.core.aac;

import icy.core.ring.StreamTime;

/**
 * What must stay the same for decoders to play on without starting anew: the part of an ADTS header that ISO/IEC
 * 13818-7 §6.2 calls fixed, without its flags.
 *
 * <p>HE-AAC shows what its AAC-LC core has: half the rate that is heard, and one channel where parametric stereo makes
 * two of it.
 *
 * <p>Thread: any.
 *
 * @param objectType 1 Main, 2 LC, 3 SSR, 4 LTP
 * @param sampleRate in Hz; one of thirteen from 96,000 to 7,350
 * @param channelConfiguration 1 to 7 as in the standard; 0 if each frame describes its channels itself
 */
public record AdtsFormat(int objectType, int sampleRate, int channelConfiguration) {

    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};

    public AdtsFormat {
        if (objectType < 1 || objectType > 4) {
            throw new IllegalArgumentException("object type " + objectType + ": must be 1, 2, 3 or 4");
        }
        if (AdtsHeader.sampleRateIndex(sampleRate) < 0) {
            throw new IllegalArgumentException(sampleRate + " Hz: ADTS has no such rate");
        }
        if (channelConfiguration < 0 || channelConfiguration > 7) {
            throw new IllegalArgumentException("channel configuration " + channelConfiguration + ": must be 0 to 7");
        }
    }

    /** 0 if only the frames' contents say it. */
    public int channels() {
        return CHANNELS[channelConfiguration];
    }

    /** How long one block of 1,024 samples lasts, exactly, in {@linkplain StreamTime stream time}. */
    public long blockUnits() {
        return StreamTime.ofSamples(AdtsHeader.SAMPLES_PER_BLOCK, sampleRate);
    }

    /** As shown to people: "AAC-LC, 44100 Hz, stereo". */
    @Override
    public String toString() {
        String profile = switch (objectType) {
            case 1 -> "AAC Main";
            case 2 -> "AAC-LC";
            case 3 -> "AAC SSR";
            default -> "AAC LTP";
        };
        String width = switch (channels()) {
            case 0 -> "channels unknown";
            case 1 -> "mono";
            case 2 -> "stereo";
            default -> channels() + " channels";
        };
        return profile + ", " + sampleRate + " Hz, " + width;
    }
}

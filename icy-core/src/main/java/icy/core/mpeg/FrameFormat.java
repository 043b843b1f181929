package icy.core.mpeg;

import java.util.Arrays;

/**
 * What must stay the same for decoders to play on without starting anew: the class of a homogeneous run of frames, and
 * what a mount declares. Bitrate, stereo mode (plain, joint, dual) and CRC may change from frame to frame.
 *
 * @param layer 1, 2 or 3
 * @param sampleRate in Hz; one of the three rates of the version
 * @param channels 1 or 2
 *     <p>Thread: any.
 */
public record FrameFormat(MpegVersion version, int layer, int sampleRate, int channels) {

    public FrameFormat {
        if (layer < 1 || layer > 3) {
            throw new IllegalArgumentException("layer " + layer + ": must be 1, 2 or 3");
        }
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException(channels + " channels: must be 1 or 2");
        }
        if (FrameHeader.sampleRateIndex(version, sampleRate) < 0) {
            throw new IllegalArgumentException(sampleRate + " Hz is no " + version.label() + " rate: must be one of "
                    + Arrays.toString(FrameHeader.sampleRates(version)));
        }
    }

    /**
     * Layer III at this sample rate: only one version has it.
     *
     * @throws IllegalArgumentException if none has
     */
    public static FrameFormat layer3(int sampleRate, int channels) {
        for (MpegVersion version : MpegVersion.values()) {
            if (FrameHeader.sampleRateIndex(version, sampleRate) >= 0) {
                return new FrameFormat(version, 3, sampleRate, channels);
            }
        }
        throw new IllegalArgumentException(sampleRate + " Hz is no MPEG rate");
    }

    /** Samples per channel in one frame. */
    public int samplesPerFrame() {
        return FrameHeader.samplesPerFrame(version, layer);
    }

    /** How long one frame lasts, exactly, in {@linkplain FrameHeader#UNITS_PER_SECOND stream time units}. */
    public long frameUnits() {
        return samplesPerFrame() * (FrameHeader.UNITS_PER_SECOND / sampleRate);
    }

    /** As shown to people: "MPEG-1 Layer III, 44100 Hz, stereo". */
    @Override
    public String toString() {
        return version.label() + " Layer " + "I".repeat(layer) + ", " + sampleRate + " Hz, "
                + (channels == 1 ? "mono" : "stereo");
    }
}

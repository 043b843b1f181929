package icy.server.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * What an encoder shall make. Immutable.
 *
 * @param bitrateBps constant where the codec has that; 0 for codecs that lose nothing
 * @param sampleRate in Hz; Opus is always at 48,000
 * @param channels 1 or 2
 */
public record EncodedFormat(OutputCodec codec, int bitrateBps, int sampleRate, int channels) {
    private static final int OPUS_RATE = 48_000;

    public EncodedFormat {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("encoders are asked for 1 or 2 channels, not " + channels);
        }
        if (codec.isLossy() != bitrateBps > 0) {
            throw new IllegalArgumentException(codec.label() + " cannot have " + bitrateBps + " bit/s");
        }
        if (codec == OutputCodec.OPUS && sampleRate != OPUS_RATE) {
            throw new IllegalArgumentException("Opus is at 48,000 Hz, not at " + sampleRate);
        }
    }

    /** What ffmpeg is told between its input and its output; the output follows. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-c:a", codec.encoder()));
        if (codec.isLossy()) {
            arguments.addAll(List.of("-b:a", String.valueOf(bitrateBps)));
        }
        arguments.addAll(List.of("-ar", String.valueOf(sampleRate), "-ac", String.valueOf(channels)));
        arguments.addAll(codec.muxerOptions());
        arguments.addAll(List.of("-flush_packets", "1", "-f", codec.muxer()));
        return List.copyOf(arguments);
    }
}

package icy.server.transcode;

import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of which sound.
 *
 * <p>Thread: any; it does not change.
 *
 * @param layout where its frames will be, where that can be known before
 */
record Recipe(Sound sound, EncodedFormat format, @Nullable ConstantMp3 layout) {
    private static final int[] LAYER_3_RATES = {48_000, 44_100, 32_000, 24_000, 22_050, 16_000};
    private static final int[] MPEG_2_BITRATES = {
        160_000, 144_000, 128_000, 112_000, 96_000, 80_000, 64_000, 56_000, 48_000, 40_000, 32_000
    };
    private static final int LEAST_MPEG_1_RATE = 32_000;
    private static final int OPUS_RATE = 48_000;

    /** The sound in that codec, otherwise as like as can be. */
    static Recipe of(Sound sound, OutputCodec codec, int bitrateBps) {
        int channels = Math.min(2, sound.channels());
        int rate = codec == OutputCodec.OPUS ? OPUS_RATE : rateLike(sound.sampleRate());
        int bitrate = codec == OutputCodec.MP3 ? mp3Bitrate(rate, bitrateBps) : bitrateBps;
        return of(sound, new EncodedFormat(codec, bitrate, rate, channels));
    }

    /** The sound in exactly that format. */
    static Recipe of(Sound sound, EncodedFormat format) {
        boolean isPlain = format.codec() == OutputCodec.MP3 && sound.samples() != Sound.UNKNOWN;
        return new Recipe(sound, format, isPlain ? ConstantMp3.holding(samples(sound, format), format) : null);
    }

    /** How many bytes will come of it, about; exactly where that is promised. */
    long expectedBytes() {
        if (layout != null) {
            return layout.length();
        }
        long seconds = Math.max(0, sound.samples()) / sound.sampleRate() + 1;
        return seconds * format.bitrateBps() / Byte.SIZE;
    }

    /** Its own rate where there is such a one; else of a whole ratio where it can be. */
    private static int rateLike(int sampleRate) {
        boolean isThere = IntStream.of(LAYER_3_RATES).anyMatch(rate -> rate == sampleRate);
        if (isThere) {
            return sampleRate;
        }
        return sampleRate % 11_025 == 0 ? 44_100 : 48_000;
    }

    /** MPEG-2, which the lower sample rates belong to, has other bitrates, and no more than 160 kbit/s. */
    private static int mp3Bitrate(int sampleRate, int wantedBps) {
        if (sampleRate >= LEAST_MPEG_1_RATE) {
            return wantedBps;
        }
        return IntStream.of(MPEG_2_BITRATES)
                .filter(bitrate -> bitrate <= wantedBps)
                .findFirst()
                .orElse(MPEG_2_BITRATES[MPEG_2_BITRATES.length - 1]);
    }

    private static long samples(Sound sound, EncodedFormat format) {
        return ConstantMp3.roundedUp(sound.samples() * format.sampleRate(), sound.sampleRate());
    }
}

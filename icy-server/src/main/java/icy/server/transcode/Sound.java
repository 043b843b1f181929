package icy.server.transcode;

import icy.core.mpeg.TrackIndex;
import icy.core.tracks.AudioKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be heard in a file.
 *
 * <p>Thread: any; it does not change.
 *
 * @param codec in words
 * @param samples how many there are of each channel, exactly; {@link #UNKNOWN} if nothing says so
 * @param bitrateBps on the average; 0 if that is not known
 * @param index where the frames of an MP3 are; null for other files
 */
record Sound(
        FileStamp stamp,
        AudioKind kind,
        String codec,
        int sampleRate,
        int channels,
        long samples,
        long bitrateBps,
        @Nullable TrackIndex index) {
    static final long UNKNOWN = -1;

    /** Whether it is a copy without loss, which is worth transcoding however small it is. */
    boolean isLossless() {
        String words = codec.toLowerCase(Locale.ROOT);
        return switch (kind) {
            case FLAC, WAV, AIFF -> true;
            default -> words.contains("flac") || words.contains("alac") || words.contains("lossless");
        };
    }

    /** Whether nothing is won by making something of {@code wanted} of it. */
    boolean isNoLargerThan(int wantedBps) {
        return !isLossless() && bitrateBps > 0 && bitrateBps <= wantedBps;
    }

    /** Whether decoding can begin at any moment, exactly. AAC in ADTS has no times: its moments are guessed by decoders. */
    boolean canBeEnteredAnywhere() {
        return kind != AudioKind.AAC;
    }
}

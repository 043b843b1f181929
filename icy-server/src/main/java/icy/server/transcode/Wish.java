package icy.server.transcode;

import icy.server.config.QualityConfig;
import icy.server.config.TranscodeConfig;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a file to be made to.
 *
 * <p>Thread: any.
 *
 * @param exactly the whole format; null where all but codec and bitrate may be like the original, and the original may be
 *     good enough
 */
record Wish(OutputCodec codec, int bitrateBps, @Nullable EncodedFormat exactly) {

    /** What a client means that says this; empty for the file as it is. Who says what is not there gets the standard. */
    static Optional<Wish> ofQuality(String name, TranscodeConfig config) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.equals(QualityConfig.ORIGINAL)) {
            return Optional.empty();
        }
        return Optional.of(of(config.qualities().stream()
                .filter(quality -> quality.name().equals(wanted))
                .findFirst()
                .orElse(config.standard())));
    }

    static Wish exactly(EncodedFormat format) {
        return new Wish(format.codec(), format.bitrateBps(), format);
    }

    private static Wish of(QualityConfig quality) {
        OutputCodec codec = switch (quality.format()) {
            case MP3 -> OutputCodec.MP3;
            case AAC -> OutputCodec.AAC;
            case OPUS -> OutputCodec.OPUS;
        };
        return new Wish(codec, quality.bitrateKbps() * 1000, null);
    }

    /** Whether the file may be given as it is instead. */
    boolean isContentWith(Sound original) {
        return exactly == null && original.isNoLargerThan(bitrateBps);
    }

    Recipe recipe(Sound sound) {
        EncodedFormat format = exactly;
        return format == null ? Recipe.of(sound, codec, bitrateBps) : Recipe.of(sound, format);
    }

    String cacheName(FileStamp stamp, SoundEncoder encoder) {
        EncodedFormat format = exactly;
        return format == null
                ? CacheName.of(stamp, codec, bitrateBps, encoder.identity())
                : CacheName.of(stamp, format, encoder.identity());
    }
}

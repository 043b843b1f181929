package icy.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mount's tracks sound like on the air: what does not is converted.
 *
 * <p>Thread: any.
 *
 * @param sampleRate in Hz; null: what most of the mount's first tracks have, where what is no MP3 counts as {@value #USUAL_RATE}
 * @param channels 1 or 2; null: likewise
 * @param bitrateKbps of what is converted; default 192, at which few hear a difference
 */
public record TrackFormat(
        @Nullable Integer sampleRate, @Nullable Integer channels, int bitrateKbps) {
    /** What nearly all music has. */
    public static final int USUAL_RATE = 44_100;

    public static final int USUAL_CHANNELS = 2;

    /** Lower rates are not for MPEG-1, and no encoder has all bitrates for them. */
    private static final List<Integer> RATES = List.of(32_000, 44_100, 48_000);

    private static final List<Integer> BITRATES =
            List.of(32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320);

    /** As most tracks have it. */
    public static final TrackFormat AUTO = new TrackFormat(null, null, 192);

    public TrackFormat {
        ConfigKey.SAMPLE_RATE.require(
                sampleRate == null || RATES.contains(sampleRate), sampleRate, "must be 32000, 44100 or 48000, or auto");
        ConfigKey.CHANNELS.require(
                channels == null || channels == 1 || channels == 2, channels, "must be 1 or 2, or auto");
        ConfigKey.CONVERT_BITRATE.require(
                BITRATES.contains(bitrateKbps), bitrateKbps, "must be a bitrate of MP3: one of " + BITRATES);
    }
}

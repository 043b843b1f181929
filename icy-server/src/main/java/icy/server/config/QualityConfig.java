package icy.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A quality in which files can be asked for.
 *
 * <p>Thread: any.
 *
 * @param name what clients say, as in {@code ?quality=medium}: 1 to 30 small letters, digits and {@code -}, and not
 *     {@value #ORIGINAL}, which is every file as it is
 * @param format of what they get
 * @param bitrateKbps how much of it a second holds, in thousands of bits: for MP3 one that it has, 32 to 320; else 16 to
 *     320
 */
public record QualityConfig(String name, Format format, int bitrateKbps) {

    /** The file as it is. */
    public static final String ORIGINAL = "original";

    /** As in {@code format = "mp3"}. */
    public enum Format {
        MP3,
        AAC,
        OPUS
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,30}");
    private static final int[] MP3_RATES = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};

    /** What every player plays, in three sizes; made of what stands above. */
    static final List<QualityConfig> DEFAULT = List.of(
            new QualityConfig("high", Format.MP3, 256),
            new QualityConfig("medium", Format.MP3, 192),
            new QualityConfig("low", Format.MP3, 128));

    public QualityConfig {
        requireName(name);
        if (format == Format.MP3 && Arrays.binarySearch(MP3_RATES, bitrateKbps) < 0) {
            throw new InvalidSettingException(
                    ConfigKey.QUALITY_BITRATE, bitrateKbps, "MP3 has " + Arrays.toString(MP3_RATES));
        }
        ConfigKey.QUALITY_BITRATE.requireWithin(bitrateKbps, 16, 320);
    }

    /** This name, unless it cannot be one. */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(ORIGINAL)) {
            throw new InvalidSettingException(
                    ConfigKey.QUALITY_NAME,
                    name,
                    "a name has 1 to 30 small letters, digits and -, and \"original\" is every file as it is");
        }
        return name;
    }
}

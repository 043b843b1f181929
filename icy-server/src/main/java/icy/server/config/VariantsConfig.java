package icy.server.config;

import java.time.Duration;
import java.util.List;

/**
 * In which other formats a mount can be had.
 *
 * <p>Thread: any.
 *
 * @param ladder the formats; default none. Each is a stream of its own, at the mount's URL, a slash and its name:
 *     {@code /stream/mp3-64}
 * @param always whether they are made all the time; default false: each is begun by its first listener
 * @param linger how long one is made on after its last listener has left, 0 to 10 min; default 10 s, for players that
 *     connect anew
 */
public record VariantsConfig(List<VariantFormat> ladder, boolean always, Duration linger) {

    /** Each runs an encoder of its own, and no player offers more. */
    public static final int MOST = 8;

    public static final VariantsConfig NONE = new VariantsConfig(List.of(), false, Duration.ofSeconds(10));

    static final String TOO_MANY = "a mount has at most %d variants".formatted(MOST);

    static final String TWICE = "each variant is named once";

    public VariantsConfig {
        ladder = List.copyOf(ladder);
        if (ladder.size() > MOST) {
            throw new InvalidSettingException(ConfigKey.VARIANTS, ladder, TOO_MANY);
        }
        if (ladder.stream().distinct().count() < ladder.size()) {
            throw new InvalidSettingException(ConfigKey.VARIANTS, ladder, TWICE);
        }
        ConfigKey.VARIANTS_LINGER.requireWithin(linger, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** These formats, made while somebody listens. */
    public static VariantsConfig of(String... formats) {
        return new VariantsConfig(
                List.of(formats).stream().map(VariantFormat::parse).toList(), NONE.always(), NONE.linger());
    }

    /** The same, made on for so long. */
    public VariantsConfig withLinger(Duration other) {
        return new VariantsConfig(ladder, always, other);
    }

    /** The same, made all the time or not. */
    public VariantsConfig withAlways(boolean other) {
        return new VariantsConfig(ladder, other, linger);
    }
}

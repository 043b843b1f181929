package icy.server.variant;

import icy.server.config.VariantFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a variant is of its parent's sound.
 *
 * <p>Thread: any.
 *
 * @param gainDb how much louder, in decibels; negative: quieter
 */
record Shape(VariantFormat format, int gainDb, Channel channel) {
    static final int LEAST_GAIN = -30;
    static final int MOST_GAIN = 12;

    /** Which channels are heard. */
    enum Channel {
        /** Those of the parent. */
        ALL,
        /** The left one alone, on one channel. */
        LEFT,
        RIGHT,
        /** The mean of both, on one channel. */
        MONO,
        /** Two, the same on both where the parent has one. */
        STEREO;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What clients may ask for. */
        static Optional<Channel> named(String name) {
            return Stream.of(LEFT, RIGHT, MONO, STEREO)
                    .filter(channel -> channel.label().equals(name))
                    .findFirst();
        }

        static String names() {
            return Stream.of(LEFT, RIGHT, MONO, STEREO).map(Channel::label).collect(Collectors.joining(", "));
        }
    }

    /** As the config names it. */
    static Shape of(VariantFormat format) {
        return new Shape(format, 0, Channel.ALL);
    }

    /** Whether it is the parent's sound in another format and nothing else. */
    boolean isPlain() {
        return gainDb == 0 && channel == Channel.ALL;
    }

    /** The last part of its name: {@code mp3-128~gain-6~left}. */
    String label() {
        String gain = gainDb == 0 ? "" : "~gain" + (gainDb > 0 ? "+" : "") + gainDb;
        return format + gain + (channel == Channel.ALL ? "" : "~" + channel.label());
    }

    /** What is made of samples like these. */
    PcmFormat of(PcmFormat samples) {
        return switch (channel) {
            case ALL -> samples;
            case LEFT, RIGHT, MONO -> new PcmFormat(samples.sampleRate(), 1);
            case STEREO -> new PcmFormat(samples.sampleRate(), 2);
        };
    }
}

package icy.server.variant;

import icy.server.config.VariantFormat;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import icy.server.mount.Codec;
import icy.server.mount.StreamFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What is made of samples for one variant.
 *
 * <p>Thread: any.
 */
record Output(VariantFormat variant, PcmFormat samples, EncodedFormat encoded) {
    private static final int OPUS_RATE = 48_000;

    /** Of LAME's first frame so much is silence, its decoder's own delay included: 576 and 529. */
    private static final int MP3_DELAY_FRAMES = 1105;

    /** One block, with which the first one overlaps. */
    private static final int AAC_DELAY_FRAMES = 1024;

    /** Pages this short begin where somebody joins to within a few hundredths of a second, like MP3's frames. */
    private static final int PAGES_A_SECOND = 25;

    private static final String PAGE_MICROS = Integer.toString(1_000_000 / PAGES_A_SECOND);

    private static final int LEAST_RATE_OF_LONG_FRAMES = 32_000;

    /** 1,152 samples a block instead of 4,608, for the same reason. */
    private static final String FLAC_BLOCK = "1152";

    static Output of(Shape shape, PcmFormat window) {
        VariantFormat variant = shape.format();
        PcmFormat samples = shape.of(window);
        OutputCodec codec = codecOf(variant.kind());
        int rate = codec == OutputCodec.OPUS ? OPUS_RATE : samples.sampleRate();
        return new Output(variant, samples, new EncodedFormat(codec, variant.kbps() * 1000, rate, samples.channels()));
    }

    static OutputCodec codecOf(VariantFormat.Kind kind) {
        return switch (kind) {
            case MP3 -> OutputCodec.MP3;
            case AAC -> OutputCodec.AAC;
            case OPUS -> OutputCodec.OPUS;
            case FLAC -> OutputCodec.FLAC;
            case WAV -> OutputCodec.WAV;
        };
    }

    /** What listeners are told. */
    StreamFormat declared() {
        return new StreamFormat(
                codec(variant.kind()), contentType(variant.kind()), encoded.sampleRate(), encoded.channels());
    }

    static String contentType(VariantFormat.Kind kind) {
        return codecOf(kind).contentType();
    }

    /** In kbit/s; for those without a bitrate what the samples take. */
    int kbps() {
        return variant.kind().isLossy() ? variant.kbps() : samples.sampleRate() * samples.frameBytes() * 8 / 1000;
    }

    /** How much later than its samples the sound of the encoder's first unit begins, in stream time. */
    long delay() {
        int frames = switch (variant.kind()) {
            case MP3 -> MP3_DELAY_FRAMES;
            case AAC -> AAC_DELAY_FRAMES;
            case OPUS, FLAC, WAV -> 0; // Opus says itself what is to be left out
        };
        return new PcmFormat(encoded.sampleRate(), encoded.channels()).duration(frames);
    }

    /** How long a unit lasts, in stream time. */
    long unitDuration() {
        int frames = switch (variant.kind()) {
            case MP3 -> encoded.sampleRate() >= LEAST_RATE_OF_LONG_FRAMES ? 1152 : 576;
            case AAC -> 1024;
            case OPUS, FLAC -> encoded.sampleRate() / PAGES_A_SECOND;
            case WAV -> encoded.sampleRate() / UnitCutter.Wav.PIECES_A_SECOND;
        };
        return new PcmFormat(encoded.sampleRate(), encoded.channels()).duration(frames);
    }

    /** ffmpeg's arguments, from samples on its standard input to units on its standard output. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("-probesize", "32", "-analyzeduration", "0"));
        arguments.addAll(List.of("-f", "s16le"));
        arguments.addAll(List.of("-ar", Integer.toString(samples.sampleRate())));
        arguments.addAll(List.of("-ac", Integer.toString(samples.channels())));
        arguments.addAll(List.of("-i", "pipe:0"));
        arguments.addAll(encoded.arguments());
        if (codec(variant.kind()) == Codec.OGG) {
            arguments.addAll(List.of("-page_duration", PAGE_MICROS));
        }
        if (variant.kind() == VariantFormat.Kind.FLAC) {
            arguments.addAll(List.of("-frame_size", FLAC_BLOCK));
        }
        arguments.add("pipe:1");
        return List.copyOf(arguments);
    }

    private static Codec codec(VariantFormat.Kind kind) {
        return switch (kind) {
            case MP3 -> Codec.MP3;
            case AAC -> Codec.AAC;
            case OPUS, FLAC -> Codec.OGG;
            case WAV -> Codec.WAV;
        };
    }
}

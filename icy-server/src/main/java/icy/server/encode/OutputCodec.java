package icy.server.encode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be made of audio, in its container, and how ffmpeg is told to. Immutable. */
public enum OutputCodec {
    /** Each frame stands alone, and nothing but frames: they may be cut and joined anywhere. */
    MP3(
            "audio/mpeg",
            "libmp3lame",
            "mp3",
            List.of("-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0", "-write_id3v1", "0")),
    /** AAC-LC in ADTS. */
    AAC("audio/aac", "aac", "adts", List.of("-write_id3v2", "0")),
    /** Opus in Ogg, in pages of a fifth of a second: a listener waits for whole pages. */
    OPUS("audio/ogg", "libopus", "ogg", List.of("-page_duration", "200000")),
    /** FLAC in Ogg, which can be joined while it goes on, as plain FLAC cannot. */
    FLAC("audio/ogg", "flac", "ogg", List.of("-page_duration", "200000")),
    /** 16 bit, in WAV; its header says no length where the output is a pipe. */
    WAV("audio/wav", "pcm_s16le", "wav", List.of("-bitexact"));

    private final String contentType;
    private final String encoder;
    private final String muxer;
    private final List<String> muxerOptions;

    OutputCodec(String contentType, String encoder, String muxer, List<String> muxerOptions) {
        this.contentType = contentType;
        this.encoder = encoder;
        this.muxer = muxer;
        this.muxerOptions = muxerOptions;
    }

    /** The one of that name, in any case: {@code mp3}, {@code opus}… */
    public static Optional<OutputCodec> named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(codec -> codec.label().equals(wanted)).findFirst();
    }

    /** Its name in config, URLs and file names. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What HTTP calls it. */
    public String contentType() {
        return contentType;
    }

    /** Whether a bitrate is asked for; the others take what they need. */
    public boolean isLossy() {
        return this == MP3 || this == AAC || this == OPUS;
    }

    /** What ffmpeg calls the encoder. */
    String encoder() {
        return encoder;
    }

    String muxer() {
        return muxer;
    }

    List<String> muxerOptions() {
        return muxerOptions;
    }
}

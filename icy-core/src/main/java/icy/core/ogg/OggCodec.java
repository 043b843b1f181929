package icy.core.ogg;

/**
 * What a logical stream carries, as the first bytes of its first packet say.
 *
 * <p>Thread: any.
 */
public enum OggCodec {
    VORBIS("Vorbis", "\u0001vorbis"),
    OPUS("Opus", "OpusHead"),
    FLAC("FLAC", "\u007fFLAC"),
    SPEEX("Speex", "Speex   "),
    /** Video, subtitles, Skeleton: carried beside the audio. Alone they are nothing that a radio could time. */
    OTHER("an unknown codec", "");

    private final String label;
    private final String mark;

    OggCodec(String label, String mark) {
        this.label = label;
        this.mark = mark;
    }

    /** As shown to people. */
    public String label() {
        return label;
    }

    static OggCodec of(byte[] bytes, int offset, int length) {
        for (OggCodec codec : values()) {
            if (startsWith(bytes, offset, length, codec.mark)) {
                return codec;
            }
        }
        return OTHER;
    }

    /** {@code mark} is all ASCII. */
    static boolean startsWith(byte[] bytes, int offset, int length, String mark) {
        if (length < mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if (bytes[offset + i] != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

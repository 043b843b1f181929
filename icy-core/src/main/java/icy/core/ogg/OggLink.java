package icy.core.ogg;

import java.nio.ByteBuffer;

/**
 * One link of a chained stream, once its headers are whole: what it sounds like, what it is called, and the pages that a
 * decoder needs before any other.
 *
 * <p>Thread: any.
 */
public final class OggLink {

    private final OggCodec codec;
    private final int serial;
    private final AudioFormat format;
    private final OggComments comments;
    private final byte[] headers;

    OggLink(OggCodec codec, int serial, AudioFormat format, OggComments comments, byte[] headers) {
        this.codec = codec;
        this.serial = serial;
        this.format = format;
        this.comments = comments;
        this.headers = headers;
    }

    /** Of the stream whose sound is heard; {@link OggCodec#OTHER} if there is none. */
    public OggCodec codec() {
        return codec;
    }

    /** The serial number of the stream whose sound is heard. */
    public int serial() {
        return serial;
    }

    /** In Hz; 0 if the codec is unknown. */
    public int sampleRate() {
        return format.sampleRate();
    }

    /** 0 if the codec is unknown. */
    public int channels() {
        return format.channels();
    }

    /** 0 if it is not said, as in Opus and FLAC. */
    public int nominalBitrateBps() {
        return format.nominalBitrateBps();
    }

    /** The artist comment, several joined by a comma; empty if there is none. */
    public String artist() {
        return comments.artist();
    }

    /** The title comment; empty if there is none. */
    public String title() {
        return comments.title();
    }

    /** "Artist - Title", or what there is of it. */
    public String displayTitle() {
        return comments.displayTitle();
    }

    /** All header pages, as they came; read only. */
    public ByteBuffer headers() {
        return ByteBuffer.wrap(headers).asReadOnlyBuffer();
    }

    /** As {@link #headers}, not to be changed. */
    byte[] headerPages() {
        return headers;
    }

    /** A header packet of the audible stream, from 0. */
    byte[] headerPacket(int index) {
        return LinkHeaders.packet(headers, serial, index);
    }

    /** Whether a decoder could play on: same codec, rate and channels. */
    public boolean hasFormatOf(OggLink other) {
        return codec == other.codec && sampleRate() == other.sampleRate() && channels() == other.channels();
    }

    /** As shown to people: "Opus, 48000 Hz, stereo". */
    @Override
    public String toString() {
        if (codec == OggCodec.OTHER) {
            return codec.label();
        }
        String width = channels() == 1 ? "mono" : channels() == 2 ? "stereo" : channels() + " channels";
        return codec.label() + ", " + sampleRate() + " Hz, " + width;
    }
}

package icy.core.ogg;

import java.util.Optional;

/**
 * What the first packet of a stream says of its sound.
 *
 * <p>Vorbis I §4.2.2, RFC 7845 §5.1, RFC 9639 §8.2 and §10.1, speex_header.h.
 *
 * <p>Thread: any.
 *
 * @param sampleRate in Hz, of the granule positions; Opus always counts 48,000
 * @param nominalBitrateBps 0 if it is not said
 * @param preSkip samples at the beginning that are not to be heard
 */
record AudioFormat(int sampleRate, int channels, int nominalBitrateBps, int preSkip) {

    static final AudioFormat NONE = new AudioFormat(0, 0, 0, 0);

    /** Where FLAC's STREAMINFO begins in the first packet: behind Ogg's preface, "fLaC" and a block header. */
    static final int FLAC_STREAMINFO = 17;

    private static final int OPUS_RATE = 48_000;

    /** Empty if the packet is too short or says something impossible. */
    static Optional<AudioFormat> read(OggCodec codec, byte[] packet) {
        int needed = switch (codec) {
            case VORBIS -> 30;
            case OPUS -> 19;
            case FLAC -> FLAC_STREAMINFO + 34;
            case SPEEX -> 72;
            case OTHER -> 0;
        };
        if (packet.length < needed) {
            return Optional.empty();
        }
        return switch (codec) {
            case VORBIS ->
                sane(OggPage.littleEndian(packet, 12), packet[11] & 0xFF, OggPage.littleEndian(packet, 20), 0);
            case OPUS -> sane(OPUS_RATE, packet[9] & 0xFF, 0, packet[10] & 0xFF | (packet[11] & 0xFF) << 8);
            case FLAC -> sane(flacRate(packet), (packet[FLAC_STREAMINFO + 12] >>> 1 & 7) + 1, 0, 0);
            case SPEEX ->
                sane(
                        OggPage.littleEndian(packet, 36),
                        OggPage.littleEndian(packet, 48),
                        OggPage.littleEndian(packet, 52),
                        0);
            case OTHER -> Optional.of(NONE);
        };
    }

    private static final int LEAST_RATE = 1_000;
    private static final int MOST_RATE = 1_048_575; // FLAC's, the widest field of all

    private static Optional<AudioFormat> sane(int rate, int channels, int bitrateBps, int preSkip) {
        boolean sane = rate >= LEAST_RATE && rate <= MOST_RATE && channels > 0 && channels <= 255;
        return sane ? Optional.of(new AudioFormat(rate, channels, Math.max(0, bitrateBps), preSkip)) : Optional.empty();
    }

    private static int flacRate(byte[] packet) {
        int at = FLAC_STREAMINFO + 10;
        return (packet[at] & 0xFF) << 12 | (packet[at + 1] & 0xFF) << 4 | (packet[at + 2] & 0xF0) >>> 4;
    }
}

package icy.core.ogg;

import java.util.Optional;

/**
 * One logical stream while its header packets come: how many there are to be, and whether each is what it should be.
 *
 * <pre>
 *   Vorbis  3: identification, comments, setup            (Vorbis I §4.2)
 *   Opus    2: OpusHead, OpusTags                         (RFC 7845 §5)
 *   FLAC    as many as the first states, or up to the one marked last, or the first sound   (RFC 9639 §10.1)
 *   Speex   2, and as many extra ones as the first states (speex_header.h)
 *   others  1
 * </pre>
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class HeaderPackets {

    private static final String[] VORBIS_MARKS = {"\u0001vorbis", "\u0003vorbis", "\u0005vorbis"};
    private static final String[] OPUS_MARKS = {"OpusHead", "OpusTags"};
    private static final int FLAC_LAST_BLOCK = 0x80;
    private static final int FLAC_SOUND = 0xFF;
    private static final int MAX_SPEEX_EXTRAS = 16;

    private final int serial;
    private final OggCodec codec;
    private int wanted;
    private int begun;
    private int ended;
    private int nextSequence;
    private boolean complete;

    /** Begins with the first page of a logical stream. */
    HeaderPackets(OggPage first) {
        serial = first.serial();
        nextSequence = first.sequence();
        int at = first.pieces() > 0 ? first.pieceOffset(0) : 0;
        int length = first.pieces() > 0 ? first.pieceBytes(0) : 0;
        codec = OggCodec.of(first.bytes(), at, length);
        wanted = switch (codec) {
            case VORBIS -> 3;
            case OPUS -> 2;
            case FLAC -> flacPackets(first.bytes(), at, length);
            case SPEEX -> 2 + speexExtras(first.bytes(), at, length);
            case OTHER -> 1;
        };
        complete = codec == OggCodec.OTHER;
    }

    int serial() {
        return serial;
    }

    OggCodec codec() {
        return codec;
    }

    /** Whether all header packets have been seen. */
    boolean isComplete() {
        return complete;
    }

    /** Whether {@code page} begins with sound, though headers were expected: then they were complete before it. */
    boolean isSound(OggPage page) {
        return codec == OggCodec.FLAC
                && page.pieces() > 0
                && !page.isContinued()
                && page.pieceBytes(0) > 0
                && (page.bytes()[page.pieceOffset(0)] & 0xFF) == FLAC_SOUND;
    }

    void completeEarly() {
        complete = true;
    }

    /** Takes a header page of this stream; says what is wrong with it, if anything is. */
    Optional<String> take(OggPage page) {
        if (page.sequence() != nextSequence) {
            return Optional.of("page " + Integer.toUnsignedString(nextSequence) + " of the " + codec.label()
                    + " headers is missing");
        }
        nextSequence++;
        for (int piece = 0; piece < page.pieces() && !complete; piece++) {
            if (page.beginsPacket(piece)) {
                if (!isExpected(page.bytes(), page.pieceOffset(piece), page.pieceBytes(piece))) {
                    return Optional.of("header packet " + (begun + 1) + " is not " + codec.label() + "'s");
                }
                begun++;
            }
            if (page.endsPacket(piece)) {
                ended++;
                complete = ended >= wanted;
            }
        }
        return Optional.empty();
    }

    private boolean isExpected(byte[] bytes, int at, int length) {
        return switch (codec) {
            case VORBIS -> OggCodec.startsWith(bytes, at, length, VORBIS_MARKS[Math.min(begun, 2)]);
            case OPUS -> OggCodec.startsWith(bytes, at, length, OPUS_MARKS[Math.min(begun, 1)]);
            case FLAC -> isFlacBlock(bytes, at, length);
            case SPEEX, OTHER -> true;
        };
    }

    private boolean isFlacBlock(byte[] bytes, int at, int length) {
        int block = begun == 0 ? at + 13 : at; // the first packet has Ogg's own preface
        if (block >= at + length || (bytes[block] & 0xFF) == FLAC_SOUND) {
            return false;
        }
        if ((bytes[block] & FLAC_LAST_BLOCK) != 0) {
            wanted = begun + 1;
        }
        return true;
    }

    private static int flacPackets(byte[] bytes, int at, int length) {
        int following = length < 9 ? 0 : (bytes[at + 7] & 0xFF) << 8 | bytes[at + 8] & 0xFF;
        return following == 0 ? Integer.MAX_VALUE : 1 + following;
    }

    private static int speexExtras(byte[] bytes, int at, int length) {
        int extras = length < 72 ? 0 : OggPage.littleEndian(bytes, at + 68);
        return extras < 0 || extras > MAX_SPEEX_EXTRAS ? 0 : extras;
    }
}

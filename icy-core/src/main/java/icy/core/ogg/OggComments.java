package icy.core.ogg;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a comment header says of artist and title: names and values, {@code ARTIST=Sigur Rós}, in any letter case.
 *
 * <pre>
 *   vendor length 4 | vendor | number of comments 4 | each: length 4 | NAME=value in UTF-8
 * </pre>
 *
 * <p>Vorbis I §5, RFC 7845 §5.2, RFC 9639 §8.6. Broken comments give what stands before the break, or nothing; a value
 * that is not UTF-8 is taken as Latin-1, which some encoders write.
 *
 * <p>Thread: any.
 *
 * @param artist several are joined by a comma; empty if there is none
 * @param title the first one; empty if there is none
 */
record OggComments(String artist, String title) {

    static final OggComments NONE = new OggComments("", "");

    /** So many bytes of comments are looked at, pictures not counted. */
    private static final int MAX_BYTES = 65_536;

    private static final int MAX_VALUE_BYTES = 4096;

    String displayTitle() {
        return artist.isEmpty() ? title : title.isEmpty() ? artist : artist + " - " + title;
    }

    /** Reads the comment header {@code packet} of a codec. */
    static OggComments read(OggCodec codec, byte[] packet) {
        int at = switch (codec) {
            case VORBIS -> "\u0003vorbis".length();
            case OPUS -> "OpusTags".length();
            case FLAC -> 4; // the header of a metadata block
            case SPEEX -> 0;
            case OTHER -> packet.length;
        };
        long list = at + 4L + lengthAt(packet, at);
        if (list + 4 > packet.length) {
            return NONE;
        }
        at = (int) list + 4; // the number is not needed: the packet's end is the list's
        StringBuilder artist = new StringBuilder();
        String title = "";
        int looked = 0;
        while (at + 4 <= packet.length && looked < MAX_BYTES) {
            long length = lengthAt(packet, at);
            at += 4;
            if (length > packet.length - at) {
                break;
            }
            int bytes = (int) length;
            if (isNamed(packet, at, bytes, "artist")) {
                String next = value(packet, at, bytes, "artist");
                artist.append(artist.isEmpty() || next.isEmpty() ? "" : ", ").append(next);
            } else if (title.isEmpty() && isNamed(packet, at, bytes, "title")) {
                title = value(packet, at, bytes, "title");
            }
            looked += isNamed(packet, at, bytes, "metadata_block_picture") ? 4 : 4 + bytes;
            at += bytes;
        }
        return new OggComments(artist.toString(), title);
    }

    /** 2^32 − 1, which no packet holds, where there is no length. */
    private static long lengthAt(byte[] packet, int at) {
        return at + 4 > packet.length ? 0xFFFF_FFFFL : OggPage.littleEndian(packet, at) & 0xFFFF_FFFFL;
    }

    private static boolean isNamed(byte[] packet, int at, int length, String name) {
        if (length <= name.length() || packet[at + name.length()] != '=') {
            return false;
        }
        String found = new String(packet, at, name.length(), StandardCharsets.ISO_8859_1);
        return found.toLowerCase(Locale.ROOT).equals(name);
    }

    private static String value(byte[] packet, int at, int length, String name) {
        int from = at + name.length() + 1;
        int bytes = Math.min(at + length - from, MAX_VALUE_BYTES);
        // Not cut inside a character: back to the first byte of the one that begins it.
        while (bytes == MAX_VALUE_BYTES
                && bytes > MAX_VALUE_BYTES - 4
                && from + bytes < at + length
                && (packet[from + bytes] & 0xC0) == 0x80) {
            bytes--;
        }
        ByteBuffer text = ByteBuffer.wrap(packet, from, bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString().strip();
        } catch (CharacterCodingException e) {
            return new String(packet, from, bytes, StandardCharsets.ISO_8859_1).strip();
        }
    }
}

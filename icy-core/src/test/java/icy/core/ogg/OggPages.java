package icy.core.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes odd pages and packets. */
final class OggPages {

    private OggPages() {}

    /** The page without its last, short segment: its last packet goes on on the next page. */
    static byte[] goesOn(byte[] page) {
        int segments = (page[26] & 0xFF) - 1;
        int last = page[27 + segments] & 0xFF;
        byte[] shorter = new byte[page.length - 1 - last];
        System.arraycopy(page, 0, shorter, 0, 27 + segments);
        System.arraycopy(page, 28 + segments, shorter, 27 + segments, shorter.length - 27 - segments);
        shorter[26] = (byte) segments;
        return checksummed(shorter);
    }

    static byte[] checksummed(byte[] page) {
        byte[] copy = Arrays.copyOf(page, page.length);
        OggPage.putLittleEndian(copy, OggPage.CRC_OFFSET, OggCrc.ofPage(copy, 0, copy.length));
        return copy;
    }

    /** An OpusTags packet. */
    static byte[] comments(List<byte[]> comments) {
        int size = comments.stream().mapToInt(comment -> 4 + comment.length).sum();
        ByteBuffer packet = ByteBuffer.allocate(8 + 4 + 3 + 4 + size).order(ByteOrder.LITTLE_ENDIAN);
        packet.put("OpusTags".getBytes(StandardCharsets.US_ASCII)).putInt(3).put(new byte[] {'i', 'c', 'y'});
        packet.putInt(comments.size());
        comments.forEach(comment -> packet.putInt(comment.length).put(comment));
        return packet.array();
    }
}

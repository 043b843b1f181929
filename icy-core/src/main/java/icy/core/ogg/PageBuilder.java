package icy.core.ogg;

import java.io.ByteArrayOutputStream;

/**
 * Makes a page out of whole packets.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class PageBuilder {

    private final int flags;
    private final long granule;
    private final ByteArrayOutputStream lacing = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    PageBuilder(int flags, long granule) {
        this.flags = flags;
        this.granule = granule;
    }

    /** Whether a packet of so many bytes has room. */
    boolean fits(int packetBytes) {
        return lacing.size() + packetBytes / 255 + 1 <= 255;
    }

    void add(byte[] packet) {
        if (!fits(packet.length)) {
            throw new IllegalArgumentException(packet.length + " bytes fit no more on this page");
        }
        for (int left = packet.length; left >= 255; left -= 255) {
            lacing.write(255);
        }
        lacing.write(packet.length % 255);
        body.writeBytes(packet);
    }

    byte[] build(int serial, int sequence) {
        int segments = lacing.size();
        byte[] page = new byte[OggPage.HEADER_BYTES + segments + body.size()];
        OggPage.putLittleEndian(page, 0, 0x5367_674F); // "OggS"
        page[OggPage.FLAGS_OFFSET] = (byte) flags;
        OggPage.putLittleEndian(page, OggPage.GRANULE_OFFSET, (int) granule);
        OggPage.putLittleEndian(page, OggPage.GRANULE_OFFSET + 4, (int) (granule >>> 32));
        OggPage.putLittleEndian(page, OggPage.SERIAL_OFFSET, serial);
        OggPage.putLittleEndian(page, OggPage.SEQUENCE_OFFSET, sequence);
        page[OggPage.SEGMENTS_OFFSET] = (byte) segments;
        System.arraycopy(lacing.toByteArray(), 0, page, OggPage.HEADER_BYTES, segments);
        System.arraycopy(body.toByteArray(), 0, page, OggPage.HEADER_BYTES + segments, body.size());
        OggPage.putLittleEndian(page, OggPage.CRC_OFFSET, OggCrc.ofPage(page, 0, page.length));
        return page;
    }
}

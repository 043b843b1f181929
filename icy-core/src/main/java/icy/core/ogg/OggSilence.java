package icy.core.ogg;

import icy.core.ring.StreamTime;
import java.util.Optional;

/**
 * Silence that continues a link: packets of its own codec, in pages of a tenth to a fifth of a second. {@link
 * OggChain#silence} sends them.
 *
 * <ul>
 *   <li>Opus: a packet of 20 ms that says "silence" in its first range-coded symbol (FF FE behind the configuration), one
 *       for each of the coupled or single streams it is made of (RFC 6716 §4.3, RFC 7845 §5.1.1).
 *   <li>Vorbis: a packet of zeros. It chooses mode 0 and says of every channel that its floor is unused (Vorbis I §4.3.2).
 *       Where it follows a block of another size, the first packet has up to 2,032 samples more than are counted for it.
 *   <li>FLAC: a frame whose channels are constantly zero, of the stream's own block size.
 * </ul>
 *
 * <p>Thread: whoever owns the object.
 */
public final class OggSilence {

    private static final int PAGES_PER_SECOND = 8;

    /** FLAC's largest block is a second and a half; a page of it is one frame all the same. */
    private static final int MAX_PACKETS = 64;

    private final OggLink link;
    private final Packets packets;
    private final int packetSamples;
    private final int packetsPerPage;
    private final long pageUnits;

    /** Makes the packet whose first sample is number {@code granule}. */
    private interface Packets {
        byte[] at(long granule);
    }

    private OggSilence(OggLink link, Packets packets, int packetSamples) {
        this.link = link;
        this.packets = packets;
        this.packetSamples = packetSamples;
        int wanted = link.sampleRate() / PAGES_PER_SECOND / packetSamples;
        packetsPerPage = Math.max(1, Math.min(wanted, MAX_PACKETS));
        pageUnits = StreamTime.ofSamples(pageSamples(), link.sampleRate());
    }

    /** Silence for {@code link}; empty if its codec has none. */
    public static Optional<OggSilence> of(OggLink link) {
        return switch (link.codec()) {
            case OPUS -> Optional.of(opus(link));
            case VORBIS -> vorbis(link);
            case FLAC -> flac(link);
            case SPEEX, OTHER -> Optional.empty();
        };
    }

    /** How long every page lasts, in stream time. */
    public long pageUnits() {
        return pageUnits;
    }

    /** How far every page advances the granule position. */
    int pageSamples() {
        return packetsPerPage * packetSamples;
    }

    /** The serial number that the link's own pages have. */
    int sourceSerial() {
        return link.serial();
    }

    /** The page whose first sample is number {@code granule}. */
    PageBuilder page(long granule) {
        PageBuilder page = new PageBuilder(0, granule + pageSamples());
        for (int i = 0; i < packetsPerPage; i++) {
            page.add(packets.at(granule + (long) i * packetSamples));
        }
        return page;
    }

    private static OggSilence opus(OggLink link) {
        byte[] head = link.headerPacket(0);
        int streams = head[18] == 0 || head.length < 21 ? 1 : Math.max(1, head[19] & 0xFF);
        byte[] packet = new byte[4 * streams - 1];
        for (int stream = 0; stream < streams; stream++) {
            boolean isLast = stream == streams - 1;
            int at = 4 * stream;
            packet[at++] = (byte) 0xF8; // CELT, full band, 20 ms, mono, one frame
            if (!isLast) {
                packet[at++] = 2; // all but the last state their length (RFC 6716 appendix B)
            }
            packet[at++] = (byte) 0xFF;
            packet[at] = (byte) 0xFE;
        }
        return new OggSilence(link, granule -> packet, 960);
    }

    private static Optional<OggSilence> vorbis(OggLink link) {
        return VorbisModes.read(link.headerPacket(2)).map(modes -> {
            int block = new PacketTimer.Vorbis(modes, link.headerPacket(0)).blockSamples(0);
            int bits = 1 + modes.choiceBits() + 2 + link.channels();
            byte[] packet = new byte[(bits + 7) / 8];
            return new OggSilence(link, granule -> packet, block / 2);
        });
    }

    private static Optional<OggSilence> flac(OggLink link) {
        byte[] first = link.headerPacket(0);
        int info = AudioFormat.FLAC_STREAMINFO;
        int smallest = (first[info] & 0xFF) << 8 | first[info + 1] & 0xFF;
        int largest = (first[info + 2] & 0xFF) << 8 | first[info + 3] & 0xFF;
        int bits = ((first[info + 12] & 1) << 4 | (first[info + 13] & 0xF0) >>> 4) + 1;
        if (largest < 16) {
            return Optional.empty();
        }
        boolean variable = smallest != largest;
        return Optional.of(new OggSilence(
                link,
                granule -> FlacFrame.silence(
                        link.channels(), bits, largest, variable, variable ? granule : granule / largest),
                largest));
    }
}

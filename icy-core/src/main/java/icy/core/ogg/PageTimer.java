package icy.core.ogg;

import icy.core.ring.StreamTime;

/**
 * How long the pages of one link last: the packets that end on them, counted by {@link PacketTimer}. Granule positions
 * are asked only where they say less than the packets hold: the first page may begin, and the last one end, amid a
 * packet (Vorbis I §A.2, RFC 7845 §4.4 and §4.5). So the sum over a link is exact, and neither a jump of the granule
 * positions nor a beginning in the middle makes a page longer or shorter than it sounds.
 *
 * <p>Thread: whoever owns the object; it is mutable.
 */
final class PageTimer {

    private final PacketTimer packets;
    private final int sampleRate;

    /** Samples that are still to come before anything is heard. */
    private long toSkip;

    private boolean begun;
    private long granule = OggPage.NO_GRANULE;
    private long packetSamples;

    /** What was left when samples were last turned into units of stream time, in units × rate. */
    private long remainder;

    PageTimer(PacketTimer packets, AudioFormat format) {
        this.packets = packets;
        sampleRate = format.sampleRate();
        toSkip = format.preSkip();
    }

    /** The duration of the next page of sound, in stream time. */
    long advance(OggPage page) {
        long samples = 0;
        boolean ends = false;
        for (int piece = 0; piece < page.pieces(); piece++) {
            if (page.beginsPacket(piece)) {
                packetSamples = packets.samples(page.bytes(), page.pieceOffset(piece), page.pieceBytes(piece));
            }
            if (page.endsPacket(piece)) {
                samples += packetSamples;
                packetSamples = 0;
                ends = true;
            }
        }
        return ends ? units(trimmed(page, samples)) : 0;
    }

    private long trimmed(OggPage page, long samples) {
        long heard = samples;
        long before = granule;
        long now = page.granule();
        granule = now >= 0 ? now : before >= 0 ? before + samples : OggPage.NO_GRANULE;
        if (now >= 0 && !begun) {
            heard = Math.min(samples, now);
        } else if (now >= before && before >= 0 && page.isLast()) {
            heard = Math.min(samples, now - before);
        }
        begun = true;
        long skipped = Math.min(toSkip, heard);
        toSkip -= skipped;
        return heard - skipped;
    }

    private long units(long samples) {
        long product = samples * StreamTime.UNITS_PER_SECOND + remainder;
        remainder = product % sampleRate;
        return product / sampleRate;
    }
}

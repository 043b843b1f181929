package icy.server.mount;

import icy.core.mpeg.Primer;
import icy.core.ring.StreamRing;
import java.util.Optional;

/**
 * What a unit is, as far as a mount must know: its name on the wire, and what a beginner needs before a given unit.
 *
 * <p>Thread: any.
 */
public enum Codec {
    /** MPEG audio layer III: a frame may use bits of up to nine frames before it, which a primer brings along. */
    MP3("audio/mpeg", 320) {
        @Override
        Entry entry(StreamRing ring, long unit) {
            long last = ring.units() - 1;
            for (long candidate = unit; candidate <= last; candidate++) {
                Optional<byte[]> primer = primer(ring, candidate);
                if (primer.isPresent()) {
                    return at(ring, candidate, primer.get());
                }
            }
            return at(ring, unit, NOTHING); // damaged all along: as good as anywhere
        }

        private Optional<byte[]> primer(StreamRing ring, long unit) {
            long from = unit;
            long oldest = Math.max(0, unit - StreamRing.HISTORY_UNITS);
            long enough = ring.unitPosition(unit) - PRIMER_REACH_BYTES;
            while (from > oldest && ring.unitPosition(from) > enough) {
                from--;
            }
            long start = ring.unitPosition(from);
            byte[] units = new byte[(int) (ring.unitPosition(unit + 1) - start)];
            int[] offsets = new int[(int) (unit - from) + 1];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = (int) (ring.unitPosition(from + i) - start);
            }
            ring.copy(start, units, 0, units.length);
            return Primer.before(units, offsets, offsets.length - 1);
        }
    };

    /** 511 bytes of main data, and the headers and side information of the small frames they may be spread over. */
    private static final int PRIMER_REACH_BYTES = 2048;

    private static final byte[] NOTHING = {};

    private final String contentType;
    private final int maxBitrateKbps;

    Codec(String contentType, int maxBitrateKbps) {
        this.contentType = contentType;
        this.maxBitrateKbps = maxBitrateKbps;
    }

    /** MIME type without parameters: VLC compares the whole value. */
    public String contentType() {
        return contentType;
    }

    /** The most a stream of this codec takes: what bounds a ring. */
    int maxBitrateKbps() {
        return maxBitrateKbps;
    }

    /** A beginning at {@code unit}, or at the next one that can be begun at. */
    abstract Entry entry(StreamRing ring, long unit);

    private static Entry at(StreamRing ring, long unit, byte[] before) {
        return new Entry(unit, ring.unitPosition(unit), ring.unitTime(unit), before);
    }
}

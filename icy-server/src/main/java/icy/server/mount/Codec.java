package icy.server.mount;

import icy.core.mpeg.Primer;
import icy.core.ring.StreamRing;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a unit is, as far as a mount must know: its name on the wire, and what a beginner needs before a given unit.
 *
 * <p>Thread: any.
 */
public enum Codec {
    /** MPEG audio layer III: a frame may use bits of up to nine frames before it, which a primer brings along. */
    MP3("MP3", 320, true, "audio/mpeg", "audio/mp3", "audio/x-mpeg", "audio/mpeg3", "audio/x-mp3") {
        @Override
        Entry entry(StreamRun run, long unit) {
            StreamRing ring = run.ring();
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
    },

    /** AAC in ADTS frames: any frame can be begun at. */
    AAC("AAC", 576, true, "audio/aac", "audio/aacp", "audio/x-aac", "audio/aac-adts", "audio/vnd.dlna.adts") {
        @Override
        Entry entry(StreamRun run, long unit) {
            return at(run.ring(), unit, NOTHING);
        }
    },

    /**
     * Ogg pages: a decoder needs the link's header pages first, and then a page on which a packet begins. Titles travel
     * in the headers; metadata blocks would be garbage to it.
     */
    OGG(
            "Ogg",
            4_000,
            false,
            "application/ogg",
            "audio/ogg",
            "audio/x-ogg",
            "application/x-ogg",
            "audio/vorbis",
            "audio/opus",
            "audio/flac+ogg",
            "video/ogg") {
        @Override
        Entry entry(StreamRun run, long unit) {
            StreamRing ring = run.ring();
            long last = ring.units() - 1;
            for (long candidate = unit; candidate <= last; candidate++) {
                long position = ring.unitPosition(candidate);
                Preambles.@Nullable Preamble headers = run.preambles().at(position);
                if (headers == null || position < headers.to()) {
                    long first = headers == null ? candidate : ring.unitAtPosition(headers.from());
                    return at(ring, first, NOTHING); // among the headers: from the first of them
                }
                if (beginsPacket(ring, position)) {
                    return at(ring, candidate, headers.pages());
                }
            }
            return at(ring, unit, NOTHING); // one packet over all pages: nothing better to be had
        }

        /**
         * RFC 3533 section 6: bit 0 of the sixth byte says that the page continues a packet, the 27th byte counts the
         * segments: one without any only ends a link, and headers before it would be of a link without sound.
         */
        private boolean beginsPacket(StreamRing ring, long position) {
            byte[] start = new byte[27];
            ring.copy(position, start, 0, start.length);
            return (start[5] & 1) == 0 && start[26] != 0;
        }
    },

    /** Samples of 16 bits, after a header that says no length: any piece can be begun at. No source may send it. */
    WAV("WAV", 1_600, false, "audio/wav") {
        @Override
        Entry entry(StreamRun run, long unit) {
            return at(
                    run.ring(),
                    unit,
                    WavHeader.endless(run.format().sampleRate(), run.format().channels()));
        }
    };

    /** 511 bytes of main data, and the headers and side information of the small frames they may be spread over. */
    private static final int PRIMER_REACH_BYTES = 2048;

    private static final byte[] NOTHING = {};

    private final String label;
    private final int maxBitrateKbps;
    private final boolean carriesBlocks;
    private final String[] contentTypes;

    Codec(String label, int maxBitrateKbps, boolean carriesBlocks, String... contentTypes) {
        this.label = label;
        this.maxBitrateKbps = maxBitrateKbps;
        this.carriesBlocks = carriesBlocks;
        this.contentTypes = contentTypes;
    }

    /** The codec that a source's content type means, if sources may send it; its parameters do not count. */
    public static Optional<Codec> of(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(codec -> codec != WAV)
                .filter(codec -> Arrays.asList(codec.contentTypes).contains(type))
                .findFirst();
    }

    /** MIME type without parameters: VLC compares the whole value. */
    public String contentType() {
        return contentTypes[0];
    }

    /** Whether ICY metadata blocks may be put between its units. */
    public boolean carriesBlocks() {
        return carriesBlocks;
    }

    /** The most a stream of this codec takes: what bounds a ring. */
    int maxBitrateKbps() {
        return maxBitrateKbps;
    }

    /** A beginning at {@code unit}, or at the next one that can be begun at. */
    abstract Entry entry(StreamRun run, long unit);

    /** For people. */
    @Override
    public String toString() {
        return label;
    }

    private static Entry at(StreamRing ring, long unit, byte[] before) {
        return new Entry(unit, ring.unitPosition(unit), ring.unitTime(unit), before);
    }
}

package icy.core.ogg;

import java.util.Optional;

/**
 * Which of a Vorbis stream's modes have long blocks. The list stands at the end of the setup header, behind codebooks,
 * floors and residues that nobody but a decoder can pass; so it is read backwards from the framing bit at the end, as
 * ffmpeg does it (libavcodec/vorbis_parser.c).
 *
 * <pre>
 *   … | number of modes − 1, 6 bits | each: long block 1, window type 16 (0), transform type 16 (0), mapping 8 | framing 1
 * </pre>
 *
 * <p>Vorbis I §4.2.4. Backwards the number is where the last six bits read say how many modes were passed.
 *
 * <p>Thread: any.
 *
 * @param modes how many there are
 * @param longModes bit i is set if mode i has long blocks
 */
record VorbisModes(int modes, long longModes) {

    private static final int MODE_BITS = 1 + 16 + 16 + 8;
    private static final int MAX_MODES = 64;
    private static final int MAX_MAPPING = 63;

    /** Empty if the packet does not end as a setup header does. */
    static Optional<VorbisModes> read(byte[] setup) {
        long bits = setup.length * 8L;
        long framing = bits - 1;
        while (framing >= 0 && bit(setup, framing) == 0) {
            framing--;
        }
        int found = 0;
        long before = framing; // the position behind the mode that is looked at
        for (int count = 1; count <= MAX_MODES && before - MODE_BITS - 6 >= 56; count++) {
            long mode = before - MODE_BITS;
            if (number(setup, mode + 1, 32) != 0 || number(setup, mode + 33, 8) > MAX_MAPPING) {
                break;
            }
            if (number(setup, mode - 6, 6) + 1 == count) {
                found = count;
            }
            before = mode;
        }
        if (found == 0) {
            return Optional.empty();
        }
        long longModes = 0;
        for (int i = 0; i < found; i++) {
            longModes |= (long) bit(setup, framing - (long) MODE_BITS * (found - i)) << i;
        }
        return Optional.of(new VorbisModes(found, longModes));
    }

    /** How many bits of an audio packet choose the mode. */
    int choiceBits() {
        return 32 - Integer.numberOfLeadingZeros(modes - 1);
    }

    boolean isLong(int mode) {
        return (longModes >>> mode & 1) != 0;
    }

    private static int bit(byte[] bytes, long position) {
        return bytes[(int) (position >> 3)] >> (position & 7) & 1;
    }

    /** Vorbis packs bits from the lowest of each byte on. */
    private static long number(byte[] bytes, long position, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (long) bit(bytes, position + i) << i;
        }
        return value;
    }
}

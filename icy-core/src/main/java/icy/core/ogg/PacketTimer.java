package icy.core.ogg;

import java.util.Optional;

/**
 * How many samples a packet of sound becomes, as its first bytes say. The sum over a stream is the difference of its
 * granule positions, but does not depend on them: granules jump where an encoder was restarted or joined midway.
 *
 * <p>Thread: whoever owns the object.
 */
interface PacketTimer {

    /**
     * @param length of the packet's first piece: the whole packet, or at least 255 bytes of it
     * @return at the rate of the stream's granule positions; 0 for what is no sound
     */
    int samples(byte[] bytes, int offset, int length);

    /** Of the link's audible stream; empty if its headers are unusable. */
    static Optional<PacketTimer> of(OggCodec codec, byte[] identification, byte[] setup) {
        return switch (codec) {
            case VORBIS -> {
                int shortExponent = identification[28] & 15;
                int longExponent = identification[28] >>> 4 & 15;
                boolean sane = shortExponent >= 6 && longExponent <= 13 && shortExponent <= longExponent;
                yield VorbisModes.read(setup).filter(modes -> sane).map(modes -> new Vorbis(modes, identification));
            }
            case OPUS -> Optional.of(PacketTimer::opusSamples);
            case FLAC -> Optional.of(FlacFrame::samples);
            case SPEEX -> {
                int frame = OggPage.littleEndian(identification, 56);
                int frames = OggPage.littleEndian(identification, 64);
                boolean sane = frame > 0 && frame <= 2000 && frames > 0 && frames <= 50;
                yield sane ? Optional.of((bytes, offset, length) -> frame * frames) : Optional.empty();
            }
            case OTHER -> Optional.empty();
        };
    }

    /** Blocks overlap by half: a packet completes a quarter of its own block and a quarter of the one before. */
    final class Vorbis implements PacketTimer {
        private final VorbisModes modes;
        private final int shortBlock;
        private final int longBlock;
        private int before;

        Vorbis(VorbisModes modes, byte[] identification) {
            this.modes = modes;
            int sizes = identification[28];
            shortBlock = 1 << (sizes & 15);
            longBlock = 1 << (sizes >>> 4 & 15);
        }

        @Override
        public int samples(byte[] bytes, int offset, int length) {
            if (length == 0 || (bytes[offset] & 1) != 0) {
                return 0;
            }
            int mode = bytes[offset] >>> 1 & (1 << modes.choiceBits()) - 1;
            int block = blockSamples(mode);
            int samples = before == 0 ? 0 : before / 4 + block / 4;
            before = block;
            return samples;
        }

        int blockSamples(int mode) {
            return modes.isLong(mode) ? longBlock : shortBlock;
        }
    }

    /** RFC 6716 §3.1: the configuration in five bits, then the number of frames. */
    private static int opusSamples(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int configuration = bytes[offset] >>> 3 & 31;
        int frame;
        if (configuration < 12) {
            frame = (configuration & 3) == 3 ? 2880 : 480 << (configuration & 3);
        } else if (configuration < 16) {
            frame = 480 << (configuration & 1);
        } else {
            frame = 120 << (configuration & 3);
        }
        int frames = switch (bytes[offset] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : bytes[offset + 1] & 63;
        };
        return Math.min(frame * frames, 5760); // 120 ms, the most a packet may hold
    }
}

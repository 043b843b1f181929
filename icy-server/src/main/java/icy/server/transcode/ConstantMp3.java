package icy.server.transcode;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.SilentFrame;
import icy.server.encode.EncodedFormat;
import java.math.BigInteger;

/**
 * Where in an MP3 of constant bitrate each frame is, before there is one. All frames are as long as the bitrate says, cut
 * to whole bytes; where that does not come out even, LAME makes some a byte longer ("padding"): it begins with a credit
 * of one remainder, each frame takes a remainder of it, and the one that would overdraw is padded. So the pattern repeats
 * after 49 frames at 44.1 and 22.05 kHz, and an encoder that begins anew at a multiple of that pads the same frames.
 *
 * <p>Thread: any; it does not change.
 *
 * @param format of every frame
 * @param bitrateBps one that the format has
 * @param frames how many there are
 */
record ConstantMp3(FrameFormat format, int bitrateBps, long frames) {
    /** What LAME puts before the music, and what every decoder adds to that. */
    private static final int DELAY_SAMPLES = 576 + 529;

    /**
     * What an encoder that begins in the middle makes otherwise than one that began at the start: three frames were
     * measured (the overlap of the transform, and what its model of hearing remembers); some more cost nothing.
     */
    static final int WARM_UP_FRAMES = 8;

    /** For music of so many samples, at the rate of the format. */
    static ConstantMp3 holding(long samples, EncodedFormat encoded) {
        FrameFormat format = FrameFormat.layer3(encoded.sampleRate(), encoded.channels());
        long frames = roundedUp(samples + DELAY_SAMPLES, format.samplesPerFrame());
        return new ConstantMp3(format, encoded.bitrateBps(), frames);
    }

    /** How many bytes all frames are. */
    long length() {
        return offset(frames);
    }

    /** Where a frame begins; of the one behind the last, where that ends. */
    long offset(long frame) {
        if (frame == 0) {
            return 0;
        }
        return frame * shortestBytes() + roundedUp((frame - 1) * remainder(), format.sampleRate());
    }

    int bytes(long frame) {
        return (int) (offset(frame + 1) - offset(frame));
    }

    /** The frame that holds the byte at that place. */
    long frameAt(long offset) {
        long frame = offset * format.sampleRate() / bitsTimesSamples();
        while (offset(frame) > offset) {
            frame--;
        }
        while (offset(frame + 1) <= offset) {
            frame++;
        }
        return frame;
    }

    /** The frame to begin encoding at, so that {@code frame} comes out as it should. */
    long entryFor(long frame) {
        long early = Math.max(0, frame - WARM_UP_FRAMES);
        return early - early % period();
    }

    /** The frame that the music's sample of that number is heard in, or one frame before what begins there. */
    long frameOfMusic(long sample) {
        return (sample + DELAY_SAMPLES + format.samplesPerFrame() / 2) / format.samplesPerFrame();
    }

    /** The sample of the music with which a frame begins; negative in what an encoder puts before it. */
    long musicOf(long frame) {
        return frame * format.samplesPerFrame() - DELAY_SAMPLES;
    }

    /** The moment at which a frame's sound begins, as a number of samples. */
    long sampleOf(long frame) {
        return frame * format.samplesPerFrame();
    }

    /** Stands for a frame that could not be made. */
    byte[] silence(long frame) {
        return SilentFrame.ofConstant(format, bitrateBps, bytes(frame) > shortestBytes());
    }

    /** After how many frames padding repeats. */
    int period() {
        return format.sampleRate()
                / BigInteger.valueOf(remainder())
                        .gcd(BigInteger.valueOf(format.sampleRate()))
                        .intValue();
    }

    /** Whether this is the header of that frame. */
    boolean fits(FrameHeader header, long frame) {
        return header.format().equals(format)
                && header.bitrateBps() == bitrateBps
                && header.frameBytes() == bytes(frame);
    }

    /** A quotient, rounded up. */
    static long roundedUp(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private long shortestBytes() {
        return bitsTimesSamples() / format.sampleRate();
    }

    private long remainder() {
        return bitsTimesSamples() % format.sampleRate();
    }

    private long bitsTimesSamples() {
        return (long) format.samplesPerFrame() / 8 * bitrateBps;
    }
}

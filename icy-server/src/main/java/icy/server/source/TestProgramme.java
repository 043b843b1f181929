package icy.server.source;

import icy.core.ring.StreamTime;
import icy.server.encode.Mp3Encoder;
import java.util.List;

/**
 * What is on the air when there is nothing to play: two soft tones, 440 and 554 Hz, made in code as MP3 frames of the
 * mount's own format and repeated without end.
 *
 * <pre>
 *  one round   delay | 440 Hz, 3 s | 554 Hz, 3 s | rest of the last frame
 *              quiet  /‾‾‾‾‾‾‾‾‾‾‾\ /‾‾‾‾‾‾‾‾‾‾‾\  quiet
 * </pre>
 *
 * <p>A round begins and ends in silence and no frame needs another one's bits, so the joint is not heard, a listener may
 * join and the programme may be left at any frame. 440 Hz is the a′ that orchestras tune to, 554 Hz the c♯″ above it.
 *
 * <p>Thread: any; immutable. Making one keeps a thread busy for a tenth of a second or two.
 */
public final class TestProgramme {
    /** What listeners see as the title. */
    public static final String TITLE = "icy test tone";

    private static final double[] TONES_HERTZ = {440, 554};
    private static final double TONE_SECONDS = 3;
    private static final double FADE_SECONDS = 0.05;

    /** −18 dBFS, the line-up level of EBU R 68: audible, and no surprise after music. */
    private static final double AMPLITUDE = 0.126 * Integer.MAX_VALUE;

    private final List<byte[]> frames;
    private final long frameUnits;
    private final int bitrateBps;

    private TestProgramme(List<byte[]> frames, long frameUnits, int bitrateBps) {
        this.frames = List.copyOf(frames);
        this.frameUnits = frameUnits;
        this.bitrateBps = bitrateBps;
    }

    /**
     * Makes the programme in a Layer III format. Slow: not for a loop.
     *
     * @param bitrateBps the nearest one that the format has is taken; see {@link #bitrateBps()}
     * @throws IllegalArgumentException if Layer III has no such sample rate or number of channels
     */
    public static TestProgramme encode(int sampleRate, int channels, int bitrateBps) {
        if (channels != 1 && channels != 2) {
            throw new IllegalArgumentException("channels is " + channels + ": 1 or 2");
        }
        Mp3Encoder encoder = Mp3Encoder.ofTones(sampleRate, channels, bitrateBps);
        List<byte[]> frames = encoder.encode(tones(sampleRate));
        long frameUnits = StreamTime.ofSamples(encoder.samplesPerFrame(), sampleRate);
        return new TestProgramme(frames, frameUnits, encoder.bitrateBps());
    }

    /** The frame to send as the n-th since the programme began, n from 0 on without end. Shared: not to be written to. */
    public byte[] frame(long number) {
        return frames.get((int) (number % frames.size()));
    }

    /** How many frames one round has. */
    public int roundFrames() {
        return frames.size();
    }

    /** The duration of each frame in stream time. */
    public long frameUnits() {
        return frameUnits;
    }

    public int bitrateBps() {
        return bitrateBps;
    }

    private static int[] tones(int sampleRate) {
        int toneSamples = (int) (TONE_SECONDS * sampleRate);
        int[] samples = new int[TONES_HERTZ.length * toneSamples];
        for (int tone = 0; tone < TONES_HERTZ.length; tone++) {
            double radians = 2 * Math.PI * TONES_HERTZ[tone] / sampleRate;
            for (int i = 0; i < toneSamples; i++) {
                double edgeSeconds = Math.min(i, toneSamples - 1 - i) / (double) sampleRate;
                samples[tone * toneSamples + i] = (int) (AMPLITUDE * envelope(edgeSeconds) * Math.sin(radians * i));
            }
        }
        return samples;
    }

    /** A raised cosine: from silence to full level without a corner at either end. */
    private static double envelope(double secondsFromEdge) {
        return secondsFromEdge >= FADE_SECONDS ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * secondsFromEdge / FADE_SECONDS);
    }
}

package icy.server.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Decoded sound and what can be measured in it. Samples are interleaved; positions are in sample frames (one sample of
 * each channel), times in milliseconds.
 *
 * <p>Thread: any.
 */
public record Pcm(short[] samples, int sampleRate, int channels) {
    private static final double FULL_SCALE = 32_768;

    /** Samples of 16 bits as they come out of decoders and lie in WAV files. */
    public static Pcm ofLittleEndian(byte[] bytes, int sampleRate, int channels) {
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return new Pcm(samples, sampleRate, channels);
    }

    public long lengthFrames() {
        return samples.length / channels;
    }

    public double millis() {
        return lengthFrames() * 1000.0 / sampleRate;
    }

    public long frameAtMillis(double millis) {
        return Math.round(millis * sampleRate / 1000);
    }

    /** The longest stretch between two positions in which no sample of any channel is above the level, in milliseconds. */
    public double longestSilenceMillis(long fromFrame, long toFrame, double dbfs) {
        double threshold = FULL_SCALE * Math.pow(10, dbfs / 20);
        long longest = 0;
        long run = 0;
        for (long frame = Math.max(0, fromFrame); frame < Math.min(toFrame, lengthFrames()); frame++) {
            run = isBelow(frame, threshold) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest * 1000.0 / sampleRate;
    }

    /**
     * The silence a joint adds between two tracks that sound from their first sample to their last: the longest
     * stretch below −30 dBFS within 150 ms of where the second one's first frame begins. Tracks for this carry a drone
     * well above that level, whose own zero crossings last less than a millisecond.
     */
    public double jointSilenceMillis(long secondTrackFrame) {
        long reach = frameAtMillis(150);
        return longestSilenceMillis(secondTrackFrame - reach, secondTrackFrame + reach, -30);
    }

    /**
     * Where two recordings part: the first position, counted from the given ones, at which they differ; empty if they
     * are the same to the end of the shorter one.
     */
    public OptionalLong firstDifference(long fromFrame, Pcm other, long otherFromFrame) {
        if (channels != other.channels || sampleRate != other.sampleRate) {
            throw new IllegalArgumentException("not comparable: " + describe() + " and " + other.describe());
        }
        long length = Math.min(lengthFrames() - fromFrame, other.lengthFrames() - otherFromFrame);
        if (length <= 0) {
            throw new IllegalArgumentException("nothing to compare: from " + fromFrame + " of " + lengthFrames()
                    + " and from " + otherFromFrame + " of " + other.lengthFrames());
        }
        for (long i = 0; i < length * channels; i++) {
            if (samples[(int) (fromFrame * channels + i)] != other.samples[(int) (otherFromFrame * channels + i)]) {
                return OptionalLong.of(i / channels);
            }
        }
        return OptionalLong.empty();
    }

    /** The amplitude of one frequency in the first channel between two positions, 1 being a full-scale sine (Goertzel). */
    public double amplitude(double hertz, long fromFrame, long toFrame) {
        double twoCos = 2 * Math.cos(2 * Math.PI * hertz / sampleRate);
        double before = 0;
        double last = 0;
        for (long frame = fromFrame; frame < toFrame; frame++) {
            double now = samples[(int) (frame * channels)] + twoCos * last - before;
            before = last;
            last = now;
        }
        double power = last * last + before * before - twoCos * last * before;
        return Math.sqrt(Math.max(0, power)) * 2 / (toFrame - fromFrame) / FULL_SCALE;
    }

    /**
     * The pitch of a pure tone in the first channel between two positions, in Hz: of a sine each sample is the mean of its
     * neighbours divided by the cosine of its step, and this is the step that fits best.
     */
    public double pitch(long fromFrame, long toFrame) {
        double with = 0;
        double self = 0;
        for (long frame = fromFrame + 1; frame < toFrame - 1; frame++) {
            double now = samples[(int) (frame * channels)];
            with += now * (samples[(int) ((frame - 1) * channels)] + samples[(int) ((frame + 1) * channels)]);
            self += now * now;
        }
        return self == 0 ? 0 : Math.acos(Math.max(-1, Math.min(1, with / (2 * self)))) * sampleRate / (2 * Math.PI);
    }

    /** Root mean square of the first channel between two positions, 1 being full scale. */
    public double rms(long fromFrame, long toFrame) {
        double sum = 0;
        for (long frame = fromFrame; frame < toFrame; frame++) {
            double sample = samples[(int) (frame * channels)];
            sum += sample * sample;
        }
        return Math.sqrt(sum / (toFrame - fromFrame)) / FULL_SCALE;
    }

    /** The largest step from one sample to the next in any channel between two positions: a click stands out. */
    public int largestStep(long fromFrame, long toFrame) {
        int largest = 0;
        for (long i = (fromFrame + 1) * channels; i < toFrame * channels; i++) {
            largest = Math.max(largest, Math.abs(samples[(int) i] - samples[(int) i - channels]));
        }
        return largest;
    }

    private boolean isBelow(long frame, double threshold) {
        for (int channel = 0; channel < channels; channel++) {
            if (Math.abs(samples[(int) (frame * channels) + channel]) > threshold) {
                return false;
            }
        }
        return true;
    }

    private String describe() {
        return channels + " channels at " + sampleRate + " Hz";
    }
}

package icy.server.variant;

import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.PcmDecoder;
import java.nio.ByteBuffer;

/**
 * MP3 frames as samples, in this process: each gives just as many as it lasts, silence where it cannot be decoded, so that
 * what is heard stays where it belongs in stream time. A frame of another rate or channel count is brought to that of the
 * window.
 *
 * <p>Thread: whoever owns the object.
 */
final class FrameSamples implements UnitSamples {
    private final FrameHeader header = new FrameHeader();
    private final PcmDecoder decoder = new PcmDecoder();
    private final short[] samples = new short[PcmDecoder.MAX_SAMPLES];
    private final PcmWindow window;
    private byte[] converted = new byte[2 * PcmDecoder.MAX_SAMPLES * Short.BYTES];

    FrameSamples(PcmWindow window) {
        this.window = window;
    }

    @Override
    public void unit(ByteBuffer unit, long endTime) {
        int wanted = (int) (window.frameAt(endTime) - window.edge());
        byte[] bytes = unit.array();
        int count = header.parse(bytes, unit.position()) && unit.remaining() >= header.frameBytes()
                ? decoder.decode(bytes, unit.position(), header, samples)
                : 0;
        if (wanted > 0) {
            convert(count, wanted);
            window.append(converted, wanted);
        }
    }

    @Override
    public void abort() {
        // It never waits.
    }

    @Override
    public void close() {
        // It has nothing but memory.
    }

    /** Brings what was decoded to the window's channels, and to so many frames. */
    private void convert(int count, int wanted) {
        int channels = window.format().channels();
        int needed = wanted * channels * Short.BYTES;
        if (converted.length < needed) {
            converted = new byte[needed];
        }
        int theirs = count == 0 ? 1 : header.format().channels();
        int frames = count / theirs;
        for (int i = 0; i < wanted; i++) {
            for (int channel = 0; channel < channels; channel++) {
                put(i * channels + channel, frames == 0 ? 0 : sample(i, wanted, frames, channel, theirs));
            }
        }
    }

    /** Where the rates differ, on the straight line between the two nearest. */
    private int sample(int index, int wanted, int frames, int channel, int theirs) {
        if (frames == wanted) {
            return sampleOf(index, channel, theirs);
        }
        double at = (double) index * frames / wanted;
        int before = (int) at;
        int after = Math.min(before + 1, frames - 1);
        double share = at - before;
        return (int)
                Math.round(sampleOf(before, channel, theirs) * (1 - share) + sampleOf(after, channel, theirs) * share);
    }

    private int sampleOf(int frame, int channel, int theirs) {
        if (theirs == 1) {
            return samples[frame];
        }
        return window.format().channels() == 1
                ? (samples[2 * frame] + samples[2 * frame + 1]) / 2
                : samples[2 * frame + channel];
    }

    private void put(int index, int value) {
        converted[2 * index] = (byte) value;
        converted[2 * index + 1] = (byte) (value >> 8);
    }
}

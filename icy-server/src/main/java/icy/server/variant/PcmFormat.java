package icy.server.variant;

import icy.core.ring.StreamTime;

/**
 * What samples of 16 bits are of, little-endian, channels interleaved. A <em>frame</em> here is one sample of each channel.
 *
 * <p>Thread: any.
 */
record PcmFormat(int sampleRate, int channels) {

    int frameBytes() {
        return channels * Short.BYTES;
    }

    /** How long so many frames last, in stream time; whole seconds apart, so that no uptime overflows. */
    long duration(long frames) {
        long seconds = Math.floorDiv(frames, sampleRate);
        return seconds * StreamTime.UNITS_PER_SECOND
                + (frames - seconds * sampleRate) * StreamTime.UNITS_PER_SECOND / sampleRate;
    }

    /** How many frames last nearest to so long. */
    long frames(long duration) {
        long seconds = Math.floorDiv(duration, StreamTime.UNITS_PER_SECOND);
        long rest = duration - seconds * StreamTime.UNITS_PER_SECOND;
        return seconds * sampleRate
                + (rest * sampleRate + StreamTime.UNITS_PER_SECOND / 2) / StreamTime.UNITS_PER_SECOND;
    }
}

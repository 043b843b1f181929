package icy.core.ring;

import java.time.Duration;

/**
 * Stream time: the duration of all units since a mount began, a {@code long} in 1/28,224,000 s.
 *
 * <p>28,224,000 is divisible by every MPEG and ADTS sample rate (96,000 down to 7,350 Hz), so the duration of every frame
 * is a whole number and sums never drift: 1152 samples at 44,100 Hz are 1152 × 640 = 737,280 units. A {@code long} holds
 * ten thousand years.
 *
 * <p>Thread: any.
 */
public final class StreamTime {
    public static final long UNITS_PER_SECOND = 28_224_000;

    private static final long UNITS_PER_MILLISECOND = UNITS_PER_SECOND / 1000; // 28,224, exact
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private StreamTime() {}

    /** The duration of {@code samples} samples; exact for the sample rates of MPEG audio and AAC. */
    public static long ofSamples(long samples, int sampleRate) {
        return samples * UNITS_PER_SECOND / sampleRate;
    }

    /** Whole seconds are converted apart from the rest, so that no uptime overflows. */
    public static long ofNanos(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        long rest = nanos - seconds * NANOS_PER_SECOND;
        return seconds * UNITS_PER_SECOND + rest * UNITS_PER_SECOND / NANOS_PER_SECOND;
    }

    public static long ofDuration(Duration duration) {
        return duration.toSeconds() * UNITS_PER_SECOND + ofNanos(duration.toNanosPart());
    }

    public static long toNanos(long units) {
        long seconds = Math.floorDiv(units, UNITS_PER_SECOND);
        long rest = units - seconds * UNITS_PER_SECOND;
        return seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / UNITS_PER_SECOND;
    }

    /** Rounds down. */
    public static long toMillis(long units) {
        return Math.floorDiv(units, UNITS_PER_MILLISECOND);
    }

    public static double toSeconds(long units) {
        return (double) units / UNITS_PER_SECOND;
    }
}

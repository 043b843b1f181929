package icy.core.scan;

/**
 * Hears of the bytes that are in no unit.
 *
 * <p>Thread: that of the scanner.
 */
public interface SkipSink {
    /** Bytes that are in no unit. Neighbouring stretches with the same reason come as one. */
    void skipped(long position, long bytes, Skipped reason);
}

package icy.server.variant;

import java.nio.ByteBuffer;

/**
 * Turns units of a mount's stream into samples of a {@link PcmWindow}, each at its place in stream time.
 *
 * <p>Thread: whoever owns the object.
 */
interface UnitSamples extends AutoCloseable {
    /**
     * Takes the next unit; its samples are in the window then, or will be soon.
     *
     * @param endTime stream time at which it ends
     */
    void unit(ByteBuffer unit, long endTime);

    /** Whoever waits in {@link #unit} waits no more. Never waits itself. Any thread. */
    void abort();

    /** Lets go of all that it has. */
    @Override
    void close();
}

package icy.cli.push;

import java.nio.ByteBuffer;

/**
 * Cuts the bytes of one codec into units, in pieces of any size.
 *
 * <p>Thread: whoever owns the object.
 */
interface UnitParser {

    /** Where units go. */
    interface Sink {
        /**
         * A unit; the bytes are valid during the call only.
         *
         * @param durationUnits in 1/28,224,000 s
         * @param sampleRate 0 if it is not known
         * @param channels 0 if it is not known
         */
        void unit(byte[] bytes, int offset, int length, long durationUnits, int sampleRate, int channels);

        /** Bytes that may have been music and are left out. */
        void damage(long bytes, String reason);
    }

    /** Takes in all of {@code chunk}. */
    void push(ByteBuffer chunk);

    /** The input has ended: gives what is left. Says why there was no unit at all; empty if there was one. */
    String finish();
}

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
        void unit(Unit unit);

        /** Bytes that may have been music and are left out. */
        void damage(long bytes, String reason);
    }

    /** Takes in all of {@code chunk}. */
    void push(ByteBuffer chunk);

    /** The input has ended: gives what is left. Says why there was no unit at all; empty if there was one. */
    String finish();
}

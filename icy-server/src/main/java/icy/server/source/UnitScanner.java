package icy.server.source;

import icy.core.icy.StreamTitle;
import icy.server.mount.StreamFormat;
import java.nio.ByteBuffer;

/**
 * Cuts what a live source sends into units. One for each codec.
 *
 * <p>Thread: whoever owns the object.
 */
interface UnitScanner {
    /** What was found, in order. */
    interface Sink {
        /** What follows is of this format. Called before the first unit and at each change. */
        void format(StreamFormat format, String subtype);

        /** One whole unit; its bytes are valid during the call. */
        void unit(byte[] bytes, int offset, int length, long durationUnits, int flags);

        /** The stream itself names what plays from the next unit on. */
        void title(StreamTitle title);

        /** So many bytes are in no unit. */
        void lost(long bytes, String reason);
    }

    /** Takes all of {@code chunk} in. */
    void push(ByteBuffer chunk);

    /** The input has ended: gives what can still be given. */
    void finish();
}

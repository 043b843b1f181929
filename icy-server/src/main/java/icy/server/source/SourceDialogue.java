package icy.server.source;

import java.nio.ByteBuffer;

/**
 * What is said to a source in its own protocol when its wish has been decided on.
 *
 * <p>Thread: the mount's home loop.
 */
public interface SourceDialogue {
    /** Welcome. */
    ByteBuffer accepted();

    /**
     * No.
     *
     * @param status 403 in use, not carried, or too many; 503 try again
     * @param sentence for people
     */
    ByteBuffer refused(int status, String sentence);
}

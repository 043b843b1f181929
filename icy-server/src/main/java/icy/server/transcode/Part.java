package icy.server.transcode;

import java.io.IOException;

/**
 * Where the bytes of one encoder go in the file that is made.
 *
 * <p>Thread: the worker of its {@link Head}, but for {@link #next}.
 */
interface Part {

    /**
     * Takes what the encoder has made.
     *
     * @return whether more is wanted: false where others have made what follows, and at the end of what was promised
     * @throws IOException with a reason for people, if it cannot be written or is not what was to be made
     */
    boolean take(byte[] bytes, int count) throws IOException;

    /** The encoder has come to the end of the sound. */
    void end() throws IOException;

    /** Gives readers all that was written. */
    void publish();

    /** The place of the first byte that is not written yet. Thread: any. */
    long next();
}

package icy.server.transcode;

import java.io.IOException;

/**
 * An encoder at work.
 *
 * <p>Thread: one reads; any may close it, which ends a read that waits.
 */
interface Encoding extends AutoCloseable {

    /**
     * The next bytes it has made.
     *
     * @return how many; -1 when it has come to the end of the sound
     * @throws IOException with a reason for people, if it has not
     */
    int read(byte[] into) throws IOException;

    /** Ends it, whatever it is doing. */
    @Override
    void close();
}

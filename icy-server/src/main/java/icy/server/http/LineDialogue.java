package icy.server.http;

import icy.server.loop.Connection;
import java.nio.ByteBuffer;

/**
 * Talks with those whose first line is no HTTP request. SHOUTcast's sources begin with their password.
 *
 * <p>Thread: the connection's loop.
 */
public interface LineDialogue {
    /**
     * Whether such a line is for this dialogue; otherwise it is answered with 400.
     *
     * @param line without its line end; it may be a password: never to be logged
     */
    boolean takes(byte[] line);

    /**
     * Takes {@code connection} over, having called {@link Connection#handler}. Called in the turn that read the line's
     * end; interest in reading is set, and the time for a head runs from {@link Connection#acceptedNanos}.
     *
     * @param line as above; the dialogue's to keep
     * @param rest what came after the line; the dialogue's to keep
     */
    void begin(Connection connection, byte[] line, ByteBuffer rest);
}

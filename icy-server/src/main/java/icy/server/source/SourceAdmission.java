package icy.server.source;

import icy.server.loop.Connection;
import java.nio.ByteBuffer;

/**
 * The door to the mounts, for sources whose right to come has been checked.
 *
 * <p>Thread: the connection's loop.
 */
@FunctionalInterface
public interface SourceAdmission {
    /**
     * Takes {@code connection} over, decides, and says what was decided in the source's own protocol.
     *
     * @param first what has come of the body already; the callee's to keep
     */
    void admit(SourceHello hello, Connection connection, ByteBuffer first, SourceDialogue dialogue);
}

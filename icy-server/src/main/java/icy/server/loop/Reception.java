package icy.server.loop;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What an {@link Acceptor} must be told: who may come in, what those hear who may not, and who looks after a newcomer.
 *
 * <p>Thread: the accepting loop, and for {@link #welcome} the newcomer's own.
 */
public interface Reception {
    /** Whether one more connection may come in from {@code remote} while {@code connections} are open. */
    boolean admits(int connections, InetAddress remote);

    /** All that is sent to one who is turned away; its position and limit are the caller's to move. */
    ByteBuffer refusal();

    /** The first handler of a new connection. */
    ChannelHandler welcome(Connection connection);
}

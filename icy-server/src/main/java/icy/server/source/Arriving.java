package icy.server.source;

import icy.server.loop.ChannelHandler;
import org.jspecify.annotations.Nullable;

/**
 * Has a source's connection in the moment between its arrival on the mount's loop and the decision on it.
 *
 * <p>Thread: the mount's home loop.
 */
final class Arriving implements ChannelHandler {
    @Override
    public void onReady(int readyOps) {
        // What has come stays in the socket for whoever gets the connection.
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        // The decision will find it closed.
    }
}

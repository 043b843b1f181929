package icy.server.loop;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the loop calls. A handler must not block: everybody else on the loop waits for it.
 *
 * <p>Thread: the loop its channel is registered with.
 */
public interface ChannelHandler {
    /** The channel is ready for {@code readyOps}. Throwing closes this channel and no other. */
    void onReady(int readyOps) throws IOException;

    /** Called once, last; release everything here. {@code cause} is null for an orderly close. */
    void onClosed(@Nullable Throwable cause);
}

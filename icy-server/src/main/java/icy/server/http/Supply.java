package icy.server.http;

import icy.server.loop.Wire;
import java.io.IOException;

/**
 * The bytes of a {@link Body.Supplied}, given while the client takes them. They need not be there yet: a disk may have to
 * be waited for, or an encoder.
 *
 * <p>Thread: the loop of the connection that is answered; made anywhere.
 */
public interface Supply {
    /** There is nothing there, because all ends before. */
    long END = -1;

    /**
     * How many bytes from {@code position} on can be sent now without waiting for anything; 0 if the next one must be
     * waited for, {@link #END} if it will not come.
     *
     * @throws IOException if what should be there cannot be had
     */
    long ready(long position) throws IOException;

    /**
     * Calls {@code wake} once, from any thread, when there is more at {@code position} or never will be. False if there
     * is nobody to see to it at present: then ask again a little later.
     */
    boolean await(long position, Runnable wake);

    /** Hands up to {@code count} bytes, all of them {@linkplain #ready ready}, to {@code wire}, and says how many it took. */
    long send(long position, long count, Wire wire) throws IOException;

    /** No more will be asked for. Called once; any thread. */
    void release();
}

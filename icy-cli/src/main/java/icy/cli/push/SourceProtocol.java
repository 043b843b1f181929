package icy.cli.push;

import java.io.IOException;

/**
 * How one kind of server is spoken to.
 *
 * <p>Thread: {@link #goLive} one, {@link #sendTitle} another.
 */
interface SourceProtocol {

    /**
     * Connects and becomes the source: what is written to the link from then on is the stream.
     *
     * @throws RefusedException if the server says no
     * @throws IOException if it cannot be reached, does not answer in time or does not make sense
     */
    ServerLink goLive(StreamOffer offer) throws IOException;

    /** Tells the server what plays from now on, over a connection of its own. */
    void sendTitle(String title) throws IOException;
}

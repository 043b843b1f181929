package icy.bench.server;

import java.io.IOException;

/** A kind of server that can be put on the air with 128 kbit/s of MP3 and ICY metadata every 16,000 bytes. */
public interface RadioServer {
    /** How it is called in tables. */
    String name();

    /** Starts one, and returns when it has been on the air long enough to give a whole burst. */
    OnAir start() throws IOException, InterruptedException;
}

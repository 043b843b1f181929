package icy.server.transcode;

import java.io.IOException;

/** What an encoder has made cannot be kept: the disk is full or broken, which no other encoder can mend. */
final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1;

    UnwritableException(IOException cause) {
        super("it cannot be written to the cache: " + cause.getMessage(), cause);
    }
}

package icy.server.tags;

import java.io.IOException;

/** What a file holds makes no sense; reading it again will not help. */
public final class NotMusicException extends IOException {
    private static final long serialVersionUID = 1;

    NotMusicException(String reason) {
        super(reason);
    }

    NotMusicException(String reason, Throwable cause) {
        super(reason, cause);
    }
}

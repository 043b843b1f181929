package icy.server.cover;

import java.io.IOException;

/**
 * What is no picture, or one that is not decoded for good reasons. The message is half a sentence for the one who asked.
 *
 * <p>Thread: any.
 */
public final class UnfitPicture extends IOException {
    private static final long serialVersionUID = 1;

    UnfitPicture(String reason) {
        super(reason);
    }

    static UnfitPicture tooLong(long bytes) {
        return new UnfitPicture("it has %,d bytes, and %,d are the most".formatted(bytes, PictureReader.MOST_BYTES));
    }

    /** Never null. */
    public String reason() {
        String reason = getMessage();
        return reason == null ? "" : reason;
    }
}

package icy.server.state;

import org.jspecify.annotations.Nullable;

/**
 * Nothing can be kept or read at the moment; what was asked for was not done, and may be asked for again a little later.
 * The message is a sentence for the one who asked: over HTTP, 503 with {@link #RETRY_SECONDS}.
 *
 * <p>Thread: any.
 */
public final class StateUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What {@code Retry-After} says. */
    public static final int RETRY_SECONDS = 1;

    /** @param sentence for the one who asked */
    public StateUnavailable(String sentence) {
        this(sentence, null);
    }

    StateUnavailable(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** Never null. */
    public String sentence() {
        String sentence = getMessage();
        return sentence == null ? "" : sentence;
    }
}

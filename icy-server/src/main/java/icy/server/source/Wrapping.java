package icy.server.source;

/**
 * How a sender's body comes.
 *
 * <p>Thread: any.
 *
 * @param chunked in chunks (RFC 9112 7.1)
 * @param lengthBytes otherwise; {@link Long#MAX_VALUE}: until the connection is closed
 * @param metaint audio bytes between two metadata blocks in it; 0: there are none
 */
public record Wrapping(boolean chunked, long lengthBytes, int metaint) {
    /** Nothing but audio, until the connection is closed. */
    public static final Wrapping NONE = new Wrapping(false, Long.MAX_VALUE, 0);

    public Wrapping {
        if (lengthBytes < 0 || metaint < 0) {
            throw new IllegalArgumentException("lengthBytes=" + lengthBytes + ", metaint=" + metaint);
        }
    }
}

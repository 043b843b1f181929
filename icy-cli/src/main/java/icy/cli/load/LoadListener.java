package icy.cli.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One listener: where it is in the answer, and what it has received.
 *
 * <pre>
 *  CONNECTING ──> IN_HEAD ──> BEFORE_AUDIO ──> LISTENING ──> LEFT
 *       └────────────┴─────────────┴──> FAILED
 * </pre>
 *
 * <p>Thread: the run's.
 */
final class LoadListener {

    enum State {
        CONNECTING,
        IN_HEAD,
        BEFORE_AUDIO,
        LISTENING,
        /** Was listening when the server closed. */
        LEFT,
        /** Never got to the audio. */
        FAILED
    }

    /** What is kept of a head to judge it by: {@code HTTP/1.1 200}. */
    private static final int STATUS_BYTES = 12;

    private static final String HEAD_END = "\r\n\r\n";

    private final long beganNanos;
    private final byte[] status = new byte[STATUS_BYTES];
    private State state = State.CONNECTING;
    private int statusBytes;
    private int endMatched;
    private long bodyBytes;
    private long bytesAtMark;
    private String failure = "";

    LoadListener(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    State state() {
        return state;
    }

    long beganNanos() {
        return beganNanos;
    }

    /** Why it {@link State#FAILED}. */
    String failure() {
        return failure;
    }

    void requested() {
        state = State.IN_HEAD;
    }

    void fail(String reason) {
        state = State.FAILED;
        failure = reason;
    }

    /** The connection is over. */
    void closed(String reason) {
        if (state == State.LISTENING) {
            state = State.LEFT;
        } else if (state != State.FAILED) {
            fail(reason);
        }
    }

    /** From here on counts for {@link #bytesSinceMark}. */
    void mark() {
        bytesAtMark = bodyBytes;
    }

    /** Bytes behind the head, metadata included. */
    long bytesSinceMark() {
        return bodyBytes - bytesAtMark;
    }

    /**
     * Counts what has come; reads of it no more than it must.
     *
     * @return whether this brought the first byte of the body
     */
    boolean received(ByteBuffer chunk) {
        if (state == State.IN_HEAD) {
            readHead(chunk);
        }
        boolean first = state == State.BEFORE_AUDIO && chunk.hasRemaining();
        if (first) {
            state = State.LISTENING;
        }
        if (state == State.LISTENING) {
            bodyBytes += chunk.remaining();
        }
        return first;
    }

    private void readHead(ByteBuffer chunk) {
        while (chunk.hasRemaining() && state == State.IN_HEAD) {
            byte b = chunk.get();
            if (statusBytes < STATUS_BYTES) {
                status[statusBytes++] = b;
            }
            endMatched = b == HEAD_END.charAt(endMatched) ? endMatched + 1 : b == '\r' ? 1 : 0;
            if (endMatched == HEAD_END.length()) {
                judgeHead();
            }
        }
    }

    private void judgeHead() {
        String line = new String(status, StandardCharsets.ISO_8859_1);
        if ((line.startsWith("HTTP/1.") && line.startsWith(" 200", 8)) || line.startsWith("ICY 200")) {
            state = State.BEFORE_AUDIO;
        } else {
            fail("answered " + (line.startsWith("HTTP/1.") ? line.substring(9) : line.strip()));
        }
    }
}

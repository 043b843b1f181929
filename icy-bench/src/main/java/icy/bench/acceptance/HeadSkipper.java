package icy.bench.acceptance;

import java.nio.ByteBuffer;

/** Passes over an answer's head. Thread: whoever owns the object. */
final class HeadSkipper {
    private static final String END = "\r\n\r\n";

    private int matched;

    /** Moves {@code bytes} past what belongs to the head; whether the body has begun. */
    boolean skip(ByteBuffer bytes) {
        while (matched < END.length() && bytes.hasRemaining()) {
            char next = (char) bytes.get();
            matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return matched == END.length();
    }
}

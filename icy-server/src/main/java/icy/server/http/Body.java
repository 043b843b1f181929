package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What follows an answer's head.
 *
 * <p>Thread: any.
 */
public sealed interface Body {
    /** Where a {@link Part} ends that goes on as long as there is something. */
    long OPEN_END = Long.MAX_VALUE;

    /** Lets go of what this holds open; it will not be sent. */
    default void release() {}

    /** Nothing, and the head says so. */
    static Body empty() {
        return new Bytes(ByteBuffer.allocate(0));
    }

    /** The answer to HEAD for what has no end: no length is claimed, nothing is sent, and the connection closes. */
    static Body endless() {
        return Endless.BODY;
    }

    static Body utf8(String text) {
        return new Bytes(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    /**
     * Bytes in memory; many answers may share them.
     *
     * @param content from its position to its limit, neither of which is ever moved
     */
    record Bytes(ByteBuffer content) implements Body {
        public Bytes {
            content = content.asReadOnlyBuffer();
        }
    }

    /**
     * An error, rendered when it is sent: as RFC 9457 problem details for programs, as one sentence for people.
     *
     * @param title what this kind of error is called
     * @param detail a sentence on this very one
     */
    record Problem(int status, String title, String detail) implements Body {
        static final String CONTENT_TYPE = "application/problem+json";

        String json() {
            return "{\"type\":\"about:blank\",\"title\":%s,\"status\":%d,\"detail\":%s}\n"
                    .formatted(quoted(title), status, quoted(detail));
        }

        String sentence() {
            return detail + "\n";
        }

        private static String quoted(String text) {
            StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
            for (int i = 0; i < text.length(); i++) {
                char letter = text.charAt(i);
                if (letter == '"' || letter == '\\') {
                    quoted.append('\\').append(letter);
                } else if (letter < ' ') {
                    quoted.append("\\u%04x".formatted((int) letter));
                } else {
                    quoted.append(letter);
                }
            }
            return quoted.append('"').toString();
        }
    }

    /**
     * Ranges of something larger, such as a file, with text around them where there are several. Whoever makes one has it
     * sent, or releases it.
     *
     * @param after what follows the last part
     */
    record Supplied(List<Part> parts, byte[] after, Supply supply) implements Body {
        public Supplied {
            parts = List.copyOf(parts);
        }

        /** Whether it is known how long it is. */
        boolean isSized() {
            return parts.stream().noneMatch(part -> part.range().end() == OPEN_END);
        }

        /** All that is promised, if it {@linkplain #isSized is}. */
        long length() {
            long length = after.length;
            for (Part part : parts) {
                length += part.before().length + part.range().length();
            }
            return length;
        }

        @Override
        public void release() {
            supply.release();
        }
    }

    /**
     * Some bytes of a {@link Supplied}.
     *
     * @param before what is sent before them
     */
    record Part(byte[] before, ByteRange range) {
        private static final byte[] NOTHING = {};

        static Part of(ByteRange range) {
            return new Part(NOTHING, range);
        }
    }

    /** See {@link Body#endless}. */
    enum Endless implements Body {
        BODY
    }
}

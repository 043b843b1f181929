package icy.server.relay;

import icy.server.http.Headers;
import icy.server.http.WireText;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an upstream's answer from whatever pieces it arrives in.
 *
 * <pre>
 *             empty line           line              empty line
 * STATUS_LINE ----------> itself; ------> FIELDS (…) ----------> answer complete
 * </pre>
 *
 * As lenient as players are, because any server that players can hear may be relayed: {@code HTTP/1.x} or {@code ICY}
 * (SHOUTcast 1), lines ended by CR LF or LF, a status without words, a space after the colon or none, continued lines
 * (RFC 9112 5.2); a line without a colon is passed over. Bounded in bytes and fields.
 *
 * <p>Pure: no socket, no clock, no logger. Thread: its connection's loop.
 */
final class UpstreamAnswerParser {
    static final int MOST_BYTES = 16 * 1024;
    static final int MOST_FIELDS = 100;

    private static final Pattern STATUS_LINE =
            Pattern.compile("(ICY|HTTP/\\d(?:\\.\\d)?)[ \\t]+(\\d{3})(?:[ \\t]+(.*))?", Pattern.CASE_INSENSITIVE);

    private final Headers.Builder headers = Headers.builder();
    private byte[] line = new byte[256];
    private int lineLength;
    private int bytes;
    private int status;
    private String reason = "";
    private boolean icy;
    private String name = "";
    private String value = "";
    private @Nullable UpstreamAnswer answer;

    /**
     * Takes from {@code in} what belongs to the head; its position moves past that and no further.
     *
     * @return whether the head is complete, to be had from {@link #answer}
     * @throws IllegalArgumentException with the rest of a sentence about the upstream, when this is no answer
     */
    boolean parse(ByteBuffer in) {
        while (answer == null && in.hasRemaining()) {
            byte next = in.get();
            if (++bytes > MOST_BYTES) {
                throw new IllegalArgumentException("its answer has a head of more than " + MOST_BYTES / 1024 + " kB");
            }
            if (next == '\n') {
                endLine();
            } else {
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, 2 * lineLength);
                }
                line[lineLength++] = next;
            }
        }
        return answer != null;
    }

    /** The answer, once its head is complete. */
    UpstreamAnswer answer() {
        if (answer == null) {
            throw new IllegalStateException("the head is not complete");
        }
        return answer;
    }

    private void endLine() {
        int length = lineLength;
        lineLength = 0;
        while (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        String text = WireText.decode(line, 0, length);
        if (status == 0) {
            statusLine(text);
        } else if (text.isEmpty()) {
            endField();
            answer = new UpstreamAnswer(status, reason, icy, headers.build());
        } else if ((text.charAt(0) == ' ' || text.charAt(0) == '\t') && !name.isEmpty()) {
            value = value + " " + text.strip();
        } else {
            endField();
            int colon = text.indexOf(':');
            if (colon > 0) {
                name = text.substring(0, colon).strip();
                value = text.substring(colon + 1).strip();
            }
        }
    }

    private void statusLine(String text) {
        if (text.isBlank()) {
            return; // some servers begin with an empty line, as some clients do (RFC 9112 2.2)
        }
        Matcher words = STATUS_LINE.matcher(text.strip());
        if (!words.matches()) {
            throw new IllegalArgumentException(
                    "it answers with something that is neither HTTP nor ICY: " + UpstreamAnswer.excerpt(text));
        }
        icy = words.group(1).equalsIgnoreCase("ICY");
        status = Integer.parseInt(words.group(2));
        reason = words.group(3) == null ? "" : words.group(3).strip();
        if (status < 100) {
            throw new IllegalArgumentException(
                    "it answers with a status that is none: " + UpstreamAnswer.excerpt(text));
        }
    }

    private void endField() {
        if (name.isEmpty()) {
            return;
        }
        if (headers.size() == MOST_FIELDS) {
            throw new IllegalArgumentException("its answer has more than " + MOST_FIELDS + " header fields");
        }
        headers.add(name, value);
        name = "";
        value = "";
    }
}

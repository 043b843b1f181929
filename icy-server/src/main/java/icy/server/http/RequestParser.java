package icy.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request head from whatever pieces it arrives in. It holds at most one line beside the fields read so far, and
 * a head is bounded in bytes and in fields however slowly it comes.
 *
 * <pre>
 *              line                    empty line
 * REQUEST_LINE ----> HEADER_LINE (...) ----------> head complete
 * </pre>
 *
 * Pure: no socket, no clock, no logger. What it accepts beyond the standard is in {@link Leniency}; everything else is
 * an {@link HttpError}, after which nobody knows where a next request would begin.
 *
 * <p>Thread: its connection's loop.
 */
final class RequestParser {
    private static final byte[] NOTHING = {};
    private static final int FIRST_LINE_BYTES = 128;
    private static final int PIECE_BYTES = 512; // most heads are shorter
    private static final int MOST_SHOWN_BYTES = 200;
    private static final Pattern REQUEST = Pattern.compile("[A-Z]+ /");
    private static final int MOST_METHOD_LETTERS = 32;
    private static final byte TLS_HANDSHAKE = 0x16; // RFC 8446 5.1
    private static final byte ULTRAVOX = 0x5A; // begins each of its frames; the next byte is zero

    private final HttpLimits limits;
    private final @Nullable LineDialogue lines;
    private byte[] line = NOTHING;
    private int lineLength;
    private int headBytes;
    private @Nullable RequestLine requestLine;
    private final Headers.Builder headers = Headers.builder();
    private final EnumSet<Leniency> used = EnumSet.noneOf(Leniency.class);
    private @Nullable RequestHead head;
    private byte @Nullable [] foreignLine;

    RequestParser(HttpLimits limits) {
        this(limits, /* lines= */ null);
    }

    /** @param lines who takes a first line that is no request, or null */
    RequestParser(HttpLimits limits, @Nullable LineDialogue lines) {
        this.limits = limits;
        this.lines = lines;
    }

    /**
     * Takes from {@code in} what belongs to the head; its position moves past that and no further.
     *
     * @return whether the head is complete, to be had from {@link #head}; or {@link #foreignLine} is there instead
     * @throws HttpError when this is no request that can be served
     */
    boolean parse(ByteBuffer in) {
        // In pieces on the heap: until it is compiled, each get from a direct buffer costs as much as ten from an
        // array.
        byte[] piece = new byte[Math.min(in.remaining(), PIECE_BYTES)];
        while (in.hasRemaining()) {
            int from = in.position();
            int count = Math.min(in.remaining(), piece.length);
            in.get(piece, 0, count);
            for (int i = 0; i < count; i++) {
                take(piece[i]);
                if (head != null || foreignLine != null) {
                    in.position(from + i + 1);
                    return true;
                }
            }
        }
        return false;
    }

    /** Bytes of the head so far. */
    int headBytes() {
        return headBytes;
    }

    /** A first line that is no request and was taken by whoever takes such, or null. */
    byte @Nullable [] foreignLine() {
        return foreignLine;
    }

    /** The head, once it is complete. */
    RequestHead head() {
        if (head == null) {
            throw new IllegalStateException("the head is not complete");
        }
        return head;
    }

    /**
     * The request line, or what there is of it, for a log. Empty if it does not look like one: SHOUTcast and Icecast 1
     * sources begin with their password, and passwords do not belong in logs.
     */
    String attempt() {
        RequestLine first = requestLine;
        if (first != null) {
            return first.method + " " + first.target.raw() + " " + first.version;
        }
        String shown =
                WireText.decode(line, 0, Math.min(lineLength, MOST_SHOWN_BYTES)).strip();
        return REQUEST.matcher(shown).lookingAt() ? shown : "";
    }

    private void take(byte next) {
        headBytes++;
        if (headBytes > limits.maxHeadBytes()) {
            throw new HttpError(431, "The request head is longer than %d bytes.".formatted(limits.maxHeadBytes()));
        }
        if (next == '\n') {
            endLine();
        } else {
            append(next);
        }
    }

    private void append(byte next) {
        if (next >= 0 && next < ' ' && next != '\r' && next != '\t') {
            throw controlCharacter(next);
        }
        if (requestLine == null && lineLength >= limits.maxRequestLineBytes()) {
            throw new HttpError(
                    414, "The request line is longer than %d bytes.".formatted(limits.maxRequestLineBytes()));
        }
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, Math.max(FIRST_LINE_BYTES, 2 * lineLength));
        }
        line[lineLength++] = next;
    }

    private HttpError controlCharacter(byte found) {
        if (found == 0 && headBytes == 2 && lineLength == 1 && line[0] == ULTRAVOX) {
            return new HttpError(400, "SHOUTcast 2's own protocol is not spoken here: set the encoder to SHOUTcast 1.");
        }
        if (found == TLS_HANDSHAKE && headBytes == 1) {
            return new HttpError(400, "This port speaks plain HTTP: use http:// and not https://.");
        }
        return new HttpError(400, "The request has a control character (0x%02X) in its head.".formatted(found));
    }

    private void endLine() {
        int end = lineLength;
        while (end > 0 && lineLength - end < 2 && line[end - 1] == '\r') {
            end--;
        }
        if (lineLength == end) {
            used.add(Leniency.BARE_LF);
        } else if (lineLength - end == 2) {
            used.add(Leniency.CR_CR_LF);
        }
        for (int i = 0; i < end; i++) {
            if (line[i] == '\r') {
                throw new HttpError(400, "The request has a CR in its head that ends no line.");
            }
        }
        if (requestLine == null) {
            beginHead(end);
        } else if (end > 0) {
            addHeader(requestLine, end);
        } else {
            head = complete(requestLine);
        }
        lineLength = 0;
    }

    private void beginHead(int end) {
        if (end > 0 && lines != null && !RequestLine.isOne(line, end) && lines.takes(Arrays.copyOf(line, end))) {
            foreignLine = Arrays.copyOf(line, end);
        } else if (end > 0) {
            requestLine = RequestLine.parse(line, end, used);
        } else if (headBytes <= limits.maxRequestLineBytes()) {
            used.add(Leniency.EMPTY_LINES_FIRST);
        } else {
            throw new HttpError(400, "There are empty lines and no request.");
        }
    }

    private void addHeader(RequestLine requestLine, int end) {
        if (headers.size() == limits.maxHeaders()) {
            throw new HttpError(431, "The request has more than %d header fields.".formatted(limits.maxHeaders()));
        }
        if (line[0] == ' ' || line[0] == '\t') {
            throw new HttpError(400, "A header field is folded over two lines; RFC 9112 no longer allows that.");
        }
        int colon = 0;
        while (colon < end && isTokenLetter(line[colon])) {
            colon++;
        }
        if (colon == 0 || colon == end || line[colon] != ':') {
            throw new HttpError(
                    400, "A header field of the %s request is not \"name: value\".".formatted(requestLine.method));
        }
        int from = colon + 1;
        int to = end;
        while (from < to && isBlank(line[from])) {
            from++;
        }
        while (to > from && isBlank(line[to - 1])) {
            to--;
        }
        if (!WireText.isAscii(line, from, to)) {
            used.add(Leniency.RAW_BYTES_IN_HEADER);
        }
        headers.add(new String(line, 0, colon, US_ASCII), WireText.decode(line, from, to));
    }

    private RequestHead complete(RequestLine first) {
        Headers all = headers.build();
        int hosts = all.all("Host").size();
        if (hosts > 1) {
            throw new HttpError(400, "Host is given more than once.");
        }
        boolean http11 = first.version.startsWith("HTTP/1.") && !first.version.equals("HTTP/1.0");
        if (hosts == 0 && http11) {
            used.add(Leniency.NO_HOST);
        }
        Framing framing = Framing.of(all, http11, used);
        return new RequestHead(first.method, first.target, first.version, all, framing, used);
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t';
    }

    /** RFC 9110 5.6.2. */
    private static boolean isTokenLetter(byte letter) {
        return letter > ' ' && letter < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(letter) < 0;
    }

    /** Method, target and version. */
    private record RequestLine(String method, Target target, String version) {
        private static final Pattern HTTP_1 = Pattern.compile("HTTP/1\\.[0-9]");
        private static final Pattern SHAPE = Pattern.compile("[A-Za-z]+ .* (HTTP|ICE|ICY)/[0-9.]+");

        /** Whether it is meant as one, well or badly formed. */
        static boolean isOne(byte[] line, int end) {
            return SHAPE.matcher(new String(line, 0, end, ISO_8859_1)).matches();
        }

        static RequestLine parse(byte[] line, int end, EnumSet<Leniency> used) {
            int methodEnd = 0;
            while (methodEnd < end && isTokenLetter(line[methodEnd])) {
                methodEnd++;
            }
            if (methodEnd == 0 || methodEnd > MOST_METHOD_LETTERS || methodEnd == end || line[methodEnd] != ' ') {
                throw new HttpError(400, "This is not an HTTP request.");
            }
            int targetEnd = end;
            while (targetEnd > methodEnd && line[targetEnd - 1] != ' ') {
                targetEnd--;
            }
            String version = WireText.decode(line, targetEnd, end);
            targetEnd--; // the space
            if (targetEnd <= methodEnd) {
                throw new HttpError(
                        400, "HTTP/0.9 is not spoken here: end the request line with HTTP/1.0 or HTTP/1.1.");
            }
            for (int i = methodEnd + 1; i < targetEnd; i++) {
                if (isBlank(line[i])) {
                    throw new HttpError(400, "The request target has a space in it: write %20.");
                }
            }
            requireKnown(version, used);
            String method = new String(line, 0, methodEnd, US_ASCII);
            Target target = Target.parse(line, methodEnd + 1, targetEnd, used);
            if (target.path().equals("*") && !method.equals("OPTIONS")) {
                throw new HttpError(400, "The target * is for OPTIONS only.");
            }
            return new RequestLine(method, target, version);
        }

        private static void requireKnown(String version, EnumSet<Leniency> used) {
            if (HTTP_1.matcher(version).matches()) {
                return;
            }
            if (version.startsWith("ICE/1.")) {
                used.add(Leniency.ICE_PROTOCOL);
            } else if (version.startsWith("ICY/1.")) {
                used.add(Leniency.ICY_PROTOCOL);
            } else if (version.startsWith("HTTP/")) {
                throw new HttpError(505, "This server speaks HTTP/1.0 and HTTP/1.1.");
            } else {
                throw new HttpError(400, "The request line does not end with HTTP/1.0 or HTTP/1.1.");
            }
        }
    }
}

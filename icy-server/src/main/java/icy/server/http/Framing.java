package icy.server.http;

import java.util.EnumSet;
import java.util.List;

/**
 * How the end of a request's body is found (RFC 9112 6.3). Whatever could be read in two ways is refused, because it is
 * how requests are smuggled past a proxy.
 *
 * <p>Thread: any.
 *
 * @param chunked in chunks, the last of which is empty
 * @param lengthBytes otherwise; {@link Long#MAX_VALUE} for what is practically endless
 */
public record Framing(boolean chunked, long lengthBytes) {
    static final Framing NO_BODY = new Framing(false, 0);
    private static final Framing CHUNKED = new Framing(true, 0);
    private static final int MOST_DIGITS = 18; // what a long holds for certain

    static Framing of(Headers headers, boolean http11, EnumSet<Leniency> used) {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw new HttpError(400, "Content-Length and Transfer-Encoding contradict each other: send one.");
            }
            if (!http11) {
                throw new HttpError(400, "Transfer-Encoding is for HTTP/1.1 requests only.");
            }
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new HttpError(501, "The only Transfer-Encoding known here is chunked.");
            }
            return CHUNKED;
        }
        if (lengths.isEmpty()) {
            return NO_BODY;
        }
        if (lengths.size() > 1) {
            throw new HttpError(400, "Content-Length is given more than once.");
        }
        return new Framing(false, parseLength(lengths.get(0), used));
    }

    public boolean hasBody() {
        return chunked || lengthBytes > 0;
    }

    private static long parseLength(String digits, EnumSet<Leniency> used) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new HttpError(400, "Content-Length is not a number of bytes.");
        }
        if (digits.length() > MOST_DIGITS) {
            used.add(Leniency.HUGE_CONTENT_LENGTH);
            return Long.MAX_VALUE;
        }
        return Long.parseLong(digits);
    }
}

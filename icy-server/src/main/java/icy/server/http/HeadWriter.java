package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Writes the heads of answers. Whatever a value holds, it cannot end its line: CR, LF and NUL are taken out.
 *
 * <p>Thread: any.
 */
public final class HeadWriter {
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n\\x00]");

    private final Clock clock;
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    public HeadWriter(Clock clock) {
        this.clock = clock;
    }

    /**
     * A whole head, the empty line included, in UTF-8.
     *
     * @param protocol {@code HTTP/1.0} or {@code HTTP/1.1}
     */
    public static byte[] encode(String protocol, int status, Headers headers) {
        byte[] head = join(protocol, status, headers).getBytes(UTF_8);
        int lineEnds = headers.size() + 2;
        // Looked for in the whole at once: a loop over an array is quick before it is compiled, too, and a server that
        // has just started may have thousands of heads to write.
        return lineEndBytes(head) == 2 * lineEnds
                ? head
                : join(protocol, status, withoutLineEnds(headers)).getBytes(UTF_8);
    }

    private static String join(String protocol, int status, Headers headers) {
        StringBuilder head = new StringBuilder(1024);
        head.append(protocol)
                .append(' ')
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static int lineEndBytes(byte[] head) {
        int count = 0;
        for (byte each : head) {
            if (each == '\r' || each == '\n' || each == 0) {
                count++;
            }
        }
        return count;
    }

    private static Headers withoutLineEnds(Headers headers) {
        Headers.Builder clean = Headers.builder();
        for (int i = 0; i < headers.size(); i++) {
            clean.add(
                    LINE_END.matcher(headers.name(i)).replaceAll(""),
                    LINE_END.matcher(headers.value(i)).replaceAll(""));
        }
        return clean.build();
    }

    /** The value of {@code Date} for now. */
    public String date() {
        long now = clock.millis() / 1000;
        Second latest = second;
        if (latest.epochSecond != now) {
            latest = new Second(now, HttpDate.format(Instant.ofEpochSecond(now)));
            second = latest; // if two loops do this at once, both are right
        }
        return latest.date;
    }

    /** RFC 9110 15 and RFC 6585. */
    public static String reason(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> status < 300 ? "OK" : "Status " + status;
        };
    }

    private record Second(long epochSecond, String date) {}
}

package icy.cli.push;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The answer to a request: its status, and a line that says what the server means by it.
 *
 * <p>Thread: any.
 *
 * @param reason the words after the status
 * @param text the first words of the body, without markup; empty for successes
 */
record ServerReply(int status, String reason, String text) {

    private static final int MOST_HEAD_BYTES = 16 * 1024;
    private static final int MOST_BODY_BYTES = 1024;
    private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Reads the next answer, the interim one of {@code 100 Continue} among them. Of a refusal the beginning of the body
     * is read too, as far as it comes in time.
     *
     * @throws SocketTimeoutException if no whole head comes in time
     * @throws EOFException if the server closes the connection instead
     */
    static ServerReply read(ServerLink link, long deadlineNanos) throws IOException {
        StringBuilder head = new StringBuilder();
        String statusLine = line(link, head, deadlineNanos);
        String[] words = statusLine.split(" +", 3);
        if (words.length < 2 || !words[0].matches("ICY|HTTP/1\\.[01]") || !words[1].matches("\\d{3}")) {
            throw new IOException("the server answers with something that is not HTTP: " + excerpt(statusLine));
        }
        int bodyBytes = MOST_BODY_BYTES;
        for (String line = line(link, head, deadlineNanos); !line.isEmpty(); line = line(link, head, deadlineNanos)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.matches("content-length: *\\d{1,9}")) {
                int stated = Integer.parseInt(lower.replaceAll("\\D", ""));
                bodyBytes = Math.min(bodyBytes, stated);
            }
        }
        int status = Integer.parseInt(words[1]);
        String text = status < 300 ? "" : body(link, bodyBytes, System.nanoTime() + BODY_NANOS);
        return new ServerReply(status, words.length > 2 ? words[2] : "", text);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The status and what was said with it, in one line. */
    String shown() {
        boolean says = !text.isEmpty() && !reason.equalsIgnoreCase(text);
        return excerpt((status + " " + reason).strip() + (says ? ": " + text : ""));
    }

    /** The beginning of what may be of any length and have any bytes, for messages. */
    static String excerpt(String text) {
        String line = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll(" +", " ")
                .strip();
        return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }

    /** One line, whether it ends with CR LF or LF. */
    static String line(ServerLink link, StringBuilder head, long deadlineNanos) throws IOException {
        int from = head.length();
        for (int b = link.read(deadlineNanos); b != '\n'; b = link.read(deadlineNanos)) {
            if (b < 0) {
                throw new EOFException("the server closed the connection without an answer");
            }
            if (head.length() >= MOST_HEAD_BYTES) {
                throw new IOException("the server's answer has a head of more than 16 kB");
            }
            head.append((char) b);
        }
        String line = head.substring(from);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static String body(ServerLink link, int bytes, long deadlineNanos) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            for (int b = 0; b >= 0 && body.size() < bytes; ) {
                b = link.read(deadlineNanos);
                if (b >= 0) {
                    body.write(b);
                }
            }
        } catch (SocketTimeoutException e) {
            // The status says enough.
        }
        // The title of an error page only repeats the number.
        return body.toString(StandardCharsets.UTF_8)
                .replaceAll("(?is)<(title|style|script)[^>]*>.*?</\\1>", " ")
                .replaceAll("<[^>]*>", " ")
                .strip();
    }
}

package icy.cli.listen;

import icy.cli.Address;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A server's answer: its head, and the body behind it as it comes.
 *
 * <p>Lenient as players are: {@code HTTP/1.x} or {@code ICY}, lines ended by CR LF or LF, a space after the colon or
 * none. Header text is UTF-8 where it is valid UTF-8, else windows-1252.
 *
 * <p>Thread: one at a time, except {@link #close}, which ends a read that waits.
 */
final class StreamAnswer implements Closeable {

    private static final int MOST_HEAD_BYTES = 64 << 10;

    private final URI uri;
    private final Socket socket;
    private final int status;
    private final String reason;
    private final Map<String, String> headers;
    private final InputStream body;

    private StreamAnswer(
            URI uri, Socket socket, int status, String reason, Map<String, String> headers, InputStream body) {
        this.uri = uri;
        this.socket = socket;
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Reads the head from {@code in}, and leaves the body to be read.
     *
     * @throws IOException if it is no answer, or too long a one
     */
    static StreamAnswer read(URI uri, Socket socket, InputStream in) throws IOException {
        HeadReader head = new HeadReader(in);
        String statusLine = head.line();
        String[] words = statusLine.split(" +", 3);
        if (words.length < 2 || !words[0].matches("ICY|HTTP/1\\.[01]") || !words[1].matches("\\d{3}")) {
            throw new IOException("%s answers with something that is not HTTP: %s"
                    .formatted(Address.shown(uri), excerpt(statusLine)));
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = head.line(); !line.isEmpty(); line = head.line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        boolean chunked = headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked");
        return new StreamAnswer(
                uri,
                socket,
                Integer.parseInt(words[1]),
                words.length > 2 ? words[2] : "",
                headers,
                chunked ? new ChunkedBody(in) : in);
    }

    /** Where it came from, after redirects and playlists. */
    URI uri() {
        return uri;
    }

    int status() {
        return status;
    }

    /** The words after the status. */
    String reason() {
        return reason;
    }

    /** By its name in lower case. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The media type alone, in lower case; empty if none was sent. */
    String mediaType() {
        return header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Audio bytes between metadata blocks; 0: there are none. */
    int metaint() throws IOException {
        String text = header("icy-metaint").orElse("0");
        if (!text.matches("\\d{1,8}")) {
            throw new IOException(
                    "%s sends icy-metaint: %s, which is no number".formatted(Address.shown(uri), excerpt(text)));
        }
        return Integer.parseInt(text);
    }

    /** Reads at least a byte; -1 at the end. */
    int read(byte[] into, int timeoutMillis) throws IOException {
        socket.setSoTimeout(Math.max(1, timeoutMillis));
        return body.read(into);
    }

    /** Everything, when it is short enough to be a playlist. */
    byte[] readDocument(int mostBytes) throws IOException {
        byte[] document = body.readNBytes(mostBytes + 1);
        if (document.length > mostBytes) {
            throw new IOException("%s is longer than any playlist".formatted(Address.shown(uri)));
        }
        return document;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The text as one line that a terminal only shows, and does not obey. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The beginning of what may be of any length, for messages. */
    static String excerpt(String text) {
        String line = printable(text);
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }

    /** Lines of a head, within its limit. */
    private static final class HeadReader {
        private final InputStream in;
        private final byte[] line = new byte[MOST_HEAD_BYTES];
        private int left = MOST_HEAD_BYTES;

        HeadReader(InputStream in) {
            this.in = in;
        }

        String line() throws IOException {
            int length = 0;
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw new EOFException("the server closed the connection before it had answered");
                }
                if (--left < 0) {
                    throw new IOException("the server's answer has a head of more than 64 kB");
                }
                line[length++] = (byte) b;
            }
            while (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            return text(ByteBuffer.wrap(line, 0, length));
        }

        private static String text(ByteBuffer bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(bytes.duplicate())
                        .toString();
            } catch (CharacterCodingException e) {
                return Charset.forName("windows-1252").decode(bytes).toString();
            }
        }
    }
}

package icy.bench.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A listener that has got the answer's head and has its body before it.
 *
 * <p>Thread: one at a time; {@link #close} any.
 */
final class StreamClient implements AutoCloseable {
    private static final int SILENCE_MILLIS = 15_000;
    private static final int MAX_HEAD_BYTES = 16 * 1024;

    private final Socket socket;
    private final long askedNanos;
    private final String statusLine;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final InputStream body;

    private StreamClient(Socket socket, String target) throws IOException {
        this.socket = socket;
        this.body = new BufferedInputStream(socket.getInputStream());
        byte[] request = ("GET " + target + " HTTP/1.0\r\nUser-Agent: icy-bench\r\n\r\n").getBytes(ISO_8859_1);
        OutputStream out = socket.getOutputStream();
        this.askedNanos = System.nanoTime();
        out.write(request);
        List<String> head = readHead().lines().toList();
        this.statusLine = head.get(0);
        for (String line : head.subList(1, head.size() - 1)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** Asks for {@code target} and returns when the head of a 200 has come. */
    static StreamClient join(int port, String target) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
            socket.setSoTimeout(SILENCE_MILLIS);
            StreamClient client = new StreamClient(socket, target);
            if (!client.statusLine.contains(" 200 ")) {
                throw new IOException(target + " was answered " + client.statusLine);
            }
            return client;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** When the request was sent. */
    long askedNanos() {
        return askedNanos;
    }

    /** A header whose value is a number. */
    long number(String header) throws IOException {
        String value = headers.get(header);
        if (value == null) {
            throw new IOException("the answer has no " + header + ": " + headers);
        }
        return Long.parseLong(value);
    }

    InputStream body() {
        return body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = body.read();
            if (next < 0 || head.length() > MAX_HEAD_BYTES) {
                throw new IOException(String.format(Locale.ROOT, "no head of an answer, but: %s", head));
            }
            head.append((char) next);
        }
        return head.toString();
    }
}

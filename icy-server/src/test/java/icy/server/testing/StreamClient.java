package icy.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A listener that sends exactly the request it is given and keeps what comes back. Every read has a time limit.
 *
 * <p>Thread: the test's.
 */
public final class StreamClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final String statusLine;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private StreamClient(Socket socket, String request) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        in = socket.getInputStream();
        statusLine = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Sends {@code request} as it is, with its line ends made CRLF and an empty line at its end, and reads the head. */
    public static StreamClient open(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        try {
            return new StreamClient(socket, request.strip().replace("\n", "\r\n") + "\r\n\r\n");
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    public String statusLine() {
        return statusLine;
    }

    /** The value of a header; fails when it is missing. */
    public String header(String name) {
        String value = headers.get(name.toLowerCase(Locale.ROOT));
        if (value == null) {
            throw new AssertionError("no " + name + " in " + headers);
        }
        return value;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Socket socket() {
        return socket;
    }

    /** Exactly {@code length} bytes of the body. */
    public byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new AssertionError("the body ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** All that comes until the server closes. */
    public byte[] readToEnd() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed after \"" + line.toString(StandardCharsets.UTF_8) + "\"");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}

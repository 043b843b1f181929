package icy.server.broadcast;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/**
 * A listener that records all it gets, when it is told to read.
 *
 * <p>Thread: the test's.
 */
final class Tuner implements AutoCloseable {
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final SocketChannel socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private boolean ended;
    private boolean paused;

    /** @param request head of the request, with line feeds only and without the empty line */
    Tuner(InetSocketAddress server, String request) throws IOException {
        socket = SocketChannel.open(server);
        socket.write(ByteBuffer.wrap((request + "\n\n").replace("\n", "\r\n").getBytes(UTF_8)));
        socket.configureBlocking(false);
    }

    /** Takes what is there. */
    void read() throws IOException {
        while (!ended && !paused) {
            int count = socket.read(buffer.clear());
            if (count <= 0) {
                ended = count < 0;
                return;
            }
            received.write(buffer.array(), 0, count);
        }
    }

    /** Reads nothing until told to go on. */
    void pause(boolean whether) {
        paused = whether;
    }

    boolean isPaused() {
        return paused;
    }

    boolean hasHead() {
        return headLength(received.toByteArray()) > 0;
    }

    /** Whether the server closed in an orderly way. */
    boolean hasEnded() {
        return ended;
    }

    int bytes() {
        return received.size();
    }

    /** A header of the answer; the empty string when it is not there. */
    String header(String name) {
        byte[] all = received.toByteArray();
        for (String line : new String(all, 0, headLength(all), ISO_8859_1).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /** What the answer says of its first byte: bytes since the mount began. */
    long position() {
        return Long.parseLong(header("X-Stream-Position"));
    }

    int metaint() {
        return Integer.parseInt(header("icy-metaint"));
    }

    byte[] body() {
        byte[] all = received.toByteArray();
        return Arrays.copyOfRange(all, headLength(all), all.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** 0 while the head is not whole. */
    private static int headLength(byte[] all) {
        for (int at = 0; at + HEAD_END.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                return at + HEAD_END.length;
            }
        }
        return 0;
    }
}

package icy.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that reads a request and then does what a test wants, byte by byte; one thread a connection.
 *
 * <p>Thread: any.
 */
public final class ScriptedUpstream implements AutoCloseable {
    /** What it does with a connection after the request; the connection is closed when this returns. */
    public interface Script {
        void play(String request, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private ScriptedUpstream(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public static ScriptedUpstream playing(Script script) throws IOException {
        return new ScriptedUpstream(script);
    }

    /** Answers everyone with these bytes, in Latin-1, and closes. */
    public static ScriptedUpstream answering(String answer) throws IOException {
        return new ScriptedUpstream((request, out) -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** Says nothing, and does not close, until the test is over. */
    public static void hold() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    /** The heads of all requests so far. */
    public List<String> requests() {
        return requests;
    }

    /** Cuts every connection there is. */
    public void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = head(socket.getInputStream());
            requests.add(request);
            script.play(request, socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException e) {
            // the other side has left, or the test is over
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request ended early: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "upstream");
        thread.setDaemon(true);
        thread.start();
    }
}

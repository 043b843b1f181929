package icy.cli.push;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A server written by hand, on one or two ports. Requests for new titles are answered and kept; every other connection is
 * dealt with by the next of the talks given, and closed when there are none left.
 */
final class SourceServer implements AutoCloseable {

    /** What the server does on one connection. */
    interface Talk {
        void with(Peer peer) throws IOException;
    }

    private final List<ServerSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Queue<Talk> talks = new ConcurrentLinkedQueue<>();
    private final List<Peer> sources = new CopyOnWriteArrayList<>();
    private final List<String> titleRequests = new CopyOnWriteArrayList<>();

    private SourceServer(Talk... talks) {
        this.talks.addAll(List.of(talks));
    }

    /** On one port. */
    static SourceServer of(Talk... talks) throws IOException {
        SourceServer server = new SourceServer(talks);
        server.listen(server.bind(0));
        return server;
    }

    /** On two ports, as SHOUTcast has them: listeners on the first, sources on the one above. */
    static SourceServer withPortAbove(Talk... talks) throws IOException {
        while (true) {
            SourceServer server = new SourceServer(talks);
            ServerSocket below = server.bind(0);
            try {
                ServerSocket above = server.bind(below.getLocalPort() + 1);
                server.listen(below);
                server.listen(above);
                return server;
            } catch (IOException e) {
                server.close(); // somebody has the port above: another pair
            }
        }
    }

    int port() {
        return sockets.get(0).getLocalPort();
    }

    /** Connections that were dealt with, in order. */
    List<Peer> sources() {
        return sources;
    }

    /** The first line of each request for a new title. */
    List<String> titleRequests() {
        return titleRequests;
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        sockets.add(socket);
        return socket;
    }

    private void listen(ServerSocket socket) {
        start(() -> {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                open.add(connection);
                start(() -> talk(connection));
            }
        });
    }

    private void talk(Socket connection) throws IOException {
        try (connection) {
            Peer peer = new Peer(connection);
            String first = peer.readLine();
            if (first.startsWith("GET ")) {
                titleRequests.add(first);
                peer.write("HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<iceresponse/>");
                return;
            }
            Talk talk = talks.poll();
            sources.add(peer);
            try {
                if (talk != null) {
                    talk.with(peer);
                }
            } finally {
                peer.over.countDown();
            }
        }
    }

    private void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The connection is over, or the test.
                    }
                },
                "source-server");
        threads.add(thread);
        thread.start();
    }

    private interface Task {
        void run() throws IOException;
    }

    /** One connection from the server's side. */
    static final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final ByteArrayOutputStream head = new ByteArrayOutputStream();
        private final CountDownLatch over = new CountDownLatch(1);
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** All lines read so far. */
        String head() {
            return head.toString(StandardCharsets.UTF_8);
        }

        /** The stream to its end, which is waited for. */
        byte[] wholeBody() {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new AssertionError("the stream has not ended", e);
            }
            return body();
        }

        /** The stream so far. */
        synchronized byte[] body() {
            return body.toByteArray();
        }

        String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    break;
                }
            }
            head.writeBytes(line.toByteArray());
            return line.toString(StandardCharsets.UTF_8).strip();
        }

        void readHead() throws IOException {
            while (!readLine().isEmpty()) {
                // Kept by readLine.
            }
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Takes the stream in until it ends, or until so many bytes have come. */
        void readBody(int mostBytes) throws IOException {
            byte[] chunk = new byte[2048];
            int left = mostBytes;
            while (left > 0) {
                int count = in.read(chunk, 0, Math.min(left, chunk.length));
                if (count < 0) {
                    return;
                }
                synchronized (this) {
                    body.write(chunk, 0, count);
                }
                left -= count;
            }
        }

        /** Ends it as a machine does that loses power and comes back: with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}

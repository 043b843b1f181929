package icy.server.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import icy.server.http.AccessLog;
import icy.server.http.HttpLimits;
import icy.server.http.HttpReception;
import icy.server.http.LineDialogue;
import icy.server.http.Routes;
import icy.server.loop.Acceptor;
import icy.server.loop.Connection;
import icy.server.loop.EventLoop;
import icy.server.loop.LoopGroup;
import icy.server.loop.PlainWire;
import icy.server.loop.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** An HTTP server of one loop on a free loopback port, and what a client of it needs. Its date never changes. */
public final class TestHttp implements AutoCloseable {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-06T08:49:37Z"), ZoneOffset.UTC);

    private final LoopGroup loops;
    private final Workers workers = Workers.start(4);
    private final List<AccessLog.Entry> accessLog = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private final HttpReception reception;
    private final Acceptor acceptor;
    private final List<Acceptor> others = new ArrayList<>();

    public TestHttp(Routes routes) throws IOException {
        this(routes, HttpLimits.defaults(), System::nanoTime);
    }

    public TestHttp(Routes routes, HttpLimits limits, LongSupplier nanoClock) throws IOException {
        loops = LoopGroup.start(1, nanoClock);
        reception = new HttpReception(routes, limits, workers, accessLog::add, "icy/test", CLOCK);
        acceptor = Acceptor.open(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reception);
    }

    /** Listens on one more port, where some begin with a line that is no HTTP request. */
    public int open(LineDialogue dialogue) throws IOException {
        Acceptor another = Acceptor.open(
                loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reception.withLines(dialogue));
        others.add(another);
        return another.address().getPort();
    }

    public Socket connect() throws IOException {
        return connect(port());
    }

    public Socket connect(int port) throws IOException {
        return remember(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A connection whose bytes the server gets and gives in pieces of at most {@code mostBytes}. */
    public Socket connectThrough(Random random, int mostBytes) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Socket client =
                    new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
            SocketChannel socket = server.accept();
            onLoop(() -> Connection.open(
                    loop(), socket, new ChunkingWire(new PlainWire(socket), random, mostBytes), reception::welcome));
            return remember(client);
        }
    }

    private Socket remember(Socket client) throws IOException {
        client.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
        clients.add(client);
        return client;
    }

    /** Sends {@code request}, line ends as in HTTP, returns all that comes back until the server closes, and closes too. */
    public String ask(String request) throws IOException {
        try (Socket client = connect()) {
            return ask(client, request);
        }
    }

    public static String ask(Socket client, String request) throws IOException {
        send(client, request);
        return new String(client.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
    }

    public static void send(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** Reads one answer of known length from a connection that stays open. */
    public static String readAnswer(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        String lengthField = "Content-Length: ";
        int at = head.indexOf(lengthField);
        int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + lengthField.length(), head.indexOf("\r\n", at)));
        byte[] body = in.readNBytes(length);
        return (head + new String(body, ISO_8859_1)).replace("\r\n", "\n");
    }

    /** Waits until the loop has taken a whole turn by the present clock. */
    public void turn() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop().execute(() -> loop().schedule(loop().nowNanos(), () -> loop().execute(() -> done.complete(null))));
        done.join();
    }

    public <T> T onLoop(Step<T> step) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop().execute(() -> {
            try {
                result.complete(step.run());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }

    public EventLoop loop() {
        return loops.loops().get(0);
    }

    public HttpReception reception() {
        return reception;
    }

    public Workers workers() {
        return workers;
    }

    public int port() {
        return acceptor.address().getPort();
    }

    /** Connections the server has open. */
    public int connections() {
        return loops.connections();
    }

    /** What was logged, oldest first. */
    public List<AccessLog.Entry> accessLog() {
        return accessLog;
    }

    @Override
    public void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        acceptor.close();
        others.forEach(Acceptor::close);
        loops.close();
        workers.close();
    }

    /** A step that may fail. */
    public interface Step<T> {
        T run() throws Exception;
    }
}

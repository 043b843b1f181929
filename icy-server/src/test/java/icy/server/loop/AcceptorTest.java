package icy.server.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import icy.server.testing.ServerLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AcceptorTest {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new ArrayList<>();
    private final Echo echo = new Echo();
    private volatile long aheadNanos;
    private LoopGroup loops;
    private Acceptor acceptor;

    @BeforeEach
    void start() throws IOException {
        loops = LoopGroup.start(2, () -> System.nanoTime() + aheadNanos);
        acceptor = Acceptor.open(loops, new InetSocketAddress("::", 0), echo);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        acceptor.close();
        loops.close();
    }

    @Test
    void hearsIpv4AndIpv6OnOneSocket() throws IOException {
        for (String host : List.of("127.0.0.1", "::1")) {
            Socket client = connect(InetAddress.getByName(host));
            assertThat(ask(client, "hi")).isEqualTo("hi");
        }
    }

    @Test
    void connectionsAreSpreadOverTheLoops() throws IOException {
        for (int n = 0; n < 20; n++) {
            ask(connect(), "x");
        }

        assertThat(loops.loops().get(0).connections()).isEqualTo(10);
        assertThat(loops.loops().get(1).connections()).isEqualTo(10);
    }

    @Test
    void connectionsAreCountedUntilTheyClose() throws IOException {
        Socket first = connect();
        ask(first, "x");
        ask(connect(), "y");
        assertThat(loops.connections()).isEqualTo(2);

        first.close();

        await().until(() -> loops.connections() == 1);
        assertThat(events).containsExactly("closed");
    }

    @Test
    void overTheLimitNewcomersAreTurnedAwayPolitelyUntilThereIsRoom() throws IOException {
        echo.limit = 3;
        for (int n = 0; n < 3; n++) {
            ask(connect(), "in");
        }

        for (int n = 0; n < 300; n++) { // more than may linger
            Socket guest = connect();
            assertThat(new String(guest.getInputStream().readAllBytes(), US_ASCII))
                    .isEqualTo("full, sorry");
        }

        assertThat(loops.connections()).isEqualTo(3);
        clients.get(0).close();
        await().until(() -> loops.connections() == 2);
        assertThat(ask(connect(), "in again")).isEqualTo("in again");
    }

    @Test
    void thatItIsFullIsSaidOnceAMinute() throws IOException {
        echo.limit = 1;
        try (ServerLog log = ServerLog.open()) {
            for (int n = 0; n < 3; n++) {
                Socket guest = connect();
                ask(guest, "in");
                assertThat(connect().getInputStream().readAllBytes()).isNotEmpty();
                guest.close();
                await().until(() -> loops.connections() == 0);
            }
            assertThat(log.linesWith("connections are open, which is the limit"))
                    .hasSize(1);

            aheadNanos = Duration.ofSeconds(60).toNanos();
            ask(connect(), "in");
            assertThat(connect().getInputStream().readAllBytes()).isNotEmpty();
            assertThat(log.linesWith("connections are open, which is the limit"))
                    .hasSize(2);
        }
    }

    @Test
    void refusalSurvivesARequestThatIsAlreadyOnItsWay() throws IOException {
        echo.limit = 0;
        Socket guest = connect();
        guest.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".repeat(100).getBytes(US_ASCII));

        assertThat(new String(guest.getInputStream().readAllBytes(), US_ASCII)).isEqualTo("full, sorry");
    }

    @Test
    void handlersCanBeReplacedAndOnlyTheLastIsToldOfTheEnd() throws IOException {
        Socket client = connect();
        assertThat(ask(client, "TAKE OVER")).isEqualTo("taken");
        assertThat(ask(client, "x")).isEqualTo("successor");

        client.close();

        await().untilAsserted(() -> assertThat(events).containsExactly("successor closed"));
    }

    @Test
    void handlerThatThrowsClosesItsConnectionOnly() throws IOException {
        Socket other = connect();
        Socket client = connect();
        ask(other, "x");
        client.getOutputStream().write("THROW".getBytes(US_ASCII));

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(ask(other, "still here")).isEqualTo("still here");
        await().untilAsserted(() -> assertThat(events).containsExactly("closed by IllegalStateException"));
        assertThat(loops.connections()).isEqualTo(1);
    }

    @Test
    void closingFreesThePortAndKeepsConnections() throws IOException {
        Socket client = connect();
        ask(client, "x");
        int port = acceptor.address().getPort();

        acceptor.close();

        try (ServerSocket next = new ServerSocket()) {
            next.setReuseAddress(true);
            next.bind(new InetSocketAddress("127.0.0.1", port));
        }
        assertThat(ask(client, "still here")).isEqualTo("still here");
    }

    @Test
    void portInUseIsSaidInWordsThatHelp() {
        int port = acceptor.address().getPort();

        assertThatThrownBy(() -> Acceptor.open(loops, new InetSocketAddress("::", port), echo))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(":" + port)
                .hasMessageContaining("in use")
                .hasMessageContaining("choose another");
    }

    @Test
    void stormOfConnectionsIsAcceptedWhole() throws IOException {
        for (int n = 0; n < 500; n++) {
            connect();
        }
        await().until(() -> loops.connections() == 500);
        assertThat(ask(clients.get(499), "last")).isEqualTo("last");
    }

    private Socket connect() throws IOException {
        return connect(InetAddress.getLoopbackAddress());
    }

    private Socket connect(InetAddress address) throws IOException {
        Socket client = new Socket(address, acceptor.address().getPort());
        clients.add(client);
        return client;
    }

    private static String ask(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(US_ASCII));
        byte[] answer = new byte[64];
        int count = client.getInputStream().read(answer);
        return new String(answer, 0, Math.max(count, 0), US_ASCII);
    }

    /** Says everything back; knows two words of command. */
    private final class Echo implements Reception {
        private volatile int limit = 10_000;

        @Override
        public boolean admits(int connections, InetAddress remote) {
            return connections < limit;
        }

        @Override
        public ByteBuffer refusal() {
            return ByteBuffer.wrap("full, sorry".getBytes(US_ASCII));
        }

        @Override
        public ChannelHandler welcome(Connection connection) {
            return new ChannelHandler() {
                @Override
                public void onReady(int readyOps) throws IOException {
                    ByteBuffer bytes = connection.loop().readBuffer();
                    if (connection.wire().read(bytes) < 0) {
                        connection.close(null);
                        return;
                    }
                    String words = US_ASCII.decode(bytes.flip()).toString();
                    if (words.equals("THROW")) {
                        throw new IllegalStateException("thrown by a test, on purpose");
                    }
                    if (words.equals("TAKE OVER")) {
                        connection.handler(successor(connection));
                        words = "taken";
                    }
                    connection.wire().write(ByteBuffer.wrap(words.getBytes(US_ASCII)));
                }

                @Override
                public void onClosed(@Nullable Throwable cause) {
                    events.add(
                            cause == null
                                    ? "closed"
                                    : "closed by " + cause.getClass().getSimpleName());
                }
            };
        }

        private ChannelHandler successor(Connection connection) {
            return new ChannelHandler() {
                @Override
                public void onReady(int readyOps) throws IOException {
                    assertThat(readyOps).isEqualTo(SelectionKey.OP_READ);
                    if (connection.wire().read(connection.loop().readBuffer()) < 0) {
                        connection.close(null);
                        connection.close(null);
                        return;
                    }
                    connection.wire().write(ByteBuffer.wrap("successor".getBytes(US_ASCII)));
                }

                @Override
                public void onClosed(@Nullable Throwable cause) {
                    events.add("successor closed");
                }
            };
        }
    }
}

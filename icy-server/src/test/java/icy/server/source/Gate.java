package icy.server.source;

import static org.awaitility.Awaitility.await;

import icy.core.icy.StreamTitle;
import icy.server.auth.Authenticator;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.ServerConfig;
import icy.server.http.Endpoint;
import icy.server.http.FinalAnswer;
import icy.server.http.HeadWriter;
import icy.server.http.HttpLimits;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.ChannelHandler;
import icy.server.loop.Connection;
import icy.server.loop.LoopGroup;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.testing.TestHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that is between a source's socket and the mounts, behind real sockets; the mounts themselves are a list of what
 * was asked of them.
 *
 * <p>Thread: the test's.
 */
final class Gate implements AutoCloseable {
    static final String PASSWORD = "hackmeplease";
    static final String ADMIN_PASSWORD = "adminsecret";

    private final LoopGroup loops;
    private final List<Guest> guests = new CopyOnWriteArrayList<>();
    private final TestHttp http;
    private final int listenersPort;
    private final int sourcesPort;
    private final List<String> titles = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refusal;
    private volatile String live = "";

    Gate(MountConfig... mounts) throws IOException {
        this(System::nanoTime, mounts);
    }

    Gate(LongSupplier nanoClock, MountConfig... configs) throws IOException {
        loops = LoopGroup.start(1, System::nanoTime);
        ServerConfig config = ServerConfig.of(configs);
        Mounts mounts = new Mounts(config, loops.loops(), "test", entry -> {}, nanoClock);
        PasswordsConfig passwords = PasswordsConfig.of(PASSWORD, ADMIN_PASSWORD);
        SourceLogins logins = new SourceLogins(mounts, new Authenticator(), () -> passwords);
        Endpoint live = Endpoint.guarded(
                logins.guard(),
                new SourceEndpoint(logins, this::admit, new HeadWriter(TestHttp.CLOCK), "icy/test", entry -> {}));
        TitleEndpoints titles = new TitleEndpoints(logins, mounts, this::title);
        Routes routes = Routes.builder()
                .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello\n")))
                .put("/{mount...}", live)
                .source("/{mount...}", live)
                .get("/admin/metadata", titles.icecast())
                .post("/admin/metadata", titles.icecast())
                .get("/admin.cgi", Endpoint.guarded(titles.shoutcastGuard(), Endpoint.immediate(titles::shoutcast)))
                .build();
        http = new TestHttp(routes, HttpLimits.defaults(), nanoClock);
        ShoutcastDialogue dialogue = ShoutcastDialogue.onListenersPort(
                logins, mounts, this::admit, http.workers().auth(), Duration.ofSeconds(15));
        listenersPort = http.open(dialogue);
        sourcesPort = http.open(dialogue.onSourcesPort());
    }

    /** From now on no source is taken, for this reason. */
    void refuse(String reason) {
        refusal = reason;
    }

    /** A source is on that mount, and on no other. */
    void live(String mount) {
        live = mount;
    }

    /** What was to be shown on it, oldest first; with the URL behind a bar, if there is one. */
    List<String> titles() {
        return titles;
    }

    TestHttp http() {
        return http;
    }

    Socket connect() throws IOException {
        return http.connect(listenersPort);
    }

    Socket connectToSourcesPort() throws IOException {
        return http.connect(sourcesPort);
    }

    /** Sends at once, closes its direction, and returns all that comes back. */
    String ask(String request) throws IOException {
        return askFrom(connect(), request);
    }

    static String askFrom(Socket client, String request) throws IOException {
        TestHttp.send(client, request);
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** The only source that was taken, when all it has sent is there. */
    Guest guest() {
        await().until(() -> guests.size() == 1 && guests.get(0).gone);
        return guests.get(0);
    }

    List<Guest> guests() {
        return guests;
    }

    private void admit(SourceHello hello, Connection connection, ByteBuffer first, SourceDialogue dialogue) {
        String reason = refusal;
        if (reason != null) {
            FinalAnswer.send(connection, dialogue.refused(403, reason));
            return;
        }
        Guest guest = new Guest(hello, connection);
        connection.handler(guest);
        guests.add(guest);
        guest.take(first);
        try {
            connection.wire().write(dialogue.accepted());
        } catch (IOException e) {
            connection.close(e);
        }
    }

    private boolean title(Mount mount, String user, StreamTitle title) {
        if (!mount.name().equals(live)) {
            return false;
        }
        titles.add(title.text() + (title.url().isEmpty() ? "" : "|" + title.url()));
        return true;
    }

    @Override
    public void close() throws IOException {
        http.close();
        loops.close();
    }

    /** A source that was taken. */
    static final class Guest implements ChannelHandler {
        private final SourceHello hello;
        private final Connection connection;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private volatile boolean gone;

        private Guest(SourceHello hello, Connection connection) {
            this.hello = hello;
            this.connection = connection;
        }

        SourceHello hello() {
            return hello;
        }

        /** What it sent after its head, with LF line ends. */
        String body() {
            return body.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
        }

        private void take(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                body.write(bytes.get());
            }
        }

        @Override
        public void onReady(int readyOps) throws IOException {
            ByteBuffer in = connection.loop().readBuffer();
            if (connection.wire().read(in) < 0) {
                connection.close(null);
            } else {
                take(in.flip());
            }
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            gone = true;
        }
    }

    /** How a client's bytes arrive. */
    enum Arrival {
        AT_ONCE {
            @Override
            void send(Socket client, byte[] bytes, Random random) throws IOException {
                client.getOutputStream().write(bytes);
            }
        },
        BYTE_BY_BYTE {
            @Override
            void send(Socket client, byte[] bytes, Random random) throws IOException {
                client.setTcpNoDelay(true);
                for (byte each : bytes) {
                    client.getOutputStream().write(each);
                }
            }
        },
        IN_PIECES {
            @Override
            void send(Socket client, byte[] bytes, Random random) throws IOException {
                client.setTcpNoDelay(true);
                for (int at = 0; at < bytes.length; ) {
                    int count = Math.min(bytes.length - at, 1 + random.nextInt(40));
                    client.getOutputStream().write(bytes, at, count);
                    at += count;
                }
            }
        };

        abstract void send(Socket client, byte[] bytes, Random random) throws IOException;
    }
}

package icy.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import icy.server.testing.StreamClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real icecast2 on a free port of this machine. The test is skipped where there is none.
 *
 * <p>Thread: the test's.
 */
final class Icecast implements AutoCloseable {
    private final Player process;
    private final int port;

    private Icecast(Player process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param parent where its folder is made; everybody must be able to go there
     * @param more elements for its config: masters, relays
     */
    static Icecast start(Path parent, String name, String more) throws IOException {
        return start(parent, name, more, freePort());
    }

    /** The same on a port that another one had. */
    static Icecast start(Path parent, String name, String more, int port) throws IOException {
        Path config = parent.resolve(name + ".xml");
        Files.writeString(config, config(port, more));
        Player process = Player.start(parent, name, "icecast2 -c " + config).installed();
        Icecast icecast = new Icecast(process, port);
        try {
            await().atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> icecast.get("/status-json.xsl").contains("icestats"));
        } catch (RuntimeException e) {
            icecast.close();
            throw new AssertionError("icecast2 does not listen; it said: " + process.lines(), e);
        }
        return icecast;
    }

    int port() {
        return port;
    }

    /** The body of what it answers to a GET. */
    String get(String target) throws IOException {
        try (StreamClient client = StreamClient.open(port, "GET " + target + " HTTP/1.0")) {
            return new String(client.readToEnd(), UTF_8);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String config(int port, String more) {
        return """
                <icecast>
                  <hostname>127.0.0.1</hostname>
                  <limits><clients>100</clients><sources>20</sources></limits>
                  <authentication>
                    <source-password>hackme12</source-password>
                    <relay-password>hackme12</relay-password>
                    <admin-user>admin</admin-user>
                    <admin-password>hackme12</admin-password>
                  </authentication>
                  <listen-socket><port>%d</port><bind-address>127.0.0.1</bind-address></listen-socket>
                  %s
                  <paths>
                    <basedir>/usr/share/icecast2</basedir>
                    <logdir>.</logdir>
                    <webroot>/usr/share/icecast2/web</webroot>
                    <adminroot>/usr/share/icecast2/admin</adminroot>
                  </paths>
                  <logging><accesslog>-</accesslog><errorlog>-</errorlog><loglevel>3</loglevel></logging>
                  <security><chroot>0</chroot></security>
                </icecast>
                """.formatted(port, more);
    }
}

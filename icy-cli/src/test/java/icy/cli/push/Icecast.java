package icy.cli.push;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real icecast2 on loopback, with a port for SHOUTcast sources above its own. It refuses to be root. */
final class Icecast implements AutoCloseable {

    static final String PASSWORD = "s3cret";

    private final Process process;
    private final int port;

    private Icecast(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; the test is skipped where there is none. */
    static Icecast start(Path folder) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/icecast2")), "icecast2 is not installed");
        int port = freePair();
        Path config = folder.resolve("icecast.xml");
        Files.writeString(config, """
                <icecast>
                  <hostname>127.0.0.1</hostname>
                  <authentication>
                    <source-password>%s</source-password>
                    <admin-user>admin</admin-user>
                    <admin-password>admin</admin-password>
                  </authentication>
                  <listen-socket>
                    <port>%d</port>
                    <bind-address>127.0.0.1</bind-address>
                    <shoutcast-mount>/shout</shoutcast-mount>
                  </listen-socket>
                  <paths>
                    <basedir>/usr/share/icecast2</basedir>
                    <logdir>%s</logdir>
                    <webroot>/usr/share/icecast2/web</webroot>
                    <adminroot>/usr/share/icecast2/admin</adminroot>
                  </paths>
                  <logging><loglevel>2</loglevel></logging>
                </icecast>
                """.formatted(PASSWORD, port, folder));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            command.addAll(List.of("setpriv", "--reuid=icecast2", "--regid=icecast", "--clear-groups", "--"));
        }
        command.addAll(List.of("icecast2", "-c", config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("icecast.out").toFile())
                .start();
        Icecast icecast = new Icecast(process, port);
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            new Socket("127.0.0.1", port + 1).close();
            new Socket("127.0.0.1", port).close();
            return true;
        });
        return icecast;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePair() throws IOException {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        while (true) {
            try (ServerSocket below = new ServerSocket(0, 1, here);
                    ServerSocket above = new ServerSocket(below.getLocalPort() + 1, 1, here)) {
                return above.getLocalPort() - 1;
            } catch (IOException e) {
                // Somebody has the port above: another pair.
            }
        }
    }
}

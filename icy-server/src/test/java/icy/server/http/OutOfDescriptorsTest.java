package icy.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.SmallServer;
import icy.server.testing.TestHttp;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that may open only so many files is sent more connections than that. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class OutOfDescriptorsTest {
    private static final int MOST_FILES = 120;
    private static final int CONNECTIONS = 300;

    @Test
    void newcomersAreToldOldConnectionsAreServedNothingSpinsAndItRecovers() throws Exception {
        Process server = start();
        List<Socket> clients = new ArrayList<>();
        try {
            int port = portOf(server);
            Socket old = connect(port);
            clients.add(old);
            warmUp(old, port);

            for (int n = 0; n < CONNECTIONS; n++) {
                clients.add(connect(port));
            }
            assertThat(refused(clients)).as("told that the server is full").isGreaterThan(CONNECTIONS / 4);
            assertThat(clients.size())
                    .as("still connected, as many as files allow")
                    .isBetween(30, MOST_FILES);

            long cpuBefore = cpuMillis(server);
            for (int n = 0; n < 10; n++) { // newcomers keep coming, for more than a second
                try (Socket newcomer = connect(port)) {
                    newcomer.getOutputStream().write("GET /hello HTTP/1.0\r\n\r\n".getBytes(UTF_8));
                    assertThat(answerOf(newcomer)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
                }
                assertThat(hello(old)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(cpuMillis(server) - cpuBefore).as("CPU while it is full").isLessThan(700);

            for (Socket client : clients) {
                if (client != old) {
                    client.close();
                }
            }
            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                try (Socket newcomer = connect(port)) {
                    assertThat(hello(newcomer)).startsWith("HTTP/1.1 200 ");
                }
            });
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            server.getOutputStream().close();
            if (!server.waitFor(5, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    private static Process start() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + MOST_FILES + " && exec \"$0\" -Xmx64m -cp \"$1\" " + SmallServer.class.getName(),
                        java,
                        classPath)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/out-of-descriptors.log")))
                .start();
    }

    private static int portOf(Process server) throws IOException {
        return Integer.parseInt(new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8)).readLine());
    }

    /** Loads every class that answers need: from a folder of classes, that takes files. */
    private static void warmUp(Socket old, int port) throws IOException {
        assertThat(hello(old)).startsWith("HTTP/1.1 200 ");
        try (Socket other = connect(port)) {
            TestHttp.ask(other, "nonsense\n");
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(5_000);
        return client;
    }

    private static String hello(Socket client) throws IOException {
        TestHttp.send(client, "GET /hello HTTP/1.1\nHost: h\n\n");
        return TestHttp.readAnswer(client);
    }

    /** Takes those out of {@code clients} that were turned away, and returns how many; the last of them must be. */
    private static int refused(List<Socket> clients) throws IOException {
        Socket last = clients.remove(clients.size() - 1);
        assertThat(answerOf(last)).startsWith("HTTP/1.1 503 "); // connections are accepted in their order
        int before = clients.size();
        for (Socket client : List.copyOf(clients)) {
            if (client.getInputStream().available() > 0) {
                assertThat(answerOf(client)).startsWith("HTTP/1.1 503 ");
                clients.remove(client);
            }
        }
        return before - clients.size();
    }

    private static String answerOf(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }

    private static long cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }
}

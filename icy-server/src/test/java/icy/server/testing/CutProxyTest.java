package icy.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CutProxyTest {
    private ServerSocket door = null;
    private CutProxy proxy = null;
    private Socket client = null;
    private Socket server = null;

    @BeforeEach
    void connect() throws IOException {
        door = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        proxy = CutProxy.to(door.getLocalPort());
        client = new Socket("127.0.0.1", proxy.port());
        server = door.accept();
        client.setSoTimeout(5000);
        server.setSoTimeout(5000);
    }

    @AfterEach
    void disconnect() throws IOException {
        proxy.close();
        client.close();
        server.close();
        door.close();
    }

    @Test
    void forwardsBothWaysAndPassesTheEndOn() throws IOException {
        send(client, "there");
        assertThat(read(server, 5)).isEqualTo("there");
        send(server, "and back");
        assertThat(read(client, 8)).isEqualTo("and back");

        client.shutdownOutput();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        send(server, "last words");
        assertThat(read(client, 10)).isEqualTo("last words");
    }

    @Test
    void whatIsSentWhileItStandsStillComesLaterAndInOrder() throws IOException {
        send(client, "a");
        read(server, 1);
        proxy.stop();
        send(client, "b");
        server.setSoTimeout(200);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        server.setSoTimeout(5000);
        proxy.resume();
        send(client, "c");
        assertThat(read(server, 2)).isEqualTo("bc");
    }

    @Test
    void aCutIsAResetAtBothEnds() throws IOException {
        send(client, "a");
        read(server, 1);
        proxy.cut();

        assertThatThrownBy(() -> server.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void throttledItIsAsSlowAsItWasTold() throws IOException {
        send(client, "a");
        read(server, 1);
        proxy.throttle(10_000);
        long beganNanos = System.nanoTime();
        client.getOutputStream().write(new byte[6000]);
        read(server, 6000);
        double seconds = (System.nanoTime() - beganNanos) / 1e9;

        assertThat(seconds).isBetween(0.4, 2.0);
        await().until(() -> proxy.forwardedBytes() == 6001);
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket at, int length) throws IOException {
        return new String(at.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }
}

package icy.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import icy.server.loop.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers that do not behave. */
@Timeout(60)
class WebhookLineTest {
    private final List<String> vias = new CopyOnWriteArrayList<>();
    private final Workers workers = Workers.start(1);
    private final WebhookClient client = new WebhookClient();
    private HttpServer receiver;
    private boolean endless;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            vias.add(exchange.getRequestHeaders().getFirst("Via"));
            if (endless) {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush(); // and the rest never comes
            } else {
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            }
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
        workers.close();
    }

    @Test
    void anAnswerWithoutEndIsAFailureAndTheNextMessageIsSent() {
        endless = true;
        WebhookLine line = line(new Webhooks.Patience(Duration.ofSeconds(2), List.of()));

        line.send("{}");
        line.send("{}");

        await().until(() -> vias.size() == 2);
        assertThat(line.lastResult()).startsWith("no end of an answer within");
    }

    @Test
    void whatIsSentSaysThatItIsNotThisMachinesOwnWish() {
        line(new Webhooks.Patience(Duration.ofSeconds(10), List.of())).send("{}");

        await().until(() -> vias.size() == 1);
        assertThat(vias).containsExactly("1.1 icy");
    }

    @Test
    void aLineThatIsClosedBetweenTwoAttemptsMakesNoSecond() {
        Duration pause = Duration.ofMillis(100);
        WebhookLine line = line(new Webhooks.Patience(Duration.ofSeconds(10), List.of(pause)));
        line.send("{}");
        await().pollInterval(Duration.ofMillis(1)).until(() -> line.lastResult().equals("answered 500"));

        line.close();

        await().during(pause.multipliedBy(4)).until(() -> vias.size() == 1);
    }

    private WebhookLine line(Webhooks.Patience patience) {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/");
        return new WebhookLine(
                new Webhooks.Receiver(1, url, "secret"), client::get, workers.dns(), Clock.systemUTC(), patience);
    }
}

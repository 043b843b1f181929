package icy.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.http.Endpoint;
import icy.server.http.Routes;
import icy.server.testing.TestServer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClockApiTest {
    private final AtomicLong wallMillis = new AtomicLong(1_795_214_768_000L);
    private final TestServer server = TestServer.serving(Routes.builder()
            .get("/api/clock", Endpoint.immediate(new ClockApi(wallMillis::getAndIncrement)::now))
            .build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesBackTheClientsTimeWithItsOwn() {
        assertThat(server.get("/api/clock?t0=1795214767990").body())
                .isEqualTo("{\"t0\":1795214767990,\"received_ms\":1795214768000,\"sent_ms\":1795214768001}");
        assertThat(server.get("/api/clock?t0=-12.25").body()).startsWith("{\"t0\":-12.25,");
        assertThat(server.get("/api/clock").body()).startsWith("{\"t0\":null,");
    }

    @Test
    void mayNotBeCached() {
        assertThat(server.get("/api/clock").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void refusesWhatIsNoNumber() {
        for (String junk : new String[] {"x", "1,2", "01", "1e9", "", "%22", "9".repeat(30)}) {
            assertThat(server.get("/api/clock?t0=" + junk).statusCode())
                    .as(junk)
                    .isEqualTo(400);
        }
    }
}

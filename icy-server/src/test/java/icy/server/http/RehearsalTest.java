package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void theWholeWayIsWalkedAndNoEndpointIsAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Routes routes = Routes.builder()
                .get("/{mount...}", Endpoint.immediate(request -> {
                    asked.incrementAndGet();
                    return Response.notFound("never seen");
                }))
                .build();

        new Rehearsal(routes, HttpLimits.defaults(), new HeadWriter(Clock.systemUTC())).run();

        assertThat(asked).hasValue(0);
    }
}

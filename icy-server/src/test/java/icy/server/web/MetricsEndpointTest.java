package icy.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.http.AccessLog;
import icy.server.http.AnswerCounts;
import icy.server.http.Routes;
import icy.server.testing.FakeMount;
import icy.server.testing.TestServer;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private final FakeMount stream = new FakeMount("/stream").listeners(3);
    private final AnswerCounts answers = new AnswerCounts(entry -> {});
    private final TestServer server = TestServer.serving(Routes.builder()
            .get(
                    "/metrics",
                    new MetricsEndpoint(
                            FakeMount.mounts(stream), List.of(), answers, Instant.ofEpochSecond(1_795_214_768)))
            .build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheFiguresOfEveryMount() {
        HttpResponse<String> answer = server.get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body().lines())
                .contains(
                        "# TYPE icy_listeners gauge",
                        "icy_listeners{mount=\"/stream\"} 3.0",
                        "icy_listener_peak{mount=\"/stream\"} 6.0",
                        "icy_connections{mount=\"/stream\"} 4.0",
                        "icy_on_air{mount=\"/stream\"} 1.0",
                        "icy_bitrate_bps{mount=\"/stream\"} 128000.0",
                        "icy_retained_seconds{mount=\"/stream\"} 10.0",
                        "icy_flush_lag_seconds{mount=\"/stream\"} 0.0015",
                        "icy_min_slack_seconds{mount=\"/stream\"} 9.0",
                        "# TYPE icy_joins_total counter",
                        "icy_joins_total{mount=\"/stream\"} 40.0",
                        "icy_sent_bytes_total{mount=\"/stream\"} 1.23456789012E11",
                        "icy_skips_total{mount=\"/stream\"} 5.0",
                        "icy_endings_total{mount=\"/stream\",reason=\"left\"} 30.0",
                        "icy_endings_total{mount=\"/stream\",reason=\"too slow\"} 2.0",
                        "icy_stream_seconds_total{mount=\"/stream\"} 60.0",
                        "process_start_time_seconds 1.795214768E9");
    }

    @Test
    void showsWhatIsOnTheAir() {
        assertThat(server.get("/metrics").body()).doesNotContain("icy_source_lost_bytes{");
        stream.live("dj", "butt", Instant.now().minusSeconds(100));
        assertThat(server.get("/metrics").body().lines())
                .contains(
                        "icy_source{kind=\"live\",mount=\"/stream\"} 1.0",
                        "icy_source_bytes{mount=\"/stream\"} 1434480.0",
                        "icy_source_buffered_seconds{mount=\"/stream\"} 0.48",
                        "icy_source_dropped_units{mount=\"/stream\"} 6.0",
                        "icy_source_lost_bytes{mount=\"/stream\"} 512.0",
                        "icy_hand_overs_total{mount=\"/stream\"} 3.0",
                        "icy_underruns_total{mount=\"/stream\"} 2.0",
                        "icy_unique_listeners{mount=\"/stream\"} 2.0",
                        "icy_relays{mount=\"/stream\"} 1.0")
                .anyMatch(line -> line.startsWith("icy_source_connected_seconds{mount=\"/stream\"} 10"));
    }

    @Test
    void showsHowManyLoginsWereWrong() {
        for (int status : new int[] {200, 401, 401}) {
            answers.log(new AccessLog.Entry(InetAddress.getLoopbackAddress(), "", "GET /", status, 0, "", "", 0));
        }
        assertThat(server.get("/metrics").body().lines())
                .contains("icy_answers_total{status=\"200\"} 1.0", "icy_answers_total{status=\"401\"} 2.0");
    }

    @Test
    void hiddenMountsAreLeftOut() {
        stream.hidden();
        assertThat(server.get("/metrics").body()).doesNotContain("/stream");
    }

    @Test
    void looksAnewAtEveryScrape() {
        server.get("/metrics");
        stream.listeners(8);
        assertThat(server.get("/metrics").body()).contains("icy_listeners{mount=\"/stream\"} 8.0\n");
    }

    @Test
    void everySampleIsWellFormed() {
        assertThat(server.get("/metrics").body().lines())
                .allMatch(line -> line.matches(
                        "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? -?[0-9.E]+"));
    }
}

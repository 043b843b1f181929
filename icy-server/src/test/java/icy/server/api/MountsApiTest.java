package icy.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.testing.FakeMount;
import icy.server.testing.StrictJson;
import icy.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountsApiTest {
    // The live edge of a fake mount is at 60,000 ms and 960,000 bytes, and 10 s are retained.
    private final FakeMount stream =
            new FakeMount("/stream").title("Sigur Rós – Ágætis byrjun").listeners(7);
    private final FakeMount jazz = new FakeMount("/jazz/high");
    private TestServer server;

    @BeforeEach
    void start() {
        MountsApi api = new MountsApi(FakeMount.mounts(stream, jazz), new PublicAddress(null));
        server = TestServer.serving(Routes.builder()
                .get("/api/mounts", Endpoint.blocking(api::list))
                .get("/api/mounts/{mount...}", Endpoint.blocking(api::one))
                .build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listsMountsInTheirOrder() {
        HttpResponse<String> answer = server.get("/api/mounts");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        Map<String, Object> json = StrictJson.object(answer.body());
        assertThat(json).containsEntry("count", 2L);
        assertThat((List<?>) json.get("mounts"))
                .extracting(mount -> ((Map<?, ?>) mount).get("name"))
                .isEqualTo(List.of("/stream", "/jazz/high"));
    }

    @Test
    void showsOneMountWithItsLiveEdgeAndWhatIsRetained() {
        assertThat(server.get("/api/mounts/stream").body())
                .isEqualTo(
                        ("{\"name\":\"/stream\",\"listen_url\":\"BASE/stream\",\"station\":{\"name\":\"Radio Exämple\","
                                        + "\"genre\":\"Rock\",\"description\":\"A desc\",\"url\":\"http://example.com/\","
                                        + "\"public\":true},\"on_air\":true,\"run_id\":\"run-1\",\"began\":\"2026-11-20T22:45:08Z\","
                                        + "\"content_type\":\"audio/mpeg\",\"bitrate_kbps\":128,\"sample_rate\":44100,"
                                        + "\"channels\":2,\"variant_of\":\"\",\"variants\":[],\"listeners\":7,\"unique_listeners\":6,"
                                        + "\"listener_peak\":10,\"relays\":1,\"connections\":8,"
                                        + "\"title\":\"Sigur Rós – Ágætis byrjun\",\"title_position\":960000,"
                                        + "\"live_edge\":{\"stream_position\":960000,\"stream_time_ms\":60000,"
                                        + "\"wall_clock_ms\":1795214768000},"
                                        + "\"retained_from\":{\"stream_position\":800000,\"stream_time_ms\":50000}}")
                                .replace("BASE", server.base()));
    }

    @Test
    void showsWhoIsOnTheAirButNotWhereTheyAre() {
        stream.live("dj", "butt 0.1.40", FakeMount.BEGAN.plusSeconds(60));
        assertThat(mount("/stream").get("source"))
                .isEqualTo(
                        Map.of("kind", "live", "since", "2026-11-20T22:46:08Z", "user", "dj", "agent", "butt 0.1.40"));
    }

    @Test
    void hiddenMountsAreForThoseWhoKnowTheirName() {
        stream.hidden();
        assertThat(StrictJson.object(server.get("/api/mounts").body())).containsEntry("count", 1L);
        assertThat(mount("/stream")).containsEntry("name", "/stream");
    }

    @Test
    void findsMountsOfSeveralSegments() {
        assertThat(mount("/jazz/high")).containsEntry("name", "/jazz/high").containsEntry("title", "");
    }

    @Test
    void tellsTheTitleAtAPosition() {
        stream.play(5_000).title("Second");
        assertThat(at("?position=960000")).containsEntry("title", "Sigur Rós – Ágætis byrjun");
        assertThat(at("?position=1039999")).containsEntry("title", "Sigur Rós – Ágætis byrjun");
        assertThat(at("?position=1040000"))
                .containsEntry("title", "Second")
                .containsEntry("stream_position", 1_040_000L)
                .containsEntry("stream_time_ms", 65_000L);
    }

    @Test
    void tellsTheTitleAtATimeAlsoCountedBackFromTheLiveEdge() {
        stream.play(5_000).title("Second").play(2_000);
        assertThat(at("?time=64000")).containsEntry("title", "Sigur Rós – Ágætis byrjun");
        assertThat(at("?time=65000")).containsEntry("title", "Second").containsEntry("stream_position", 1_040_000L);
        assertThat(at("?time=-1000")).containsEntry("title", "Second").containsEntry("stream_time_ms", 66_000L);
        assertThat(at("?time=-2500")).containsEntry("title", "Sigur Rós – Ágætis byrjun");
        // Further back than is retained: the oldest there is.
        assertThat(at("?time=-999999")).containsEntry("stream_time_ms", 57_000L);
    }

    @Test
    void saysWhatIsRetainedWhenAskedForSomethingElse() {
        checkProblem("/stream?position=799999", 404, "Position 799999 is not retained: there are 800000 to 960000.");
        checkProblem("/stream?position=960001", 404, "Position 960001 is not retained: there are 800000 to 960000.");
        checkProblem("/stream?time=60001", 404, "Time 60001 ms is not retained: there are 50000 to 60000.");
    }

    @Test
    void refusesNonsenseWithASentence() {
        checkProblem("/stream?position=x", 400, "position is a whole number, such as 1000.");
        checkProblem("/stream?time=1e3", 400, "time is a whole number, such as 1000.");
        checkProblem("/stream?time=1&position=1", 400, "Ask for a position or for a time, not for both.");
        checkProblem("/nothing", 404, "There is no mount /nothing: see /api/mounts.");
    }

    @Test
    void hostileTitlesAreValidJson() {
        String title = "</script>\"';\\ \u2028 {} \uD83C\uDFA7 é";
        stream.title(title);
        byte[] json = server.send("GET", "/api/mounts/stream", BodyHandlers.ofByteArray())
                .body();
        assertThat(StrictJson.object(json))
                .containsEntry("title", stream.snapshot().title().text());
    }

    @Test
    void pagesOfOtherOriginsMayRead() {
        assertThat(server.get("/api/mounts").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    private void checkProblem(String path, int status, String detail) {
        HttpResponse<String> answer = server.get("/api/mounts" + path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(StrictJson.object(answer.body()))
                .containsEntry("status", (long) status)
                .containsEntry("detail", detail);
    }

    @SuppressWarnings("unchecked") // "at" is an object, or the test fails
    private Map<String, Object> at(String query) {
        return (Map<String, Object>) mount("/stream" + query).get("at");
    }

    private Map<String, Object> mount(String path) {
        HttpResponse<String> answer = server.get("/api/mounts" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StrictJson.object(answer.body());
    }
}

package icy.server.station;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.station.StationStage.Answer;
import icy.server.testing.ApiDocument;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the description says of stations is held to what is really answered. */
@Timeout(60)
class StationDescriptionTest {
    private static final String ONE = "/api/stations/{station}";
    private static final String TRACK = "{'track': '01-harbour-lights.mp3'}";

    /** What verbs are sent that need a body. */
    private static final Map<String, String> BODIES = Map.of(
            "/playlist",
            "{'tracks': ['01-harbour-lights.mp3']}",
            "/playlist/tracks",
            TRACK,
            "/queue",
            TRACK,
            "/position",
            "{'seconds': 1}",
            "/volume",
            "{'volume': 0.5}",
            "/mode",
            "{'loop': 'one'}",
            "/dj-message",
            "{'text': 'Hello'}",
            "/extras",
            "{'show': 'Breakfast'}");

    /** So that each verb fits when its turn comes. */
    private static final List<String> ORDER = List.of(
            "put /playlist",
            "post /playlist/tracks",
            "delete /playlist/tracks/{index}",
            "get /playlist",
            "post /queue",
            "get /queue",
            "delete /queue",
            "post /play",
            "post /next",
            "post /previous",
            "post /pause",
            "post /resume",
            "put /volume",
            "put /mode",
            "put /dj-message",
            "put /extras",
            "get ",
            "post /stop",
            "delete /playlist");

    @TempDir
    private Path data;

    @Test
    void answersHaveTheFieldsItDescribesAndNoOthers() throws IOException {
        try (StationStage stage = new StationStage(TestData.path("demo"), data)) {
            ApiDocument document = new ApiDocument(stage.description());
            document.check(stage.get("").body(), "Stations");
            for (String call : ORDER) {
                String method = call.substring(0, call.indexOf(' '));
                String below = call.substring(call.indexOf(' ') + 1);
                Answer answer = stage.send(
                        method.toUpperCase(Locale.ROOT),
                        "/stream" + below.replace("{index}", "0"),
                        method.equals("get") || method.equals("delete") ? "" : BODIES.getOrDefault(below, ""));
                assertThat(answer.status()).as(call).isEqualTo(200);
                document.check(answer.body(), document.schemaOf(ONE + below, method));
            }
            for (Map<String, Object> heard : stage.get("/stream/history").list()) {
                assertThat(heard).containsOnlyKeys("timestamp", "event_type", "track", "position_s", "metadata");
            }
            List<String> asked = ORDER.stream()
                    .map(call -> ONE + call.substring(call.indexOf(' ') + 1))
                    .toList();
            assertThat(document.paths().stream().filter(path -> path.startsWith(ONE)))
                    .as("what it describes is asked here, or in StationApiTest")
                    .allMatch(path -> asked.contains(path) || path.endsWith("/position") || path.endsWith("/history"));
        }
    }
}

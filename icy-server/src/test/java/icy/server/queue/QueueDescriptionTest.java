package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.queue.QueueStage.Answer;
import icy.server.testing.ApiDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the description says of queues is held to what is really answered. */
@Timeout(60)
class QueueDescriptionTest {
    private static final String ROOT = "/api/streams";

    /** So that each fits when its turn comes: what is asked, and the body where it needs one. */
    private static final List<String> CALLS = List.of(
            "post /{name} {'files': ['1.mp3', '2.mp3', '3.mp3']}",
            "post /{name}/queue {'files': ['4.mp3'], 'at': 0}",
            "put /{name}/queue/reorder {'old_index': 0, 'new_index': 2}",
            "put /{name}/queue/mode {'loop': true}",
            "delete /{name}/queue/{index}",
            "get /{name}/queue",
            "get /queues",
            "get /{name}/yoto.json",
            "get /{name}/plays",
            "get /plays",
            "put /templates/{template} {'queue': 'morning'}",
            "get /templates/{template}",
            "get /templates",
            "post /{name}/activations {'at': '2040-01-01T07:00[Europe/Berlin]', 'template': 'morning', 'every': 'day'}",
            "get /{name}/activations",
            "delete /{name}/activations/{id}",
            "post /{name}/hooks {'url': 'http://127.0.0.1:9/changed'}",
            "get /{name}/hooks",
            "delete /{name}/hooks/{id}",
            "get /export",
            "post /import {'format': 'icy-queues', 'version': 1, 'queues': [{'name': 'other', 'files': ['9.mp3']}]}",
            "delete /templates/{template}",
            "delete /{name}/queue",
            "delete /{name}");

    private static final List<String> NO_JSON = List.of("/stream.mp3", "/qr.svg", "/qr.png");

    @TempDir
    private Path folder;

    @Test
    void answersHaveTheFieldsItDescribesAndNoOthers() throws IOException {
        try (QueueStage stage = new QueueStage(folder, null).serving()) {
            ApiDocument document =
                    new ApiDocument(stage.get("/api/openapi.json").http().body());
            List<String> asked = new ArrayList<>();
            String id = "";
            for (String call : CALLS) {
                String[] parts = call.split(" ", 3);
                String path = ROOT + parts[1];
                Answer answer = stage.send(
                        parts[0].toUpperCase(Locale.ROOT),
                        path.replace("{name}", "morning")
                                .replace("{template}", "morning")
                                .replace("{index}", "0")
                                .replace("{id}", id),
                        parts.length < 3 ? "" : parts[2].replace('\'', '"'));
                assertThat(answer.status())
                        .as(call + ": " + answer.http().body())
                        .isEqualTo(200);
                document.check(answer.http().body(), document.schemaOf(path, parts[0]));
                asked.add(path);
                id = idOf(answer, id);
            }
            assertThat(document.paths().stream()
                            .filter(path -> path.startsWith(ROOT))
                            .filter(path -> NO_JSON.stream().noneMatch(path::endsWith)))
                    .allMatch(asked::contains);
        }
    }

    /** What was made, if something with an id was. */
    private static String idOf(Answer answer, String before) {
        for (String made : List.of("activation", "hook")) {
            if (answer.json().containsKey(made)) {
                return answer.object(made).get("id").toString();
            }
        }
        return before;
    }
}

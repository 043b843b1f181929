package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.mixtape.MixtapeStage.Answer;
import icy.server.testing.ApiDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the description says of mixtapes is held to what is really answered. */
class MixtapeDescriptionTest {
    private static final String ROOT = "/api/mixtapes";

    /** So that each fits when its turn comes: what is asked, and the body where it needs one. */
    private static final List<String> CALLS = List.of(
            "post /api/mixtapes {'slug': 'trains', 'title': 'Late trains', 'tracks': ['1.mp3']}",
            "put /api/mixtapes/{slug} {'title': 'Later trains', 'cover': '2.mp3', 'tracks': ['1.mp3', '2.mp3']}",
            "get /api/mixtapes/{slug}",
            "get /api/mixtapes",
            "post /api/mixtapes/{slug}/links {'seconds': 60}",
            "delete /api/mixtapes/{slug}/links",
            "delete /api/mixtapes/{slug}/cover",
            "delete /api/mixtapes/{slug}");

    @TempDir
    private Path folder;

    @Test
    void answersHaveTheFieldsItDescribesAndNoOthers() throws IOException {
        try (MixtapeStage stage = new MixtapeStage(folder)) {
            ApiDocument document =
                    new ApiDocument(stage.get("/api/openapi.json").text());
            List<String> asked = new ArrayList<>();
            for (String call : CALLS) {
                String[] parts = call.split(" ", 3);
                String path = parts[1].replace("{slug}", "trains");
                Answer answer = ask(stage, parts[0], path, parts.length < 3 ? "" : parts[2]);
                assertThat(answer.status()).as(call + ": " + answer.text()).isIn(200, 201);
                document.check(answer.text(), document.schemaOf(parts[1], parts[0]));
                asked.add(parts[1]);
            }
            assertThat(document.paths().stream().filter(path -> path.startsWith(ROOT)))
                    .allMatch(asked::contains);
        }
    }

    private static Answer ask(MixtapeStage stage, String method, String path, String body) {
        return switch (method) {
            case "post" -> stage.post(path, body);
            case "put" -> stage.put(path, body);
            case "delete" -> stage.delete(path);
            default -> stage.get(path);
        };
    }
}

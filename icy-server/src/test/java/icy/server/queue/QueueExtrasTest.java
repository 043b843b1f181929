package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.queue.QueueStage.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates, play counts, export and import. */
@Timeout(60)
class QueueExtrasTest {
    @TempDir
    private Path folder;

    private QueueStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, folder.resolve("data"));
        stage.add("vbr.mp3", "tracks/formats/vbr-v2.mp3");
        stage.add("mono.mp3", "tracks/formats/mono-64.mp3");
        stage.serving();
        stage.post("/api/streams/morning/queue", "{'files': ['1.mp3', '2.mp3']}");
        stage.put("/api/streams/morning/queue/mode", "{'loop': true}");
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void whatIsExportedCanBeImportedHoweverLongItIs() {
        String file =
                "a folder with a long name of which there are many in every collection of music of some age/%d.mp3";
        List<String> files = IntStream.range(0, QueueLimits.MOST_FILES)
                .mapToObj(file::formatted)
                .toList();
        for (String name : List.of("long", "as long")) {
            stage.queues()
                    .editOrMake(name, Precondition.NONE, "replace", queue -> queue.replace(files))
                    .join();
        }
        String export = stage.get("/api/streams/export").http().body();
        assertThat(export).hasSizeGreaterThan(2_000_000);
        stage.delete("/api/streams/long");
        stage.delete("/api/streams/as%20long");

        Answer imported = stage.send("POST", "/api/streams/import", export);

        assertThat(imported.status()).as(imported.http().body()).isEqualTo(200);
        assertThat(stage.queues().book().requireQueue("long").files()).isEqualTo(files);
        assertThat(stage.queues().book().requireQueue("as long").files()).isEqualTo(files);
    }

    @Test
    void aTemplateMakesQueuesLikeTheOneItWasMadeOf() {
        Answer saved = stage.put("/api/streams/templates/queue", "{'queue': 'morning'}");
        assertThat(saved.json()).containsEntry("message", "\"queue\" is a template of 2 files now.");
        stage.delete("/api/streams/morning");

        Answer made = stage.post("/api/streams/evening", "{'template': 'queue'}");

        assertThat(made.object("queue"))
                .containsEntry("name", "evening")
                .containsEntry("files", List.of("1.mp3", "2.mp3"))
                .containsEntry("loop", true);
        assertThat(stage.get("/api/streams/templates").json())
                .isEqualTo(Map.of("templates", List.of("queue"), "count", 1L));
        assertThat(stage.get("/api/streams/queues").json()).containsEntry("queues", List.of("evening"));
        assertThat(stage.get("/api/streams/templates/queue").json()).containsEntry("file_count", 2L);
        assertThat(stage.delete("/api/streams/templates/queue").status()).isEqualTo(200);
        assertThat(stage.post("/api/streams/evening", "{'template': 'queue'}").status())
                .isEqualTo(404);
        assertThat(stage.delete("/api/streams/templates/queue").status()).isEqualTo(404);
    }

    @Test
    void aTemplateCanBeMadeOfFilesAndIsThereAfterARestart() throws IOException {
        assertThat(stage.put("/api/streams/templates/short", "{'files': ['3.mp3']}")
                        .status())
                .isEqualTo(200);
        assertThat(stage.put("/api/streams/templates/short", "{'files': ['4.mp3']}")
                        .status())
                .isEqualTo(200);
        assertThat(stage.put("/api/streams/templates/short", "{'files': ['no.mp3']}")
                        .status())
                .isEqualTo(404);
        assertThat(stage.put("/api/streams/templates/short", "{'queue': 'none'}")
                        .status())
                .isEqualTo(404);
        stage.close();
        stage = new QueueStage(folder, folder.resolve("data")).serving();

        assertThat(stage.get("/api/streams/templates/short").json()).containsEntry("files", List.of("4.mp3"));
    }

    @Test
    void whatIsPlayedIsCounted() {
        stage.post("/api/streams/night", "{'files': ['vbr.mp3', 'mono.mp3', 'mono.mp3']}");
        stage.get("/api/streams/night/stream.mp3");
        stage.get("/api/streams/night/stream.mp3");

        Map<String, Object> plays =
                stage.get("/api/streams/night/plays?limit=1").json();

        assertThat(plays).containsEntry("name", "night").containsEntry("total_plays", 6L);
        assertThat((List<?>) plays.get("most_played"))
                .singleElement()
                .satisfies(most -> assertThat((Map<?, ?>) most)
                        .hasFieldOrPropertyWithValue("file", "mono.mp3")
                        .hasFieldOrPropertyWithValue("plays", 4L));
        assertThat(stage.get("/api/streams/plays").json()).containsEntry("total_plays", 6L);
        assertThat(stage.get("/api/streams/morning/plays").json()).containsEntry("total_plays", 0L);
        assertThat(stage.get("/api/streams/none/plays").status()).isEqualTo(404);
        assertThat(stage.get("/api/streams/plays?limit=0").status()).isEqualTo(422);

        stage.delete("/api/streams/night");
        assertThat(stage.get("/api/streams/plays").json()).containsEntry("total_plays", 0L);
    }

    @Test
    void whatIsExportedCanBeImported() throws IOException {
        stage.put("/api/streams/templates/t", "{'queue': 'morning'}");
        stage.post("/api/streams/evening", "{'files': ['3.mp3']}");
        Answer export = stage.get("/api/streams/export");
        assertThat(export.header("Content-Disposition")).contains("attachment");
        stage.delete("/api/streams/morning");
        stage.post("/api/streams/evening", "{'files': ['4.mp3']}");
        stage.post("/api/streams/other", "{'files': ['5.mp3']}");
        stage.delete("/api/streams/templates/t");
        Files.delete(stage.music().resolve("2.mp3"));

        Answer imported = stage.post("/api/streams/import", export.http().body());

        assertThat(imported.json())
                .containsEntry("message", "2 queues and 1 template are imported.")
                .containsEntry("missing", List.of("2.mp3"));
        assertThat(stage.get("/api/streams/morning/queue").json())
                .containsEntry("files", List.of("1.mp3", "2.mp3"))
                .containsEntry("loop", true)
                .containsEntry("missing", List.of("2.mp3"));
        assertThat(stage.get("/api/streams/evening/queue").json()).containsEntry("files", List.of("3.mp3"));
        assertThat(stage.get("/api/streams/other/queue").json()).containsEntry("files", List.of("5.mp3"));
        assertThat(stage.get("/api/streams/templates/t").json()).containsEntry("file_count", 2L);
        assertThat(stage.get("/api/streams/export?queue=other").json().get("queues"))
                .asString()
                .contains("5.mp3")
                .doesNotContain("1.mp3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'format': 'icy-queues', 'version': 2, 'queues': []}",
                "{'format': 'icy-queues', 'version': 1, 'queues': [{'name': 'a\\b', 'files': []}]}",
                "{'format': 'icy-queues', 'version': 1, 'queues': [{'name': 'new', 'files': ['1.mp3']}, {'files': []}]}",
                "{'format': 'icy-queues', 'version': 1, 'queues': [{'name': 'new', 'files': ['1.txt']}]}",
                "{'format': 'icy-queues', 'version': 1, 'queues': [null]}"
            })
    void whatCannotBeImportedChangesNothing(String document) {
        assertThat(stage.post("/api/streams/import", document).status()).isEqualTo(422);
        assertThat(stage.get("/api/streams/queues").json()).containsEntry("count", 1L);
    }

    @Test
    void anImportDoesNotLeadOut() {
        String document = "{'format': 'icy-queues', 'version': 1, 'queues': [{'name': 'new', 'files': ['../1.mp3']}]}";
        assertThat(stage.post("/api/streams/import", document).status()).isEqualTo(403);
    }

    @Test
    void everyChangeIsNewsOnce() {
        QueueNews news = new QueueNews();
        stage.queues().onChange(news::changed);
        stage.delete("/api/streams/morning/queue/0");
        stage.post("/api/streams/evening/queue", "{'files': ['3.mp3']}");
        stage.delete("/api/streams/morning/queue/0");
        stage.delete("/api/streams/evening");

        await().until(() -> news.newest() == 4);
        assertThat(news.after(0))
                .extracting(event -> new String(event.json(), java.nio.charset.StandardCharsets.UTF_8))
                .satisfiesExactly(
                        one -> assertThat(one)
                                .contains("\"queue\":\"morning\",\"action\":\"remove\"", "\"file_count\":0"),
                        two -> assertThat(two).contains("\"queue\":\"evening\",\"action\":\"delete\""));
        assertThat(news.after(4)).isEmpty();
    }
}

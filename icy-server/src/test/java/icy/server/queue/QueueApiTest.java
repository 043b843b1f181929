package icy.server.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.queue.QueueStage.Answer;
import icy.server.state.StateStore;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs made for dynamic queues send, and what they get. */
@Timeout(60)
class QueueApiTest {
    private static final String QUEUE = "/api/streams/morning/queue";

    @TempDir
    private Path folder;

    private QueueStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, folder.resolve("data")).serving();
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void onePostOfFilesMakesAQueue() {
        Answer made = stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3', '1.mp3']}");

        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json())
                .containsEntry("success", true)
                .containsEntry("message", "3 files added to \"morning\".");
        assertThat(made.object("queue"))
                .containsEntry("name", "morning")
                .containsEntry("files", List.of("1.mp3", "2.mp3", "1.mp3"))
                .containsEntry("file_count", 3L);
        assertThat(stage.get(QUEUE).json())
                .isEqualTo(Map.of(
                        "name",
                        "morning",
                        "files",
                        List.of("1.mp3", "2.mp3", "1.mp3"),
                        "loop",
                        false,
                        "shuffle",
                        false,
                        "file_count",
                        3L,
                        "missing",
                        List.of()));
        stage.post("/api/streams/bed time/queue".replace(" ", "%20"), "{'files': ['3.mp3']}");
        assertThat(stage.get("/api/streams/queues").json())
                .isEqualTo(Map.of("queues", List.of("morning", "bed time"), "count", 2L));
    }

    @Test
    void everyEditIsShownInItsAnswer() {
        stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3', '3.mp3']}");

        assertThat(files(stage.post(QUEUE, "{'files': ['4.mp3']}")))
                .containsExactly("1.mp3", "2.mp3", "3.mp3", "4.mp3");
        assertThat(files(stage.put(QUEUE + "/reorder", "{'old_index': 0, 'new_index': 2}")))
                .containsExactly("2.mp3", "3.mp3", "1.mp3", "4.mp3");
        assertThat(files(stage.put(QUEUE + "/reorder", "{'old_index': 3, 'new_index': 0}")))
                .containsExactly("4.mp3", "2.mp3", "3.mp3", "1.mp3");
        assertThat(files(stage.delete(QUEUE + "/1"))).containsExactly("4.mp3", "3.mp3", "1.mp3");
        assertThat(files(stage.post(QUEUE, "{'files': ['9.mp3', '8.mp3'], 'at': 1}")))
                .containsExactly("4.mp3", "9.mp3", "8.mp3", "3.mp3", "1.mp3");
        assertThat(files(stage.post("/api/streams/morning", "{'files': ['5.mp3']}")))
                .containsExactly("5.mp3");
        Answer mode = stage.put(QUEUE + "/mode", "{'loop': true}");
        assertThat(mode.object("queue")).containsEntry("loop", true).containsEntry("shuffle", false);
        assertThat(files(stage.delete(QUEUE))).isEmpty();
        assertThat(stage.delete("/api/streams/morning").json())
                .isEqualTo(Map.of("success", true, "message", "\"morning\" is deleted."));
        assertThat(stage.get(QUEUE).status()).isEqualTo(404);
    }

    @Test
    void whatIsAcknowledgedIsThereAfterARestart() throws IOException {
        stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3', '3.mp3', '4.mp3']}");
        stage.put(QUEUE + "/reorder", "{'old_index': 3, 'new_index': 1}");
        stage.put(QUEUE + "/mode", "{'loop': true, 'shuffle': true}");
        Answer before = stage.get(QUEUE);
        stage.close();

        stage = new QueueStage(folder, folder.resolve("data")).serving();

        assertThat(stage.get(QUEUE).json()).isEqualTo(before.json());
        assertThat(stage.get(QUEUE).header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(files(stage.post(QUEUE, "{'files': ['5.mp3']}")))
                .containsExactly("1.mp3", "4.mp3", "2.mp3", "3.mp3", "5.mp3");
    }

    @Test
    void missingFilesAreAllNamedAndNothingIsAdded() {
        stage.post(QUEUE, "{'files': ['1.mp3']}");

        Answer refused = stage.post(QUEUE, "{'files': ['2.mp3', 'no.mp3', 'nor this.mp3']}");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.detail()).isEqualTo("The media folders have no no.mp3, nor this.mp3: nothing was changed.");
        assertThat(stage.get(QUEUE).json()).containsEntry("file_count", 1L);
        assertThat(stage.post("/api/streams/other/queue", "{'files': ['no.mp3']}")
                        .status())
                .isEqualTo(404);
        assertThat(stage.get("/api/streams/other/queue").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.mp3", "/etc/passwd", "a/../../secret.mp3", "..\\\\secret.mp3", "link/secret.mp3"})
    void noNameLeadsOut(String name) throws IOException {
        Files.createDirectories(folder.resolve("elsewhere"));
        Files.write(folder.resolve("secret.mp3"), new byte[10]);
        Files.write(folder.resolve("elsewhere/secret.mp3"), new byte[10]);
        Files.createSymbolicLink(stage.music().resolve("link"), folder.resolve("elsewhere"));

        Answer refused = stage.post(QUEUE, "{'files': ['1.mp3', '%s']}".formatted(name));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).endsWith("leads out of the media folders: nothing was changed.");
        assertThat(stage.get(QUEUE).status()).isEqualTo(404);
    }

    @Test
    void onlyMp3sCanBeQueued() throws IOException {
        Files.writeString(stage.music().resolve("notes.txt"), "x");

        Answer refused = stage.post(QUEUE, "{'files': ['notes.txt']}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).startsWith("\"notes.txt\" is no music, going by its name: MP3, FLAC,");
    }

    @Test
    void filesThatVanishAreTold() throws IOException {
        stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3']}");
        Files.delete(stage.music().resolve("2.mp3"));

        assertThat(stage.get(QUEUE).json()).containsEntry("missing", List.of("2.mp3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | queue | files=1.mp3 | 400 | The body is no JSON",
                "POST | queue | '' | 400 | The body is empty",
                "POST | queue | [1, 2] | 422 | another shape",
                "POST | queue | null | 422 | another shape",
                "POST | queue | {\"files\": [] | 400 | no JSON",
                "POST | queue | {\"files\": []} | 422 | Name at least one file",
                "POST | queue | {} | 422 | Name at least one file",
                "POST | queue | {\"files\": [\"\"]} | 422 | A file's name has",
                "POST | queue | {\"files\": [null]} | 422 | A file's name has",
                "PUT | queue/reorder | {\"old_index\": 0} | 422 | Say new_index",
                "PUT | queue/reorder | {\"old_index\": 0, \"new_index\": 3} | 400 | There is no new_index 3: the queue has 3 files, 0 to 2.",
                "PUT | queue/reorder | {\"old_index\": -1, \"new_index\": 1} | 400 | There is no old_index -1",
                "DELETE | queue/3 | '' | 400 | There is no index 3: the queue has 3 files, 0 to 2.",
                "DELETE | queue/-1 | '' | 400 | There is no index -1",
                "DELETE | queue/first | '' | 422 | An index is a whole number"
            })
    void whatIsWrongIsSaid(String method, String path, String body, int status, String sentence) {
        stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3', '3.mp3']}");

        String url = "/api/streams/morning/" + path;
        Answer answer = switch (method) {
            case "POST" -> stage.post(url, body);
            case "PUT" -> stage.put(url, body);
            default -> stage.delete(url);
        };

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.detail()).contains(sentence);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(stage.get(QUEUE).json()).containsEntry("file_count", 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%5Cb", "a%2Fb", "a%0Ab", "a%22b", "%20a", "templates", "queues", "import", "a%00b"})
    void namesThatCannotBeAreRefused(String name) {
        Answer refused = stage.post("/api/streams/" + name + "/queue", "{'files': ['1.mp3']}");

        assertThat(refused.status()).isIn(400, 403, 404, 422);
        assertThat(stage.get("/api/streams/queues").json()).containsEntry("count", 0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "morning",
                "Bed-time_2.0",
                "%C3%9Cbung",
                "a%20b",
                "Rock%20%26%20Roll",
                "kids'%20songs",
                "mix+1",
                "a:b"
            })
    void otherNamesAreTaken(String name) {
        assertThat(stage.post("/api/streams/" + name + "/queue", "{'files': ['1.mp3']}")
                        .status())
                .isEqualTo(200);
        assertThat(stage.get("/api/streams/" + name + "/queue").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/streams/a/queue", "/api/streams/a", "/api/streams/import", "/api/streams/a/hooks"})
    void aBodyThatSaysNothingIsRefusedWithASentence(String path) {
        Answer refused = stage.post(path, "null");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).startsWith("The body is JSON of another shape than ");
    }

    @Test
    void bracketsWithoutEndAreNoJson() {
        Answer refused = stage.post(QUEUE, "[".repeat(500_000));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.detail()).startsWith("The body is no JSON");
    }

    @Test
    void whatIsNotInUtf8IsNotKeptAsSomethingElse() throws IOException {
        String body = "{\"files\": [\"\u00fc.mp3\"]}";
        String request = "POST %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(QUEUE, body.length(), body);
        String answer;
        try (Socket client = stage.http().connect()) {
            client.getOutputStream().write(request.getBytes(ISO_8859_1));
            answer = new String(client.getInputStream().readAllBytes(), UTF_8);
        }

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("The body is not in UTF-8");
    }

    @Test
    void unknownQueuesAreNotEdited() {
        assertThat(stage.delete("/api/streams/x/queue/0").status()).isEqualTo(404);
        assertThat(stage.delete("/api/streams/x/queue").status()).isEqualTo(404);
        assertThat(stage.delete("/api/streams/x").status()).isEqualTo(404);
        assertThat(stage.put("/api/streams/x/queue/reorder", "{'old_index': 0, 'new_index': 0}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void twoEditorsCannotOverwriteEachOther() {
        String seen = stage.post(QUEUE, "{'files': ['1.mp3', '2.mp3']}").header("ETag");
        String next = stage.delete(QUEUE + "/0", "If-Match", seen).header("ETag");

        Answer late = stage.delete(QUEUE + "/0", "If-Match", seen);

        assertThat(late.status()).isEqualTo(412);
        assertThat(late.header("ETag")).isEqualTo(next);
        assertThat(late.detail()).contains("somebody else has edited the queue");
        assertThat(files(stage.post(QUEUE, "{'files': ['3.mp3']}"))).containsExactly("2.mp3", "3.mp3");
        assertThat(stage.delete(
                                QUEUE + "/0",
                                "If-Match",
                                "\"0\", " + stage.get(QUEUE).header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(stage.delete("/api/streams/none/queue", "If-Match", "*").status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , "})
    void aConditionThatSaysNothingIsNoConsent(String tags) {
        stage.post(QUEUE, "{'files': ['1.mp3']}");

        assertThat(stage.delete(QUEUE, "If-Match", tags).status()).isEqualTo(400);
        assertThat(stage.post("/api/streams/import", "{}", "If-Match", "\"1\"").status())
                .isEqualTo(422);
        assertThat(stage.get(QUEUE).json()).containsEntry("files", List.of("1.mp3"));
    }

    @Test
    void whatIsMissingIsToldToWhoHasTheSameVersion() throws IOException {
        stage.post(QUEUE, "{'files': ['1.mp3']}");

        Answer again = stage.get(QUEUE, "If-None-Match", stage.get(QUEUE).header("ETag"));

        assertThat(again.status()).isEqualTo(200); // the version says nothing of what the disk has now
    }

    @Test
    void anIndexOfTenDigitsIsOutOfRange() {
        stage.post(QUEUE, "{'files': ['1.mp3']}");

        assertThat(stage.delete(QUEUE + "/9999999999").status()).isEqualTo(400);
    }

    @Test
    void aDeletedQueueComesBackAsAnother() {
        String old = stage.post(QUEUE, "{'files': ['1.mp3']}").header("ETag");
        stage.delete("/api/streams/morning");

        assertThat(stage.post(QUEUE, "{'files': ['1.mp3']}").header("ETag")).isNotEqualTo(old);
    }

    @Test
    void noEditOfManyAtOnceIsLost() {
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        IntStream.range(0, 200)
                .forEach(n -> answers.add(CompletableFuture.supplyAsync(() ->
                        files(stage.post(QUEUE, "{'files': ['%d.mp3']}".formatted(n % 9 + 1))))));

        List<Integer> lengths =
                answers.stream().map(each -> each.join().size()).sorted().toList();

        assertThat(lengths).isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void strangersMayReadAndNotWrite() {
        stage.post(QUEUE, "{'files': ['1.mp3']}");
        String[] elsewhere = {"X-Forwarded-For", "192.0.2.1"};

        assertThat(stage.get(QUEUE, elsewhere).status()).isEqualTo(200);
        assertThat(stage.post(QUEUE, "{'files': ['1.mp3']}", elsewhere).status())
                .isEqualTo(401);
        assertThat(stage.delete("/api/streams/morning", elsewhere).status()).isEqualTo(401);
        assertThat(stage.delete("/api/streams/morning", "Sec-Fetch-Site", "cross-site")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aQueueHasAMost() {
        String hundred = "{'files': ['1.mp3'" + ", '1.mp3'".repeat(4999) + "]}";
        assertThat(stage.post(QUEUE, hundred).status()).isEqualTo(200);
        assertThat(stage.post(QUEUE, hundred).status()).isEqualTo(200);

        Answer refused = stage.post(QUEUE, "{'files': ['1.mp3']}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).contains("10001 files in the queue; at most 10000 can be kept");
    }

    @Test
    void aBackupTakesThePlaceOfAllQueues() throws Exception {
        stage.post(QUEUE, "{'files': ['1.mp3']}");
        stage.store().backup(folder.resolve("backup.db"));
        String later = stage.post(QUEUE, "{'files': ['2.mp3']}").header("ETag");

        stage.store().restore(folder.resolve("backup.db")).get();

        assertThat(files(stage.post(QUEUE, "{'files': ['3.mp3']}"))).containsExactly("1.mp3", "3.mp3");
        assertThat(Long.parseLong(stage.get(QUEUE).header("ETag").replace("\"", "")))
                .isGreaterThan(Long.parseLong(later.replace("\"", "")));
    }

    @Test
    void noTagComesTwiceAfterABackupWasRestoredWhileTheServerStood() throws Exception {
        stage.post(QUEUE, "{'files': ['1.mp3']}");
        Path kept = Files.createDirectory(folder.resolve("kept"));
        stage.store().backup(kept.resolve("state.db"));
        String later = stage.post(QUEUE, "{'files': ['2.mp3']}").header("ETag");

        try (StateStore restored = StateStore.open(kept)) {
            Clock aSecondOn = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(1));
            NamedQueue edited = new Queues(restored, aSecondOn)
                    .edit("morning", Precondition.NONE, "edit", queue -> queue.append(List.of("3.mp3")))
                    .get();

            assertThat(Precondition.tag(edited)).isNotEqualTo(later);
            assertThat(edited.revision()).isGreaterThan(Long.parseLong(later.replace("\"", "")));
        }
    }

    @SuppressWarnings("unchecked") // another shape fails the test
    private static List<String> files(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return (List<String>) answer.object("queue").get("files");
    }
}

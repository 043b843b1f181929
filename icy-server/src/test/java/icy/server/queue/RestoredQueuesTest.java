package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues after a backup has taken the place of all, and after rows that cannot be read. */
@Timeout(60)
class RestoredQueuesTest {
    private static final Clock BEFORE = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Clock AFTER = Clock.fixed(Instant.parse("2026-01-03T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private QueueStage stage;
    private Path backup;

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, folder.resolve("data")).at(BEFORE).serving();
        stage.post("/api/streams/morning", "{'files': ['1.mp3']}");
        stage.post("/api/streams/other", "{'files': ['9.mp3']}");
        stage.post("/api/streams/morning/activations", "{'at': '2026-01-02T07:00Z', 'from': 'other'}");
        stage.post("/api/streams/morning/activations", "{'at': '2026-01-02T08:00Z', 'from': 'other', 'every': 'day'}");
        backup = folder.resolve("backup");
        stage.store().backup(backup);
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void allAreToldAndWhatWasDueSinceIsNotDoneAgain() {
        List<Queues.Change> told = new CopyOnWriteArrayList<>();
        stage.post("/api/streams/morning", "{'files': ['2.mp3']}");
        stage.queues().onChange(told::add);
        stage.at(AFTER);

        stage.store().restore(backup).join();

        await().until(() -> told.size() == 1);
        assertThat(told.get(0).action()).isEqualTo("restore");
        assertThat(told.get(0).queues()).contains("morning", "other");
        List<Activation> left = stage.queues().book().activations();
        assertThat(left).hasSize(1);
        assertThat(left.get(0).due()).isEqualTo("2026-01-03T08:00:00Z");
        assertThat(stage.get("/api/streams/morning/queue").json()).containsEntry("files", List.of("1.mp3"));
    }

    @Test
    void aChangeThatWaitedMeanwhileHasARevisionThatNoneHadBefore() {
        for (int i = 0; i < 9; i++) {
            stage.post("/api/streams/morning/queue", "{'files': ['2.mp3']}");
        }
        long newest = stage.queues().book().revision();

        CompletableFuture<?> restored = stage.store().restore(backup);
        NamedQueue edited = stage.queues()
                .edit("morning", Precondition.NONE, "append", queue -> queue.append(List.of("3.mp3")))
                .join();

        assertThat(restored).isCompleted();
        assertThat(edited.revision()).isGreaterThan(newest);
        assertThat(edited.files()).containsExactly("1.mp3", "3.mp3");
    }

    @Test
    void aRowThatCannotBeReadTakesNothingElseAway() throws IOException {
        stage.store()
                .write(handle -> handle.execute("update queue_activation set zone = 'Mars/Base' where every = 'day'"))
                .join();
        stage.close();

        stage = new QueueStage(folder, folder.resolve("data")).at(BEFORE).serving();

        assertThat(stage.get("/api/streams/morning/queue").status()).isEqualTo(200);
        assertThat(stage.get("/api/streams/morning/activations").json()).containsEntry("count", 1L);
    }

    @Test
    void queuesThatCouldNotBeReadAreReadWhenTheyCan() throws IOException {
        stage.store()
                .write(handle -> handle.execute("alter table queue_revision rename to away"))
                .join();
        Queues queues = new Queues(stage.store(), BEFORE);
        await().until(() -> queues.whyUnread().orElse("").startsWith("The queues cannot be read: "));

        stage.store()
                .write(handle -> handle.execute("alter table away rename to queue_revision"))
                .join();

        await().until(() -> queues.whyUnread().isEmpty());
        assertThat(queues.book().queues()).containsKey("morning");
    }
}

package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import icy.server.http.HttpError;
import icy.server.queue.Activation.Every;
import icy.server.queue.Activation.Moment;
import icy.server.queue.QueueStage.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue takes another's place when clocks on the wall show the time that was set. */
@Timeout(60)
class ActivationTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T07:00[Europe/Berlin], , 2026-07-01T05:00:00Z",
        "2026-12-01T07:00[Europe/Berlin], , 2026-12-01T06:00:00Z",
        "2026-07-01T07:00:30+02:00, , 2026-07-01T05:00:30Z",
        "2026-07-01T07:00:30Z, , 2026-07-01T07:00:30Z",
        "2026-07-01T07:00+02:00[Europe/Berlin], , 2026-07-01T05:00:00Z",
        "2026-07-01T07:00, America/New_York, 2026-07-01T11:00:00Z",
        "2026-03-29T02:30[Europe/Berlin], , 2026-03-29T01:30:00Z", // clocks skip it: an hour later, 03:30
        "2026-10-25T02:30[Europe/Berlin], , 2026-10-25T00:30:00Z", // clocks show it twice: the first
        "2026-10-25T02:30+01:00[Europe/Berlin], , 2026-10-25T01:30:00Z", // the second
    })
    void timesAreThoseOfTheirZone(String at, String zone, Instant meant) {
        assertThat(Moment.parse(at, zone).instant()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2026-07-01T07:00",
                "2026-07-01",
                "2026-07-01T07:00[Mars/Base]",
                "2026-07-01T07:00+05:00[Europe/Berlin]", // clocks show no such offset there
                "2026-13-01T07:00Z",
                "["
            })
    void otherTimesAreRefused(String at) {
        assertThatThrownBy(() -> Moment.parse(at, null)).isInstanceOf(HttpError.class);
    }

    @Test
    void everyDayIsTheSameTimeOnTheWallThroughTheYear() {
        Activation daily = Activation.of(
                1, "q", false, "s", Moment.parse("2026-03-27T07:00[Europe/Berlin]", null), Every.DAY, LONG_AGO);

        for (int day = 0; day < 300; day++) {
            assertThat(daily.due().atZone(ZoneId.of("Europe/Berlin")).toLocalDateTime())
                    .isEqualTo(daily.local().plusDays(day));
            daily = daily.after(daily.due());
        }
    }

    @Test
    void everyWeekComesOnTheSameDayAndWhatWasMissedComesOnce() {
        Activation weekly =
                Activation.of(1, "q", false, "s", Moment.parse("2026-01-05T07:00Z", null), Every.WEEK, LONG_AGO);

        Activation next = weekly.after(Instant.parse("2027-06-09T12:00:00Z")); // a Wednesday

        assertThat(next.due()).isEqualTo("2027-06-14T07:00:00Z");
        assertThat(weekly.after(Instant.parse("2026-01-05T07:00:00Z")).due()).isEqualTo("2026-01-12T07:00:00Z");
    }

    @Test
    void aQueueTakesAnothersPlaceAtItsTimeAfterARestartToo() throws Exception {
        try (QueueStage stage = stage(Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
            stage.post("/api/streams/morning", "{'files': ['1.mp3']}");
            stage.post("/api/streams/breakfast", "{'files': ['2.mp3', '3.mp3']}");
            stage.put("/api/streams/templates/rest", "{'files': ['4.mp3']}");
            Answer added = stage.post(
                    "/api/streams/morning/activations",
                    "{'at': '2026-07-01T07:00[Europe/Berlin]', 'from': 'breakfast'}");
            assertThat(added.object("activation"))
                    .containsEntry("queue", "morning")
                    .containsEntry("from", "breakfast")
                    .containsEntry("at", "2026-07-01T07:00")
                    .containsEntry("zone", "Europe/Berlin")
                    .containsEntry("every", "once")
                    .containsEntry("next_at", "2026-07-01T07:00+02:00");
            assertThat(stage.post(
                                    "/api/streams/night/activations",
                                    "{'at': '2026-06-30T22:00', 'zone': 'Europe/Berlin', 'template': 'rest', 'every': 'day'}")
                            .status())
                    .isEqualTo(200);
        }
        try (QueueStage stage = stage(Clock.systemUTC())) {
            ActivationClock clock = new ActivationClock(
                    stage.queues(), Clock.fixed(Instant.parse("2026-07-01T04:59:59Z"), ZoneOffset.UTC));
            stage.queues().book();
            clock.check();
            await().until(() -> stage.get("/api/streams/night/queue").status() == 200); // it was late already
            assertThat(files(stage, "night")).containsExactly("4.mp3");
            assertThat(files(stage, "morning")).containsExactly("1.mp3");
            stage.delete("/api/streams/night");

            new ActivationClock(stage.queues(), Clock.fixed(Instant.parse("2026-07-01T05:00:00Z"), ZoneOffset.UTC))
                    .check();

            await().until(() -> files(stage, "morning").size() == 2);
            assertThat(files(stage, "morning")).containsExactly("2.mp3", "3.mp3");
            assertThat(stage.get("/api/streams/morning/activations").json()).containsEntry("count", 0L);
            assertThat(stage.get("/api/streams/night/activations").json()).containsEntry("count", 0L); // gone with it
        }
    }

    @Test
    void whatWasMissedIsMadeUpForInTheOrderOfTime() throws Exception {
        try (QueueStage stage = stage(Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
            stage.post("/api/streams/breakfast", "{'files': ['1.mp3']}");
            stage.post("/api/streams/evening", "{'files': ['2.mp3']}");
            stage.post("/api/streams/night", "{'files': ['3.mp3']}");
            String activations = "/api/streams/morning/activations";
            stage.post(activations, "{'at': '2026-01-02T07:00Z', 'from': 'breakfast', 'every': 'day'}");
            stage.post(activations, "{'at': '2026-01-02T20:00Z', 'from': 'evening', 'every': 'day'}");
            stage.post(activations, "{'at': '2026-01-04T05:00Z', 'from': 'night'}");

            new ActivationClock(stage.queues(), Clock.fixed(Instant.parse("2026-01-04T08:00:00Z"), ZoneOffset.UTC))
                    .check(); // as if the server had been down since

            await().until(() -> stage.get("/api/streams/morning/queue").status() == 200);
            assertThat(files(stage, "morning")).containsExactly("1.mp3");
        }
    }

    @Test
    void oneThatThereIsNoRoomForKeepsNoOtherAway() throws Exception {
        try (QueueStage stage = stage(Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
            stage.post("/api/streams/breakfast", "{'files': ['1.mp3']}");
            stage.post("/api/streams/morning", "{'files': ['2.mp3']}");
            stage.post("/api/streams/new/activations", "{'at': '2026-01-02T07:00Z', 'from': 'breakfast'}");
            stage.post("/api/streams/morning/activations", "{'at': '2026-01-02T07:00Z', 'from': 'breakfast'}");
            stage.queues()
                    .change("import", (book, revision) -> {
                        QueueBook full = book;
                        for (int i = book.queues().size(); i < QueueLimits.MOST_QUEUES; i++) {
                            full = full.withQueue(NamedQueue.empty("q" + i).revised(revision));
                        }
                        return full;
                    })
                    .join();

            new ActivationClock(stage.queues(), Clock.fixed(Instant.parse("2026-01-02T08:00:00Z"), ZoneOffset.UTC))
                    .check();

            await().until(() -> files(stage, "morning").equals(List.of("1.mp3")));
            assertThat(stage.get("/api/streams/new/queue").status()).isEqualTo(404);
            assertThat(stage.get("/api/streams/new/activations").json()).containsEntry("count", 0L);
        }
    }

    @Test
    void whatIsRepeatedStays() throws Exception {
        try (QueueStage stage = stage(Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
            stage.put("/api/streams/templates/rest", "{'files': ['4.mp3']}");
            stage.post(
                    "/api/streams/night/activations",
                    "{'at': '2026-01-02T22:00Z', 'template': 'rest', 'every': 'week'}");

            new ActivationClock(stage.queues(), Clock.fixed(Instant.parse("2026-01-02T22:00:01Z"), ZoneOffset.UTC))
                    .check();

            await().until(() -> stage.get("/api/streams/night/queue").status() == 200);
            List<?> all =
                    (List<?>) stage.get("/api/streams/night/activations").json().get("activations");
            assertThat(((Map<?, ?>) all.get(0)).get("next_at")).isEqualTo("2026-01-09T22:00Z");
            Object id = ((Map<?, ?>) all.get(0)).get("id");
            assertThat(stage.delete("/api/streams/night/activations/" + id).status())
                    .isEqualTo(200);
            assertThat(stage.delete("/api/streams/night/activations/" + id).status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'from': 'morning'}",
                "{'at': '2026-07-01T07:00Z'}",
                "{'at': '2026-07-01T07:00Z', 'from': 'morning', 'template': 'rest'}",
                "{'at': '2026-07-01T07:00Z', 'from': 'morning', 'every': 'hour'}",
                "{'at': '2025-07-01T07:00Z', 'from': 'morning'}",
                "{'at': '+999999999-01-01T00:00Z', 'from': 'morning'}",
                "{'at': '-999999999-01-01T00:00', 'zone': 'Europe/Berlin', 'from': 'morning', 'every': 'day'}"
            })
    void whatIsNotSaidWellIsRefused(String wanted) throws Exception {
        try (QueueStage stage = stage(Clock.fixed(LONG_AGO, ZoneOffset.UTC))) {
            stage.post("/api/streams/morning", "{'files': ['1.mp3']}");
            assertThat(stage.post("/api/streams/morning/activations", wanted).status())
                    .isEqualTo(422);
            assertThat(stage.post("/api/streams/morning/activations", "{'at': '2026-07-01T07:00Z', 'from': 'nothing'}")
                            .status())
                    .isEqualTo(404);
        }
    }

    private QueueStage stage(Clock clock) throws IOException {
        return new QueueStage(folder, folder.resolve("data")).at(clock).serving();
    }

    @SuppressWarnings("unchecked") // another shape fails the test
    private static List<String> files(QueueStage stage, String queue) {
        return (List<String>)
                stage.get("/api/streams/" + queue + "/queue").json().get("files");
    }
}

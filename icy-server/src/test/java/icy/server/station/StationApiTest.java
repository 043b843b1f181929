package icy.server.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import icy.server.config.MixedPolicy;
import icy.server.config.MountConfig;
import icy.server.config.PlayoutConfig;
import icy.server.station.StationStage.Answer;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of a station over HTTP, and what a restart leaves of them. */
@Timeout(60)
class StationApiTest {
    private static final String ONE = "/stream";

    @TempDir
    private Path folder;

    private Path music;
    private StationStage stage;

    @BeforeEach
    void start() throws IOException {
        music = Files.createDirectory(folder.resolve("music"));
        for (String name : List.of("a", "b", "c", "d")) {
            Files.copy(TestData.path("demo").resolve("01-harbour-lights.mp3"), music.resolve(name + ".mp3"));
        }
        open();
    }

    private void open() throws IOException {
        Path asTyped = Path.of("").toAbsolutePath().relativize(music); // people name folders from where they are
        stage = new StationStage(music, folder.resolve("data"), MountConfig.of("/stream", asTyped));
        awaitTrack("a.mp3", "b.mp3", "c.mp3", "d.mp3");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void aStationTellsWhatItPlays() {
        Answer one = stage.get(ONE);

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.json())
                .containsEntry("id", "stream")
                .containsEntry("mount", "/stream")
                .containsEntry("state", "playing")
                .containsEntry("index", 0L)
                .containsEntry("shuffle", false)
                .containsEntry("loop", "all")
                .containsEntry("playlist", "config")
                .containsEntry("track_count", 4L)
                .containsEntry("extras", Map.of());
        assertThat(one.at("track", "path")).isEqualTo("a.mp3");
        assertThat((String) one.at("track", "url")).endsWith("/play/a.mp3");
        assertThat(stage.get("").at("count")).isEqualTo(1L);
        assertThat(stage.get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void nextAndPreviousGoThroughThePlaylistAndRound() {
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("b.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("c.mp3");
        assertThat(stage.post(ONE + "/previous", "").at("track", "path")).isEqualTo("b.mp3");
        assertThat(stage.post(ONE + "/play", "{'track': 0}").at("track", "path"))
                .isEqualTo("a.mp3");
        assertThat(stage.post(ONE + "/previous", "").at("track", "path")).isEqualTo("d.mp3");
        awaitTrack("d.mp3");
        assertThat(stage.post(ONE + "/play", "").at("track", "path")).isEqualTo("a.mp3");
        assertThat(stage.post(ONE + "/play", "{'track': 'c.mp3'}").at("index")).isEqualTo(2L);
    }

    @Test
    void aVerbThatDoesNotFitIsRefusedWithTheState() {
        assertThat(stage.post(ONE + "/resume", "").status()).isEqualTo(409);
        assertThat(stage.post(ONE + "/pause", "").at("state")).isEqualTo("paused");
        Answer again = stage.post(ONE + "/pause", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat((String) again.at("detail")).contains("paused");
        assertThat(stage.post(ONE + "/resume", "").at("state")).isEqualTo("playing");
        Answer stopped = stage.post(ONE + "/stop", "");
        assertThat(stopped.at("state")).isEqualTo("stopped");
        assertThat(stopped.json()).containsEntry("track", null).containsEntry("position_s", 0L);
        assertThat(stage.put(ONE + "/position", "{'seconds': 1}").status()).isEqualTo(409);
        assertThat(stage.post(ONE + "/play", "").at("state")).isEqualTo("playing");
        awaitTrack("b.mp3");
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        await().until(() -> stage.get(ONE).number("duration_s") > 0);
        assertThat(stage.put(ONE + "/volume", "{'volume': 1.1}").status()).isEqualTo(422);
        assertThat(stage.put(ONE + "/volume", "{}").status()).isEqualTo(422);
        assertThat(stage.put(ONE + "/position", "{'seconds': 100000}").status()).isEqualTo(422);
        assertThat(stage.put(ONE + "/position", "{'seconds': -1}").status()).isEqualTo(422);
        assertThat(stage.put(ONE + "/mode", "{'loop': 'twice'}").status()).isEqualTo(422);
        assertThat(stage.post(ONE + "/play", "{'index': 99}").status()).isEqualTo(422);
        assertThat(stage.post(ONE + "/play", "{'track': 99}").status()).isEqualTo(422);
        assertThat(stage.post(ONE + "/play", "{'track': 'x.mp3'}").status()).isEqualTo(404);
        assertThat(stage.post(ONE + "/play", "{'track': '../x.mp3'}").status()).isEqualTo(403);
        assertThat(stage.put(ONE + "/playlist", "{'tracks': [").status()).isEqualTo(400);
        assertThat(stage.put(ONE + "/extras", "[1]").status()).isEqualTo(422);
        Answer rate = stage.put(ONE + "/rate", "{'rate': 2}");
        assertThat(rate.status()).isEqualTo(422);
        assertThat((String) rate.at("detail")).contains("one clock");
        assertThat(stage.get(ONE + "/history?limit=0").status()).isEqualTo(422);
    }

    @Test
    void aPlaylistOfItsOwnIsPlayedAfterThePresentTrackUntilItIsTakenAway() {
        Answer loaded = stage.put(ONE + "/playlist", "{'tracks': ['d.mp3', 'c.mp3']}");
        assertThat(loaded.status()).isEqualTo(200);
        assertThat(loaded.paths()).containsExactly("d.mp3", "c.mp3");
        assertThat(loaded.json()).containsEntry("track_count", 2L).containsEntry("current_index", -1L);
        assertThat(stage.get(ONE).at("track", "path")).isEqualTo("a.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("d.mp3");
        assertThat(stage.post(ONE + "/playlist/tracks", "{'track': 'b.mp3', 'at': 1}")
                        .paths())
                .containsExactly("d.mp3", "b.mp3", "c.mp3");
        assertThat(stage.post(ONE + "/playlist/tracks", "{'track': 0}").paths())
                .containsExactly("d.mp3", "b.mp3", "c.mp3", "d.mp3");
        assertThat(stage.delete(ONE + "/playlist/tracks/2").paths()).containsExactly("d.mp3", "b.mp3", "d.mp3");
        assertThat(stage.delete(ONE + "/playlist/tracks/7").status()).isEqualTo(422);
        assertThat(stage.get(ONE + "/playlist").at("current_track", "path")).isEqualTo("d.mp3");
        assertThat(stage.put(ONE + "/playlist", "{'tracks': [1, 'c.mp3', 0]}").paths())
                .containsExactly("b.mp3", "c.mp3", "d.mp3");
        assertThat(stage.put(ONE + "/playlist", "{'tracks': [3]}").status()).isEqualTo(422);
        assertThat(stage.delete(ONE + "/playlist").paths()).containsExactly("a.mp3", "b.mp3", "c.mp3", "d.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("a.mp3");
    }

    @Test
    void theQueueComesBeforeThePlaylistGoesOn() {
        assertThat(stage.post(ONE + "/queue", "{'track': 'd.mp3'}").paths()).containsExactly("d.mp3");
        assertThat(stage.post(ONE + "/queue", "{'track': 'c.mp3'}").paths()).containsExactly("d.mp3", "c.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("d.mp3");
        assertThat(stage.get(ONE + "/queue").paths()).containsExactly("c.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("c.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("b.mp3");
        stage.post(ONE + "/queue", "{'track': 'd.mp3'}");
        assertThat(stage.delete(ONE + "/queue").paths()).isEmpty();
    }

    @Test
    void twoEditorsCannotOverwriteEachOther() {
        Answer seen = stage.put(ONE + "/playlist", "{'tracks': ['a.mp3']}");
        String tag = stage.get(ONE + "/playlist").header("ETag");
        assertThat(tag).isEqualTo(seen.header("ETag"));
        assertThat(stage.post(ONE + "/playlist/tracks", "{'track': 'b.mp3'}", "If-Match", tag)
                        .status())
                .isEqualTo(200);
        assertThat(stage.put(ONE + "/playlist", "{'tracks': []}", "If-Match", tag)
                        .status())
                .isEqualTo(412);
        assertThat(stage.delete(ONE + "/queue", "If-Match", "\"other\"").status())
                .isEqualTo(412);
        assertThat(stage.get(ONE + "/playlist").paths()).containsExactly("a.mp3", "b.mp3");
    }

    @Test
    void whoAsksWhetherAPlaylistHasChangedIsToldWhatPlaysOfIt() {
        Answer before = stage.get(ONE + "/playlist");
        stage.post(ONE + "/play", "{'index': 2}");

        Answer after = stage.send("GET", ONE + "/playlist", "", "If-None-Match", before.header("ETag"));

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.at("current_index")).isEqualTo(2L);
        assertThat(stage.post(
                                ONE + "/playlist/tracks",
                                "{'track': 'b.mp3'}",
                                "If-Match",
                                "\"x\", W/" + after.header("ETag"))
                        .status())
                .as("a tag that a proxy has weakened")
                .isEqualTo(200);
    }

    @Test
    void aMessageTakesThePlaceOfTheTitleForSomeSeconds() {
        String title = title();
        assertThat(stage.put(ONE + "/dj-message", "{'text': 'Good morning!', 'seconds': 1}")
                        .at("dj_message"))
                .isEqualTo("Good morning!");
        assertThat(title()).isEqualTo("Good morning!");
        await().until(() -> title().equals(title));
        assertThat(stage.get(ONE).at("dj_message")).isEqualTo("");
        assertThat(stage.put(ONE + "/dj-message", "{'text': 'x', 'seconds': 0}").status())
                .isEqualTo(422);
    }

    @Test
    void historyTellsWhatWasHeardTheNewestLast() {
        stage.post(ONE + "/next", "");
        awaitTrack("b.mp3");
        stage.post(ONE + "/pause", "");
        Answer history = stage.get(ONE + "/history?limit=3");
        assertThat(history.list()).extracting("event_type").containsExactly("skip", "play_start", "pause");
        assertThat(history.list()).extracting("track").containsExactly("a.mp3", "b.mp3", "b.mp3");
        assertThat((String) history.list().get(0).get("timestamp")).startsWith("20");
    }

    @Test
    void everyActionIsAnEvent() throws IOException {
        try (StationStage.Events events = stage.events("?station=stream")) {
            assertThat(events.next("state")).containsKey("mounts");
            stage.post(ONE + "/queue", "{'track': 'd.mp3'}");
            assertThat(events.next("queue")).containsEntry("station", "stream").containsEntry("track", "a.mp3");
            stage.post(ONE + "/next", "");
            assertThat(events.next("skip")).containsEntry("track", "a.mp3");
            Map<String, Object> play = events.next("play");
            assertThat(play).containsEntry("track", "d.mp3").containsEntry("event_type", "play_start");
            assertThat((Long) play.get("stream_position")).isPositive();
            stage.put(ONE + "/position", "{'seconds': 7}");
            assertThat((Double) events.next("seek").get("position_s")).isBetween(6.9, 7.1);
            stage.post(ONE + "/pause", "");
            assertThat((String) events.next("pause").get("timestamp")).startsWith("20");
            stage.post(ONE + "/resume", "");
            events.next("resume");
            stage.put(ONE + "/volume", "{'volume': 0.5}");
            assertThat(events.next("volume")).containsEntry("volume", 0.5);
            stage.put(ONE + "/mode", "{'shuffle': true}");
            assertThat(events.next("mode")).containsEntry("shuffle", true).containsEntry("loop", "all");
            stage.put(ONE + "/dj-message", "{'text': 'Hello'}");
            assertThat(events.next("dj_message")).containsEntry("dj_message", "Hello");
            stage.put(ONE + "/extras", "{'show': 'Breakfast'}");
            assertThat(events.next("extras")).containsEntry("extras", Map.of("show", "Breakfast"));
            stage.put(ONE + "/playlist", "{'tracks': ['b.mp3']}");
            events.next("playlist");
            stage.post(ONE + "/stop", "");
            events.next("stop");
        }
    }

    @Test
    void aRestartGoesOnWithTheSameTrackWhereItStoodAndWithItsQueue() throws IOException {
        stage.put(ONE + "/playlist", "{'tracks': ['d.mp3', 'c.mp3', 'b.mp3']}");
        stage.post(ONE + "/play", "{'track': 1}");
        awaitTrack("c.mp3");
        stage.post(ONE + "/queue", "{'track': 'a.mp3'}");
        stage.put(ONE + "/volume", "{'volume': 0.5}");
        stage.put(ONE + "/mode", "{'loop': 'one'}");
        stage.put(ONE + "/extras", "{'show': {'name': 'Breakfast', 'number': 7}}");
        stage.put(ONE + "/position", "{'seconds': 5}");
        await().until(() -> stage.get(ONE).number("position_s") >= 5);
        stage.close();
        open();

        Answer after = stage.get(ONE);
        assertThat(after.at("track", "path")).isEqualTo("c.mp3");
        assertThat(after.number("position_s")).isGreaterThanOrEqualTo(5);
        assertThat(after.json())
                .containsEntry("volume", 0.5)
                .containsEntry("loop", "one")
                .containsEntry("index", 1L)
                .containsEntry("playlist", "own")
                .containsEntry("extras", Map.of("show", Map.of("name", "Breakfast", "number", 7L)));
        assertThat(stage.get(ONE + "/queue").paths()).containsExactly("a.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("a.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("b.mp3");
    }

    @Test
    void aRestartFindsItsPlaceInTheFolderAndStaysPaused() throws IOException {
        stage.post(ONE + "/play", "{'track': 2}");
        awaitTrack("c.mp3");
        stage.put(ONE + "/position", "{'seconds': 4}");
        await().until(() -> stage.get(ONE).number("position_s") >= 4);
        stage.post(ONE + "/pause", "");
        stage.close();
        Files.copy(music.resolve("a.mp3"), music.resolve("aa.mp3"));
        stage = new StationStage(music, folder.resolve("data"));
        await().until(() -> stage.get(ONE).number("track_count") == 5);

        Answer after = stage.get(ONE);
        assertThat(after.at("state")).isEqualTo("paused");
        assertThat(after.at("track", "path")).isEqualTo("c.mp3");
        assertThat(after.at("index")).isEqualTo(3L);
        assertThat(after.number("position_s")).isBetween(4.0, 12.0);
        assertThat(stage.post(ONE + "/resume", "").at("state")).isEqualTo("playing");
        await().until(() -> stage.get(ONE).number("duration_s") > 0);
        assertThat(stage.get(ONE).number("position_s")).isGreaterThan(4);
    }

    @Test
    void aTrackThatHasGoneMeanwhileIsFollowedByTheNext() throws IOException {
        stage.post(ONE + "/play", "{'track': 1}");
        awaitTrack("b.mp3");
        stage.close();
        Files.delete(music.resolve("b.mp3"));
        stage = new StationStage(music, folder.resolve("data"));
        awaitTrack("c.mp3");
    }

    @Test
    void aPauseRightAfterPlayIsKeptThoughTheTrackIsNotThereYet() {
        inOneGo(() -> {
            stage.station().play(3);
            stage.station().pause();
        });
        awaitTrack("d.mp3");
        assertThat(stage.get(ONE).at("state")).isEqualTo("paused");
        assertThat(stage.post(ONE + "/resume", "").at("state")).isEqualTo("playing");

        stage.post(ONE + "/stop", "");
        inOneGo(() -> {
            stage.station().play(1);
            stage.station().pause();
        });
        awaitTrack("b.mp3");
        assertThat(stage.get(ONE).at("state")).isEqualTo("paused");
        assertThat(stage.post(ONE + "/resume", "").status()).isEqualTo(200);
        await().until(() -> stage.get(ONE).number("position_s") > 0);
    }

    @Test
    void aRestartFindsItsPlaceInTheFolderAlsoBehindAQueue() throws IOException {
        stage.post(ONE + "/play", "{'track': 1}");
        awaitTrack("b.mp3");
        stage.put(ONE + "/position", "{'seconds': 5}");
        await().until(() -> stage.get(ONE).number("position_s") >= 5);
        stage.post(ONE + "/queue", "{'track': 'd.mp3'}");
        stage.close();
        stage = new StationStage(music, folder.resolve("data"));
        awaitTrack("b.mp3", "d.mp3");

        Answer after = stage.get(ONE);
        assertThat(after.at("track", "path")).isEqualTo("b.mp3");
        assertThat(after.number("position_s")).isGreaterThanOrEqualTo(5);
        assertThat(after.at("index")).isEqualTo(1L);
        assertThat(stage.get(ONE + "/queue").paths()).containsExactly("d.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("d.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("c.mp3");
    }

    @Test
    void aRestartGoesOnWithATrackOfTheQueueAndThenWithTheFolder() throws IOException {
        stage.post(ONE + "/play", "{'track': 1}");
        awaitTrack("b.mp3");
        stage.post(ONE + "/queue", "{'track': 'd.mp3'}");
        stage.post(ONE + "/next", "");
        awaitTrack("d.mp3");
        stage.put(ONE + "/position", "{'seconds': 5}");
        await().until(() -> stage.get(ONE).number("position_s") >= 5);
        stage.close();
        open();

        Answer after = stage.get(ONE);
        assertThat(after.at("track", "path")).isEqualTo("d.mp3");
        assertThat(after.number("position_s")).isGreaterThanOrEqualTo(5);
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("c.mp3");
    }

    @Test
    void aRestartGoesOnWithATrackThatStandsNowhereBeforeTheQueue() throws IOException {
        stage.put(ONE + "/playlist", "{'tracks': ['a.mp3', 'b.mp3']}");
        stage.post(ONE + "/queue", "{'track': 'c.mp3'}");
        stage.post(ONE + "/queue", "{'track': 'a.mp3'}");
        stage.post(ONE + "/play", "{'track': 'd.mp3'}");
        awaitTrack("d.mp3");
        stage.put(ONE + "/position", "{'seconds': 5}");
        await().until(() -> stage.get(ONE).number("position_s") >= 5);
        stage.close();
        open();

        Answer after = stage.get(ONE);
        assertThat(after.at("track", "path")).isEqualTo("d.mp3");
        assertThat(after.number("position_s")).isGreaterThanOrEqualTo(5);
        assertThat(stage.get(ONE + "/queue").paths()).containsExactly("c.mp3", "a.mp3");
        assertThat(stage.post(ONE + "/next", "").at("track", "path")).isEqualTo("c.mp3");
    }

    @Test
    void afterTheLastTrackNothingPlays() {
        stage.put(ONE + "/playlist", "{'tracks': ['a.mp3']}");
        stage.put(ONE + "/mode", "{'loop': 'off'}");
        stage.post(ONE + "/play", "{'track': 0}");
        awaitTrack("a.mp3");
        double end = stage.get(ONE).number("duration_s") - 0.5;
        assertThat(stage.put(ONE + "/position", "{'seconds': " + end + "}").number("position_s"))
                .isCloseTo(end, within(0.1));
        await().until(() -> stage.get(ONE).json().get("track") == null);

        assertThat(stage.put(ONE + "/position", "{'seconds': 1}").status()).isEqualTo(409);
        assertThat(stage.get(ONE).number("position_s")).isZero();
    }

    @Test
    void whatIsPausedStandsStillWhenTheConfigIsReadAnew() throws Exception {
        stage.close();
        PlayoutConfig playout = PlayoutConfig.of(music);
        AtomicReference<MountConfig> mount = new AtomicReference<>(MountConfig.of("/stream", music));
        stage = new StationStage(music, folder.resolve("data"), mount::get);
        stage.post(ONE + "/play", "{'track': 2}");
        awaitTrack("c.mp3");
        stage.put(ONE + "/position", "{'seconds': 5}");
        stage.post(ONE + "/pause", "");
        mount.set(mount.get().withPlayout(playout.withMixed(MixedPolicy.SKIP)));
        stage.server().reload().run();

        Answer after = stage.get(ONE);
        assertThat(after.at("state")).isEqualTo("paused");
        assertThat(after.at("track", "path")).isEqualTo("c.mp3");
        assertThat(after.number("position_s")).isGreaterThanOrEqualTo(4.9);
        assertThat(stage.post(ONE + "/resume", "").status()).isEqualTo(200);
        awaitTrack("c.mp3");
        assertThat(stage.get(ONE).number("position_s")).isGreaterThanOrEqualTo(4.9);
    }

    /** Nothing comes between these. */
    private void inOneGo(Runnable verbs) {
        stage.station().mount().home().execute(verbs);
    }

    private String title() {
        return stage.server()
                .stations()
                .named("stream")
                .orElseThrow()
                .mount()
                .snapshot()
                .title()
                .text();
    }

    private void awaitTrack(String... any) {
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            Answer one = stage.get(ONE);
            return one.status() == 200
                    && List.of(any).contains(one.at("track", "path"))
                    && one.number("duration_s") > 0;
        });
    }
}

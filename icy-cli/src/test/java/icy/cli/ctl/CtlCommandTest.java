package icy.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import icy.cli.CommandRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CtlCommandTest {

    private static final String STATION = """
            {"id": "stream", "name": "Harbour", "mount": "/stream", "state": "playing",
             "track": {"id": "0123456789abcdef", "path": "a.mp3", "title": "Harbour Lights", "artist": "The Paper Harbour"},
             "index": 0, "position_s": 42.5, "duration_s": 187.2, "volume": 0.8, "shuffle": true, "loop": "all",
             "dj_message": "hello", "extras": {"weather": "rain"}}""";

    private ScriptedApi api;

    @BeforeEach
    void start() throws IOException {
        api = new ScriptedApi().on("GET /api/stations", "{\"stations\": [" + STATION + "], \"count\": 1}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void statusIsATable() {
        CommandRun run = ctl("status");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "STATION  STATE    AT           VOLUME  ORDER              TRACK",
                        "stream   playing  0:42 / 3:07  80 %    shuffle, loop all  The Paper Harbour - Harbour Lights",
                        "message: hello",
                        "extras: {\"weather\":\"rain\"}");
    }

    @Test
    void jsonIsTheAnswerAsItIs() {
        api.on("GET /api/stations/late%20night", STATION);

        CommandRun run = ctl("--json", "status", "--station", "late night");

        assertThat(run.out()).isEqualTo(STATION + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "play|POST /play|",
                "play night/tram.mp3|POST /play|{\"track\":\"night/tram.mp3\"}",
                "play 3|POST /play|{\"track\":3}",
                "pause|POST /pause|",
                "resume|POST /resume|",
                "stop|POST /stop|",
                "next|POST /next|",
                "previous|POST /previous|",
                "seek 42.5|PUT /position|{\"seconds\":42.5}",
                "seek 1:02:03|PUT /position|{\"seconds\":3723.0}",
                "volume 0.5|PUT /volume|{\"volume\":0.5}",
                "volume 50%|PUT /volume|{\"volume\":0.5}",
                "shuffle on|PUT /mode|{\"shuffle\":true}",
                "shuffle off|PUT /mode|{\"shuffle\":false}",
                "loop one|PUT /mode|{\"loop\":\"one\"}",
                "say Good evening|PUT /dj-message|{\"text\":\"Good evening\"}",
                "extras {\"a\":1}|PUT /extras|{\"a\":1}",
            })
    void eachVerbIsOneRequestAndSaysHowTheStationStandsThen(String typed, String request, String body) {
        String[] words = request.split(" ");
        String asked = words[0] + " /api/stations/stream" + words[1];
        api.on(asked, STATION);

        CommandRun run = ctl(typed.split(" "));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(api.last().line()).isEqualTo(body == null ? asked : asked + " " + body);
        assertThat(run.out().strip()).isEqualTo("playing The Paper Harbour - Harbour Lights, 0:42 of 3:07");
    }

    @Test
    void aMessageCanHaveItsTime() {
        api.on("PUT /api/stations/stream/dj-message", STATION);

        assertThat(ctl("say", "--seconds", "20", "Back soon").exitCode()).isZero();

        assertThat(api.last().line()).contains("\"seconds\":20").contains("\"text\":\"Back soon\"");
    }

    @ParameterizedTest
    @CsvSource({"seek,soon", "seek,1:", "volume,loud", "volume,-1", "shuffle,maybe", "loop,twice", "extras,{a"})
    void whatCannotBeMeantIsAUsageErrorAndNothingIsAsked(String verb, String value) {
        CommandRun run = ctl(verb, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(api.lines()).isEmpty();
    }

    @Test
    void historyIsATable() {
        api.on("GET /api/stations/stream/history?limit=2", """
                [{"timestamp": "2026-03-01T20:00:00Z", "event_type": "play_start", "position_s": 0,
                  "track": "n.mp3", "metadata": {"title": "Night Tram"}},
                 {"timestamp": "2026-03-01T20:03:00Z", "event_type": "ended", "position_s": 180.5,
                  "track": "n.mp3", "metadata": {"title": "Night Tram"}}]""");

        CommandRun run = ctl("history", "--limit", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(3).element(2).asString().endsWith("ended       3:00  Night Tram");
    }

    @Test
    void theServersReasonIsTheError() {
        api.on(
                "POST /api/stations/stream/pause",
                409,
                "",
                "{\"title\": \"Conflict\", \"status\": 409, \"detail\": \"It is stopped: only what plays can be paused.\"}");

        CommandRun run = ctl("pause");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip()).isEqualTo("icy ctl pause: It is stopped: only what plays can be paused.");
    }

    @Test
    void theKeyIsShownFromTheOptionOrTheVariable() {
        assertThat(ctl("--key", "icy_secret", "status").exitCode()).isZero();
        assertThat(api.last().header("Authorization")).isEqualTo("Bearer icy_secret");

        CommandRun run = CommandRun.in(Map.of("ICY_SERVER", api.url(), "ICY_KEY", "other"), "ctl", "status");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(api.last().header("Authorization")).isEqualTo("Bearer other");

        String login = api.url().replace("//", "//admin:open%20sesame@");
        assertThat(CommandRun.of("ctl", "status", "--server", login).exitCode()).isZero();
        assertThat(api.last().header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("admin:open sesame".getBytes()));
    }

    @Test
    void aKeyFromAFileWithLinesOfWindowsIsTheKeyAndNoFaultShowsOne() {
        CommandRun run = CommandRun.in(Map.of("ICY_SERVER", api.url(), "ICY_KEY", "secret\r"), "ctl", "status");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(api.last().header("Authorization")).isEqualTo("Bearer secret");

        run = CommandRun.in(Map.of("ICY_SERVER", api.url(), "ICY_KEY", "sec\u0007ret"), "ctl", "status");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("the key has characters that no key has")
                .doesNotContain("ret\"")
                .doesNotContain("sec\u0007");
    }

    @Test
    void whatAnswersWithoutJsonIsNoIcyServer() {
        api.on("GET /api/stations", "<html>welcome</html>");

        assertThat(ctl("status").err()).contains("is no icy server, or an older one: it answered 200");
    }

    @Test
    void whereAKeyIsMissingItIsSaidHowToGiveIt() {
        api.on("GET /api/stations", 401, "", "{\"detail\": \"This server does not know this key.\"}");

        assertThat(ctl("status").err()).contains("does not know this key. (icy ctl shows the key that --key");
    }

    @Test
    void whereNobodyListensItIsSaidWhatToDo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        CommandRun run = CommandRun.of("ctl", "status", "--server", "127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().strip())
                .isEqualTo(
                        "icy ctl status: nothing answers at http://127.0.0.1:%d: start icy serve there, or say with --server where it is"
                                .formatted(port));
    }

    @Test
    void whatIsNoIcyServerIsSaidToBeNone() {
        api.on("GET /api/stations", 404, "", "<html>no such page</html>");

        assertThat(ctl("next").err()).contains("is no icy server, or an older one: it answered 404");
        assertThat(CommandRun.of("ctl", "next", "--server", "ftp://x").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aServerWithoutStationsIsSaidToHaveNone() {
        api.on("GET /api/stations", "{\"stations\": [], \"count\": 0}");

        assertThat(ctl("status").out()).contains("no stations");
        assertThat(ctl("next").err()).contains("this server has no station to drive");
    }

    @Test
    void thePlaylistIsATableWithThePresentTrackMarked() {
        api.on("PUT /api/stations/stream/playlist", """
                {"tracks": [{"id": "1", "path": "a.mp3", "title": "A", "artist": "", "duration_s": 61},
                            {"id": "2", "path": "b.mp3", "title": "B", "artist": "Bee", "duration_s": 0}],
                 "track_count": 2, "current_index": 1, "total_duration": 61.0}""");

        CommandRun run = ctl("playlist", "load", "a.mp3", "b.mp3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(api.last().line()).endsWith(" {\"tracks\":[\"a.mp3\",\"b.mp3\"]}");
        assertThat(run.out().lines())
                .containsExactly(
                        "   #  LENGTH  TRACK    FILE",
                        "   0  1:01    A        a.mp3",
                        ">  1  -       Bee - B  b.mp3",
                        "2 tracks, 1:01 in all");
    }

    @Test
    void tracksOfAPlaylistAndAQueueAreAddedInTheirOrder() {
        api.on("POST /api/stations/stream/playlist/tracks", "{\"tracks\": []}");
        api.on("POST /api/stations/stream/queue", "{\"tracks\": []}");

        ctl("playlist", "add", "--at", "4", "a.mp3", "b.mp3");
        ctl("queue", "add", "c.mp3", "2");

        assertThat(api.lines())
                .filteredOn(line -> line.startsWith("POST"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"at\":4").contains("a.mp3"),
                        line -> assertThat(line).contains("\"at\":5").contains("b.mp3"),
                        line -> assertThat(line).endsWith("{\"track\":\"c.mp3\"}"),
                        line -> assertThat(line).endsWith("{\"track\":2}"));
    }

    @Test
    void whatWasAddedBeforeOneThatIsRefusedIsSaid() {
        api.onceOn("POST /api/stations/stream/queue", "{\"tracks\": []}")
                .on("POST /api/stations/stream/queue", 404, "", "{\"detail\": \"No such track.\"}");

        CommandRun run = ctl("queue", "add", "a.mp3", "b.mp3", "c.mp3");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("b.mp3: No such track. (added before it: a.mp3)");
    }

    @Test
    void eventsEndWhenNobodyReadsThem() {
        api.on("GET /api/events", "event: play\ndata: {}\n\nevent: play\ndata: {}\n\n");
        Writer gone = new Writer() {
            @Override
            public void write(char[] from, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        int exitCode = CommandRun.printing(new PrintWriter(gone), "ctl", "events", "--server", api.url());

        assertThat(exitCode).isZero();
        assertThat(api.lines()).hasSize(1); // and no other connection is made
    }

    @Test
    void aNamedQueueIsShownAndWhatIsMissingMarked() {
        api.on(
                "GET /api/streams/bed%2Ftime/queue",
                200,
                "\"7\"",
                "{\"name\": \"bed/time\", \"files\": [\"1.mp3\", \"2.mp3\"], \"loop\": true, \"file_count\": 2,"
                        + " \"missing\": [\"2.mp3\"]}");

        assertThat(ctl("streams", "show", "bed/time").out().lines())
                .containsExactly("#  FILE", "0  1.mp3", "1  2.mp3  missing", "bed/time: 2 files, played over and over");
    }

    @Test
    void whatGoesByAnIndexIsDoneOnlyToTheQueueThatWasSeen() {
        String queue = "{\"name\": \"a\", \"files\": [\"1.mp3\", \"2.mp3\"], \"loop\": false, \"file_count\": 2}";
        api.on("GET /api/streams/a/queue", 200, "\"7\"", queue);
        api.on(
                "PUT /api/streams/a/queue/reorder",
                "{\"success\": true, \"message\": \"Moved.\", \"queue\": " + queue + "}");
        api.on("DELETE /api/streams/a/queue/1", 412, "\"8\"", "{\"detail\": \"Somebody else has edited the queue.\"}");

        CommandRun moved = ctl("streams", "move", "a", "0", "1");
        assertThat(moved.exitCode()).as(moved.err()).isZero();
        assertThat(moved.out()).startsWith("Moved.");
        assertThat(api.last().header("If-Match")).isEqualTo("\"7\"");
        assertThat(api.last().line()).contains("\"old_index\":0").contains("\"new_index\":1");

        CommandRun removed = ctl("streams", "remove", "a", "1");
        assertThat(removed.exitCode()).isEqualTo(1);
        assertThat(removed.err()).contains("Somebody else has edited the queue.");
    }

    @Test
    void theOtherCallsOfNamedQueues() {
        String done = "{\"success\": true, \"message\": \"Done.\"}";
        api.on("GET /api/streams/queues", "{\"queues\": [\"bedtime\", \"morning\"], \"count\": 2}");
        api.on("POST /api/streams/a/queue", done).on("POST /api/streams/a", done);
        api.on("PUT /api/streams/a/queue/mode", done).on("DELETE /api/streams/a/queue", done);
        api.on("DELETE /api/streams/a", done);

        assertThat(ctl("streams", "list").out().lines()).containsExactly("bedtime", "morning");
        for (String typed : List.of("add a 1.mp3 2.mp3", "replace a 1.mp3", "mode a --loop", "clear a", "delete a")) {
            assertThat(ctl(("streams " + typed).split(" ")).out().strip())
                    .as(typed)
                    .isEqualTo("Done.");
        }
        assertThat(api.lines().subList(1, 6))
                .containsExactly(
                        "POST /api/streams/a/queue {\"files\":[\"1.mp3\",\"2.mp3\"]}",
                        "POST /api/streams/a {\"files\":[\"1.mp3\"]}",
                        "PUT /api/streams/a/queue/mode {\"loop\":true}",
                        "DELETE /api/streams/a/queue",
                        "DELETE /api/streams/a");
    }

    @Test
    void theLibraryIsSearched() {
        api.on("GET /api/library/tracks?limit=1&q=caf%C3%A9%20noir", """
                {"tracks": [{"id": "0123456789abcdef", "path": "x/c.mp3", "title": "Café\\u001b[31m", "artist": "",
                             "duration_s": 5}], "count": 1, "total": 2, "total_is_exact": true, "next": "abc"}""");

        CommandRun run = ctl("library", "search", "--limit", "1", "café", "noir");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "ID                LENGTH  TRACK      FILE",
                        "0123456789abcdef  0:05    Café.[31m  x/c.mp3",
                        "1 of 2; --limit shows more");
    }

    @Test
    void filesAreMadeAheadAndTheCacheIsCleared() {
        String warming = """
                {"state": "%s", "quality": "low", "files": 2, "made": 1, "as_they_are": 0, "failed": %d,
                 "progress": 0.5, "failures": [%s]}""";
        api.on("POST /admin/cache/warm", warming.formatted("running", 0, ""));
        api.on(
                "GET /admin/cache/warm",
                warming.formatted("done", 1, "{\"path\": \"b.mp3\", \"reason\": \"it is broken\"}"));
        api.on(
                "POST /admin/cache/clear?older_than_days=30.0",
                "{\"deleted_files\": 3, \"message\": \"Cleared 3 cached files\"}");

        CommandRun run = ctl("cache", "warm", "--quality", "low", "a.mp3", "b.mp3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "done: 1 of 2 files are kept in quality low, 0 are good enough as they are, 1 failed",
                        "b.mp3: it is broken");
        assertThat(api.lines())
                .contains("POST /admin/cache/warm {\"paths\":[\"a.mp3\",\"b.mp3\"],\"quality\":\"low\"}");
        assertThat(ctl("cache", "clear", "--older-than-days", "30").out()).contains("Cleared 3 cached files");
    }

    @Test
    void eventsAreALineEach() {
        api.on("GET /api/events?station=stream", """
                retry: 3000
                event: state
                data: {"mounts": []}

                event: play
                data: {"station": "stream", "track": {"title": "Night Tram"}, "stream_position": 12}

                :
                """);

        CommandRun run = ctl("events", "--count", "2", "--station", "stream");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith(" state"),
                        line -> assertThat(line).endsWith(" play stream Night Tram {\"stream_position\":12}"));

        assertThat(ctl("events", "--json", "--count", "1", "--station", "stream")
                        .out()
                        .strip())
                .isEqualTo("{\"event\":\"state\",\"data\":{\"mounts\": []}}");
    }

    private CommandRun ctl(String... args) {
        List<String> all = new ArrayList<>(List.of("ctl"));
        all.addAll(List.of(args));
        all.addAll(List.of("--server", api.url()));
        return CommandRun.of(all.toArray(String[]::new));
    }
}

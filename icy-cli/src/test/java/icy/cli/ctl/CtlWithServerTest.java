package icy.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.cli.CommandRun;
import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of {@code icy ctl} with a real server: both mean the same by every word. */
@Timeout(120)
class CtlWithServerTest {

    private static final Path DEMO = Path.of(System.getProperty("icy.root"), "testdata/demo");
    private static final String LIGHTS = "01-harbour-lights.mp3";
    private static final String TRAM = "03-night-tram.mp3";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path data;

    @SuppressWarnings("NullAway.Init")
    private IcyServer server;

    @BeforeEach
    void start() throws IOException {
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream", DEMO))
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withMedia(new MediaConfig(List.of(DEMO), false))
                .withDataDir(data)
                .withLoops(1));
        await().atMost(Duration.ofSeconds(30)).until(() -> good("history").contains("Harbour Lights"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> good("library status").contains("4"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aStationIsSteered() {
        assertThat(good("status")).contains("stream").contains("playing");
        assertThat(good("pause")).contains("paused");
        assertThat(run("pause").err()).contains("The station is paused");
        assertThat(good("seek 0:05")).contains("paused");
        await().until(() -> good("status").contains("0:04"));
        assertThat(good("resume")).contains("playing");
        assertThat(good("volume 50%")).contains("playing");
        assertThat(good("shuffle on")).contains("playing");
        assertThat(good("loop one")).contains("playing");
        assertThat(good("status")).contains("50 %").contains("shuffle, loop one");
        good("say Good morning --seconds 20");
        assertThat(good("extras {\"show\":\"Breakfast\"}")).contains("playing");
        assertThat(good("status --json"))
                .contains("\"show\":\"Breakfast\"")
                .contains("\"dj_message\":\"Good morning\"");
        assertThat(good("play " + TRAM)).contains("Night Tram");
        assertThat(good("previous")).contains("playing");
        assertThat(good("stop")).contains("stopped");
        assertThat(run("seek 3").err()).contains("Nothing plays in which one could seek");
        assertThat(run("play nowhere.mp3").err()).contains("nowhere.mp3");
        assertThat(good("history --limit 20"))
                .contains("pause")
                .contains("resume")
                .contains("stop");
    }

    @Test
    void itsListsAreEdited() {
        assertThat(good("playlist load %s %s".formatted(TRAM, LIGHTS))).contains("2 tracks");
        assertThat(good("playlist add 02-paper-boats.mp3 --at 0")).contains("3 tracks");
        assertThat(good("playlist remove 1")).contains("2 tracks").doesNotContain("Night Tram");
        assertThat(good("playlist folder")).contains("4 tracks");
        assertThat(good("queue add %s %s".formatted(TRAM, LIGHTS))).contains("Night Tram");
        assertThat(good("queue list")).contains("Night Tram").contains("Harbour Lights");
        good("queue clear");
        assertThat(good("queue list")).doesNotContain("Night Tram");
    }

    @Test
    void queuesAndTheLibraryAnswer() {
        assertThat(good("streams replace morning %s %s".formatted(TRAM, LIGHTS)))
                .contains("2 files");
        assertThat(good("streams mode morning --loop")).contains("over and over");
        assertThat(good("streams clear morning")).contains("0 files");
        assertThat(good("streams delete morning")).contains("deleted");
        assertThat(good("library search tram")).contains(TRAM).doesNotContain(LIGHTS);
        assertThat(good("library problems")).doesNotContain(LIGHTS);
        assertThat(good("library scan")).contains("4");
        assertThat(good("events --count 1")).contains("state");
    }

    @Test
    void mixtapesAreMadeAndShared() {
        assertThat(good("mixtapes list")).contains("no mixtapes");
        assertThat(good("mixtapes make Trains %s %s --slug trains --private".formatted(TRAM, LIGHTS)))
                .contains("Night Tram")
                .contains("/share/trains (not public");
        assertThat(good("mixtapes list")).contains("trains").contains("not public");
        assertThat(good("mixtapes show trains")).contains("Harbour Lights");
        assertThat(good("mixtapes link trains --days 2"))
                .contains("/share/trains?token=")
                .contains("until 20");
        assertThat(good("mixtapes unlink trains")).contains("lead nowhere");
        assertThat(good("mixtapes delete trains")).contains("deleted");
        assertThat(run("mixtapes show trains").err()).contains("There is no mixtape");
    }

    private CommandRun run(String typed) {
        String[] words = typed.split(" ");
        String[] all = Arrays.copyOf(new String[] {"ctl", "--server", "127.0.0.1:" + server.port()}, 3 + words.length);
        System.arraycopy(words, 0, all, 3, words.length);
        return CommandRun.of(all);
    }

    private String good(String typed) {
        CommandRun run = run(typed);
        assertThat(run.exitCode()).as(typed + ": " + run.err()).isZero();
        return run.out();
    }
}

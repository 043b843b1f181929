package icy.server.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.FrameWalk.Frame;
import icy.server.testing.IcyStripper;
import icy.server.testing.IcyStripper.Stripped;
import icy.server.testing.Pcm;
import icy.server.testing.Sweep;
import icy.server.testing.Sweep.Stretch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked over HTTP is what somebody hears who listens all the time. */
@Timeout(120)
class StationHeardTest {
    private static final String ONE = "/stream";
    private static final Sweep LOW = new Sweep(300, 20);
    private static final Sweep HIGH = new Sweep(5000, 20);
    private static final double FRAME_SECONDS = 1152 / 44_100.0;

    @TempDir
    private Path folder;

    @Test
    void everyVerbIsHeard() throws Exception {
        Files.write(folder.resolve("low.mp3"), LOW.file(128));
        Files.write(folder.resolve("high.mp3"), HIGH.file(128));
        try (StationStage stage = new StationStage(folder, null);
                StreamRecorder recorder = new StreamRecorder(stage.server().port(), "/stream")) {
            stage.post(ONE + "/play", "{'track': 'low.mp3'}");
            pass(stage, 1.5);
            stage.put(ONE + "/position", "{'seconds': 11.234}");
            pass(stage, 1.5);
            stage.post(ONE + "/next", "");
            pass(stage, 1.5);
            stage.post(ONE + "/previous", "");
            pass(stage, 1.5);
            stage.post(ONE + "/pause", "");
            pass(stage, 2);
            stage.post(ONE + "/resume", "");
            pass(stage, 1.5);
            stage.put(ONE + "/volume", "{'volume': 0.5}");
            pass(stage, 1.5);
            stage.put(ONE + "/volume", "{'volume': 1}");
            stage.put(ONE + "/dj-message", "{'text': 'Ring us now', 'seconds': 1}");
            pass(stage, 2);
            stage.post(ONE + "/queue", "{'track': 'low.mp3'}");
            stage.post(ONE + "/next", "");
            pass(stage, 1.5);
            stage.post(ONE + "/stop", "");
            pass(stage, 2);
            stage.put(ONE + "/playlist", "{'tracks': ['high.mp3']}");
            stage.put(ONE + "/mode", "{'loop': 'one'}");
            stage.post(ONE + "/play", "");
            pass(stage, 1.5);
            stage.put(ONE + "/position", "{'seconds': 18.5}");
            pass(stage, 4);
            judge(recorder.recorded(), recorder.metaint());
        }
    }

    private static void judge(byte[] body, int metaint) {
        Stripped stripped = IcyStripper.strip(body, metaint);
        List<Frame> frames = FrameWalk.frames(stripped.audio());
        byte[] audio =
                Arrays.copyOf(stripped.audio(), frames.get(frames.size() - 1).end());
        Decoding decoding = Decoding.byFfmpeg(audio);
        assertThat(decoding.complaints()).isEmpty();
        assertThat(Decoding.byMpg123(audio).complaints()).isEmpty();
        Pcm pcm = decoding.pcm();
        List<Stretch> all = Sweep.stretches(pcm, List.of(LOW, HIGH));
        List<Stretch> heard = all.subList(all.size() - 9, all.size());

        assertThat(heard).extracting(Stretch::source).containsExactly(0, 0, 1, 0, 0, 0, 1, 1, 1);
        assertThat(heard.get(1).firstSecond()).as("seek").isCloseTo(11.234, within(FRAME_SECONDS));
        assertThat(heard.get(2).firstSecond()).as("next").isCloseTo(0, within(0.05));
        assertThat(heard.get(3).firstSecond()).as("previous").isCloseTo(0, within(0.05));
        Stretch resumed = heard.get(4);
        assertThat(resumed.gapSince(heard.get(3))).as("pause").isBetween(1_500.0, 3_500.0);
        assertThat(resumed.firstSecond() - heard.get(3).lastSecond())
                .as("resume")
                .isCloseTo(0, within(0.05));
        assertThat(decibels(pcm, resumed.fromMillis() + 2_200) - decibels(pcm, resumed.fromMillis() + 200))
                .as("volume")
                .isCloseTo(-6.02, within(0.3));
        assertThat(heard.get(5).firstSecond()).as("from the queue").isCloseTo(0, within(0.05));
        assertThat(heard.get(6).gapSince(heard.get(5))).as("stop").isBetween(1_500.0, 3_500.0);
        assertThat(heard.get(6).firstSecond()).as("play").isCloseTo(0, within(0.05));
        assertThat(heard.get(7).firstSecond()).isCloseTo(18.5, within(FRAME_SECONDS));
        assertThat(heard.get(8).firstSecond()).as("loop").isCloseTo(0, within(0.05));
        assertThat(stripped.titleTexts()).containsSubsequence("low", "high", "low", "Ring us now", "low", "", "high");
    }

    /** Of a fifth of a second. */
    private static double decibels(Pcm pcm, double fromMillis) {
        return 20 * Math.log10(pcm.rms(pcm.frameAtMillis(fromMillis), pcm.frameAtMillis(fromMillis + 200)));
    }

    /** Until so much more of the stream has been sent. */
    private static void pass(StationStage stage, double seconds) {
        double until = stage.get(ONE).number("stream_time_ms") + 1000 * seconds;
        await().pollInterval(Duration.ofMillis(20)).until(() -> stage.get(ONE).number("stream_time_ms") >= until);
    }
}

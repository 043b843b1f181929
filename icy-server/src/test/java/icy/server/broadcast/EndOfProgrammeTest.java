package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MixedPolicy;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.ServerLog;
import icy.server.testing.TestData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A programme that is played once: all of it reaches everybody, then the connection is closed. */
class EndOfProgrammeTest {
    private static final String[] TRACKS = {
        "tracks/formats/cbr-320.mp3", "broken/html.mp3", "tracks/formats/vbr-v2.mp3", "tracks/titles/emoji.mp3"
    };

    @TempDir
    private Path folder;

    @Test
    void everyListenerGetsTheLastByteAndThenTheClose() throws Exception {
        Programme programme = Programme.inFolder(folder, TRACKS);
        try (Station station = new Station(Station.mount("/stream", MixedPolicy.PLAY, true, folder))) {
            Tuner first = station.tuneInPlain("/stream");
            List<Tuner> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(i % 2 == 0 ? station.tuneIn("/stream?burst=" + i / 4.0) : station.tuneInPlain("/stream"));
                station.pass(Duration.ofMillis(237));
            }
            Tuner sleeper = station.tuneInPlain("/stream");
            sleeper.pause(true);
            station.passUntil(
                    "the end", Duration.ofSeconds(20), () -> others.stream().allMatch(Tuner::hasEnded));
            sleeper.pause(false);
            station.passUntil("the end of one that slept", Duration.ofSeconds(2), sleeper::hasEnded);

            assertThat(first.hasEnded()).isTrue();
            byte[] stream = first.body();
            assertThat(first.position()).isZero();
            programme.airings(stream, 1);
            List<FrameWalk.Frame> frames = FrameWalk.frames(stream);
            assertThat(frames.get(frames.size() - 1).end()).isEqualTo(stream.length);
            others.add(sleeper);
            for (Tuner other : others) {
                byte[] body = other.body();
                byte[] audio = other.header("icy-metaint").isEmpty()
                        ? body
                        : IcyStripper.strip(body, other.metaint()).audio();
                byte[] rest = Arrays.copyOfRange(stream, (int) other.position(), stream.length);
                int primer = audio.length - rest.length;
                assertThat(primer).isBetween(0, FrameWalk.frames(audio).get(0).end());
                assertThat(Arrays.copyOfRange(audio, primer, audio.length)).isEqualTo(rest);
            }
            assertThat(station.mount("/stream").ended()).isDone();
        }
    }

    @Test
    void aProgrammeWithNothingInItIsOverAtOnce() throws Exception {
        Programme.inFolder(folder, "broken/html.mp3", "tracks/formats/layer2.mp3");
        try (ServerLog log = ServerLog.open();
                Station station = new Station(Station.mount("/stream", MixedPolicy.PLAY, true, folder))) {
            assertThat(station.mount("/stream").ended()).isDone();
            assertThat(station.mount("/stream").begun()).isNotDone();
            assertThat(log.linesWith("/html.mp3 skipped: not an MP3")).hasSize(1);
            assertThat(log.linesWith("nothing to play")).hasSize(1);
        }
    }

    @Test
    void tracksOfOtherFormatsArePlayedOrSkippedAsTheMountSays() throws Exception {
        Programme all = Programme.inFolder(
                folder, "tracks/formats/crc.mp3", "tracks/formats/mono-64.mp3", "tracks/formats/mpeg2-24000.mp3");
        try (Station station = new Station(
                Station.mount("/all", MixedPolicy.PLAY, true, folder),
                Station.mount("/one", MixedPolicy.SKIP, true, folder))) {
            Tuner playing = station.tuneInPlain("/all");
            Tuner skipping = station.tuneInPlain("/one");
            station.passUntil("the end", Duration.ofSeconds(20), () -> playing.hasEnded() && skipping.hasEnded());
            assertThat(all.airings(playing.body(), 1)).hasSize(3);
            assertThat(skipping.body()).isEqualTo(TestData.sound("tracks/formats/crc.mp3"));
        }
    }
}

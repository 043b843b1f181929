package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MixedPolicy;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.ServerLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An hour over a folder of everything, on a mount that plays other formats and on one that skips them. */
class HourOfBroadcastTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static final String[] EVERYTHING = {
        "demo/01-harbour-lights.mp3", // with a cover
        "tracks/formats/cbr-128.mp3",
        "tracks/formats/vbr-v2.mp3",
        "tracks/formats/free-format.mp3",
        "tracks/formats/abr-128.mp3",
        "tracks/formats/mono-64.mp3",
        "tracks/tags/id3v1.mp3",
        "tracks/formats/mpeg2-22050.mp3",
        "demo/02-paper-boats.mp3",
        "broken/wav.mp3",
        "tracks/tags/ape-at-end.mp3",
        "tracks/formats/cbr-128-busy.mp3",
        "tracks/formats/mpeg2-24000-vbr.mp3",
        "tracks/formats/layer2.mp3",
        "tracks/formats/vbr-v2-busy.mp3",
        "broken/cut-tail.mp3",
        "broken/html.mp3",
        "tracks/formats/cbr-320.mp3",
        "tracks/formats/crc.mp3",
        "broken/empty.mp3",
        "tracks/tags/id3v2-huge-cover.mp3",
        "broken/tag-only.mp3",
        "tracks/titles/sigur-ros.mp3",
        "tracks/titles/emoji.mp3",
        "tracks/formats/48k.mp3",
        "demo/04-window-seat.mp3",
    };

    @TempDir
    private Path folder;

    @Test
    void everyByteOfAnHourIsWhereItBelongs() throws Exception {
        Programme all = Programme.inFolder(folder, EVERYTHING);
        Programme ofOneFormat = all.only(44_100, 2);
        byte[] played;
        byte[] skipped;
        Duration streamTime;
        List<byte[]> visits = new ArrayList<>();
        try (ServerLog log = ServerLog.open();
                Station station = new Station(
                        Station.mount("/all", MixedPolicy.PLAY, false, folder),
                        Station.mount("/one", MixedPolicy.SKIP, false, folder))) {
            Tuner playing = station.tuneIn("/all");
            Tuner skipping = station.tuneIn("/one");
            for (Duration at = Duration.ZERO; at.compareTo(HOUR) < 0; at = at.plusMinutes(1)) {
                Tuner visitor = station.tuneInPlain("/all");
                station.pass(Duration.ofMinutes(1));
                assertThat(visitor.bytes()).isGreaterThan(100_000);
                visits.add(Arrays.copyOf(visitor.body(), 10_000));
                station.leave(visitor);
            }
            assertReasonsAreGiven(log);
            assertThat(playing.metaint()).isEqualTo(16_000);
            streamTime = station.streamTime("/all");
            played = playing.body();
            skipped = skipping.body();
        }
        for (byte[] visit : visits) {
            FrameWalk.frames(visit); // fails unless it begins with a frame header, and so on
        }
        assertRecorded(all, played, streamTime);
        byte[] hour = assertRecorded(ofOneFormat, skipped, streamTime);
        assertThat(Decoding.complaintsOfFfmpeg(hour)).isEmpty();
        assertThat(Decoding.complaintsOfMpg123(hour)).isEmpty();
    }

    /** The audio of a recorded hour, after everything that can be said against it was asked. */
    private static byte[] assertRecorded(Programme programme, byte[] body, Duration streamTime) {
        IcyStripper.Stripped stripped = IcyStripper.strip(body, 16_000);
        byte[] audio = stripped.audio();
        List<FrameWalk.Frame> frames = FrameWalk.frames(audio);
        double seconds = frames.stream().mapToDouble(FrameWalk.Frame::millis).sum() / 1000;
        // From the beginning of the stream up to the latest flush, every 100 ms, and the last whole frame.
        assertThat(seconds).isBetween(streamTime.toMillis() / 1000.0 - 0.15, streamTime.toMillis() / 1000.0);

        List<Programme.Airing> airings = programme.airings(audio, 0);
        assertThat(airings).hasSizeGreaterThan(10 * programme.size());
        assertTitlesAreThoseOfTheirBytes(airings, stripped);
        return audio;
    }

    /** At each block, the title is that of the track to which the next byte belongs. */
    private static void assertTitlesAreThoseOfTheirBytes(
            List<Programme.Airing> airings, IcyStripper.Stripped stripped) {
        int playing = 0;
        for (int block = 1; block <= stripped.blocks(); block++) {
            int at = block * 16_000;
            while (playing + 1 < airings.size() && airings.get(playing + 1).from() <= at) {
                playing++;
            }
            assertThat(stripped.titleAt(at))
                    .as("byte " + at)
                    .isEqualTo(airings.get(playing).title());
        }
    }

    private static void assertReasonsAreGiven(ServerLog log) {
        String[][] reasons = {
            {"free-format", "skipped: ", "free format is not supported"},
            {"layer2", "skipped: ", "not carried by an MP3 mount"},
            {"wav", "skipped: not an MP3: this is "},
            {"html", "skipped: not an MP3"},
            {"empty", "skipped: not an MP3: the file is empty"},
            {"tag-only", "skipped: no music"},
        };
        ToIntFunction<String[]> times = parts -> log.linesWith(parts).size();
        for (String mount : List.of("mount /all:", "mount /one:")) {
            for (String[] reason : reasons) {
                String[] parts = Arrays.copyOf(reason, reason.length + 1);
                parts[0] = "/" + reason[0] + ".mp3 ";
                parts[reason.length] = mount;
                assertThat(times.applyAsInt(parts))
                        .as(String.join(" … ", parts))
                        .isEqualTo(1);
            }
        }
        for (String other : List.of("/mono-64.mp3 ", "/mpeg2-22050.mp3 ", "/mpeg2-24000-vbr.mp3 ", "/48k.mp3 ")) {
            assertThat(log.linesWith("mount /all:", other, "it is played")).hasSize(1);
            assertThat(log.linesWith("mount /one:", other, "skipped: it is ")).hasSize(1);
        }
        assertThat(log.linesWith("/cut-tail.mp3 ", "is damaged")).hasSize(2);
        assertThat(log.linesWith("silence is on the air")).isEmpty();
        assertThat(log.linesWith("ERROR")).isEmpty();
        assertThat(log.linesWith("skipped ahead")).isEmpty();
    }
}

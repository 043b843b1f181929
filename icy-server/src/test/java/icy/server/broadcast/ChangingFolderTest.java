package icy.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MixedPolicy;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.ServerLog;
import icy.server.testing.TestData;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come, go and change while they are on the air. */
class ChangingFolderTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-02-02T20:20:20Z"));
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path long1;

    @BeforeEach
    void aFolderOfTwoTracks() throws Exception {
        long1 = add("demo/01-harbour-lights.mp3");
        add("demo/02-paper-boats.mp3");
    }

    @Test
    void aNewFileIsPlayedWithoutARestart() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            station.pass(Duration.ofSeconds(2));
            add("tracks/titles/sigur-ros.mp3"); // sorts behind the others
            station.passUntil("the new one", Duration.ofSeconds(90), () -> isPlaying(log, "sigur-ros.mp3"));
            station.pass(Duration.ofSeconds(6));
            assertThat(titles(tuner))
                    .containsExactly(
                            "The Paper Harbour - Harbour Lights",
                            "The Paper Harbour - Paper Boats",
                            "Sigur Rós – Ágætis byrjun",
                            "The Paper Harbour - Harbour Lights");
            assertFlawless(log, tuner);
        }
    }

    @Test
    void aFileThatIsStillBeingCopiedWaitsUntilItIsThere() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Path copying = folder.resolve("sigur-ros.mp3");
            byte[] whole = TestData.bytes("tracks/titles/sigur-ros.mp3");
            for (int part = 1; part <= 40; part++) {
                Files.write(copying, Arrays.copyOf(whole, whole.length * part / 41));
                station.pass(Duration.ofSeconds(2));
            }
            assertThat(isPlaying(log, "sigur-ros.mp3")).isFalse();
            Files.write(copying, whole);
            station.passUntil("the copied one", Duration.ofSeconds(90), () -> isPlaying(log, "sigur-ros.mp3"));
        }
    }

    @Test
    void aFileThatVanishesWhileItPlaysIsHeardToItsEndAndNotAgain() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            Files.delete(long1);
            station.pass(Duration.ofSeconds(100));
            assertThat(titles(tuner))
                    .containsExactly("The Paper Harbour - Harbour Lights", "The Paper Harbour - Paper Boats");
            assertFlawless(log, tuner);
        }
    }

    @Test
    void aFileThatIsCutOffWhileItPlaysEndsEarlyOnAFrame() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            try (RandomAccessFile file = new RandomAccessFile(long1.toFile(), "rw")) {
                file.setLength(Files.size(long1) * 3 / 4); // some 25 of 33 seconds
            }
            Files.setLastModifiedTime(long1, LONG_AGO);
            station.passUntil("the next one", Duration.ofSeconds(28), () -> isPlaying(log, "02-paper-boats.mp3"));
            station.pass(Duration.ofSeconds(6));
            assertFlawless(log, tuner);
            assertThat(log.linesWith("01-harbour-lights.mp3", "frame cut short"))
                    .hasSize(1);
        }
    }

    @Test
    void aFileThatIsOverwrittenWithNoiseWhileItPlaysCostsNoMoreThanItself() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            try (RandomAccessFile file = new RandomAccessFile(long1.toFile(), "rw")) {
                file.seek(file.length() / 2);
                file.write(TestData.bytes("broken/random.mp3"));
            }
            Files.setLastModifiedTime(long1, LONG_AGO);
            station.passUntil("the next one", Duration.ofSeconds(40), () -> isPlaying(log, "02-paper-boats.mp3"));
            assertFlawless(log, tuner);
            assertThat(log.linesWith("01-harbour-lights.mp3", "is damaged")).hasSize(1);
        }
    }

    @Test
    void whenTheFolderIsEmptiedTheTestProgrammeIsPlayedUntilThereIsMusicAgain() throws Exception {
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            for (Path file : List.of(long1, folder.resolve("02-paper-boats.mp3"))) {
                Files.delete(file);
            }
            station.passUntil("the test programme", SOON, () -> isPlaying(log, "test programme"));
            add("tracks/titles/sigur-ros.mp3");
            station.passUntil("music", SOON, () -> isPlaying(log, "sigur-ros.mp3"));
            station.pass(Duration.ofSeconds(2));
            assertThat(titles(tuner)).contains("icy test tone").endsWith("Sigur Rós – Ágætis byrjun");
            assertFlawless(log, tuner);
        }
    }

    @Test
    void aFolderOfBrokenFilesIsFlawlessOnTheAir() throws Exception {
        List<TestData.Entry> broken = TestData.manifest().stream()
                .filter(entry -> entry.path().startsWith("broken/"))
                // Bits that are wrong inside a frame's sound cannot be seen without decoding it; mpg123 mentions them.
                .filter(entry -> !entry.path().equals("broken/bits-flipped.mp3"))
                .toList();
        for (TestData.Entry entry : broken) {
            add(entry.path());
        }
        try (ServerLog log = ServerLog.open();
                Station station = station()) {
            Tuner tuner = station.tuneIn("/stream");
            station.passUntil(
                    "a whole round", Duration.ofMinutes(10), () -> playings(log, "01-harbour-lights.mp3") == 2);
            station.pass(Duration.ofSeconds(5));
            assertFlawless(log, tuner);
            for (TestData.Entry entry : broken) {
                String name = entry.path().substring("broken/".length());
                int played = playings(log, "/" + name);
                int skipped = log.linesWith("/" + name + " skipped: ").size();
                if (entry.isPlayable()) { // of one that changes its format, the rest may be skipped
                    assertThat(played).as(name).isEqualTo(1);
                } else {
                    assertThat(played + skipped).as(name).isEqualTo(1);
                }
            }
        }
    }

    private Station station() throws Exception {
        return new Station(Station.mount("/stream", MixedPolicy.SKIP, false, folder));
    }

    private Path add(String path) throws Exception {
        Path copy = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
        Files.copy(TestData.path(path), copy);
        Files.setLastModifiedTime(copy, LONG_AGO);
        return copy;
    }

    private static boolean isPlaying(ServerLog log, String what) {
        return playings(log, what) > 0;
    }

    private static int playings(ServerLog log, String what) {
        return log.linesWith("mount /stream: playing ", what + ")").size();
    }

    private static List<String> titles(Tuner tuner) {
        return IcyStripper.strip(tuner.body(), tuner.metaint()).titleTexts();
    }

    /** Whole frames of one format, of which no decoder has anything to say, and no silence that was not in them. */
    private static void assertFlawless(ServerLog log, Tuner tuner) {
        byte[] audio = IcyStripper.strip(tuner.body(), tuner.metaint()).audio();
        assertThat(FrameWalk.frames(audio)).allMatch(frame -> frame.sampleRate() == 44_100 && frame.channels() == 2);
        assertThat(Decoding.complaintsOfFfmpeg(audio)).isEmpty();
        assertThat(Decoding.complaintsOfMpg123(audio)).isEmpty();
        assertThat(log.linesWith("silence is on the air")).isEmpty();
        assertThat(log.linesWith("ERROR")).isEmpty();
    }
}

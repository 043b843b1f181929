package icy.server.library;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.library.TrackQuery.Sort;
import icy.server.media.TrackId;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a library makes of folders, and of what happens to them. */
class LibraryTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path disk;

    private Path music;

    @BeforeEach
    void aFolder() throws IOException {
        music = Files.createDirectories(disk.resolve("music"));
    }

    @Test
    void hasTheTitlesThatAreOnTheAir() {
        try (LibraryStage stage = LibraryStage.of(TestData.path("")).settled()) {
            for (TestData.Entry entry : TestData.manifest()) {
                if (entry.isPlayable() && entry.path().endsWith(".mp3")) {
                    Track track = stage.track(entry.path());
                    String shown = track.artist().isEmpty() ? track.title() : track.artist() + " - " + track.title();
                    assertThat(shown).as(entry.path()).isEqualTo(entry.title());
                }
            }
        }
    }

    @Test
    void knowsExactlyWhatAFileIsOnceItHasReadAllOfIt() {
        try (LibraryStage stage =
                LibraryStage.of(TestData.path("tracks/formats")).settled()) {
            Track variable = stage.track("vbr-v2.mp3");
            assertThat(variable.durationExact()).isTrue();
            assertThat(variable.duration().toMillis()).isBetween(9_000L, 11_000L);
            assertThat(variable.format()).isNotNull().satisfies(format -> {
                assertThat(format.variableBitrate()).isTrue();
                assertThat(format.sampleRate()).isEqualTo(44_100);
                assertThat(format.codec()).isEqualTo("mp3");
            });
            assertThat(variable.state()).isEqualTo(TrackState.OK);
            assertThat(stage.track("mono-64.mp3").format())
                    .isEqualTo(new Track.Format("mp3", 44_100, 1, 64, /* variableBitrate= */ false));
            assertThat(stage.library().track(TrackId.of("vbr-v2.mp3").digits())).contains(variable);
        }
    }

    @Test
    void aBadFileIsThereWithItsReason() {
        try (LibraryStage stage = LibraryStage.of(TestData.path("broken")).settled()) {
            assertThat(stage.track("empty.mp3").state()).isEqualTo(TrackState.BAD);
            assertThat(stage.track("empty.mp3").reason()).contains("empty");
            assertThat(stage.track("html.mp3").reason()).contains("web page");
            Track damaged = stage.track("garbage-inserted.mp3");
            assertThat(damaged.state()).isEqualTo(TrackState.DAMAGED);
            assertThat(damaged.damage().bytes()).isPositive();
            assertThat(damaged.reason()).contains("bytes in").contains("places");
            // What lies about its length or its tags lies for a moment only.
            assertThat(stage.track("xing-wrong-count.mp3").duration())
                    .isEqualTo(stage.track("xing-short-count.mp3").duration());
            List<String> problems = problems(stage);
            assertThat(problems).contains("empty.mp3", "html.mp3", "garbage-inserted.mp3");
            assertThat(problems).hasSize((int) stage.library().counts().wrong());
        }
    }

    @Test
    void followsWhatHappensToFiles() throws IOException {
        LibraryStage.copy(music.resolve("stays.mp3"));
        LibraryStage.copy(music.resolve("goes.mp3"));
        try (LibraryStage stage = LibraryStage.of(music).settled()) {
            LibraryStage.copy(music.resolve("new/comes.mp3"));
            Files.delete(music.resolve("goes.mp3"));

            stage.awaitState("new/comes.mp3", TrackState.OK);
            stage.awaitState("goes.mp3", TrackState.MISSING);
            assertThat(stage.track("goes.mp3").reason()).isNotEmpty();

            LibraryStage.copy(music.resolve("goes.mp3"));
            Files.move(music.resolve("new"), music.resolve("old"));
            stage.awaitState("goes.mp3", TrackState.OK);
            stage.awaitState("old/comes.mp3", TrackState.OK);
            stage.awaitState("new/comes.mp3", TrackState.MISSING);
            assertThat(stage.state("stays.mp3")).isEqualTo(TrackState.OK);
        }
    }

    @Test
    void seesWithoutBeingToldWhereFoldersAreScanned() throws IOException {
        LibraryStage.copy(music.resolve("a.mp3"));
        LibraryStage.copy(music.resolve("b.mp3"));
        try (LibraryStage stage = LibraryStage.of(music).settled()) {
            Track before = stage.track("b.mp3");
            Files.delete(music.resolve("a.mp3"));
            stage.scanned();

            assertThat(stage.state("a.mp3")).isEqualTo(TrackState.MISSING);
            assertThat(stage.track("b.mp3")).isEqualTo(before);
            assertThat(stage.library().progress().filesTagged()).isZero();
        }
    }

    @Test
    void aFileIsTakenOnceItIsFinished() throws IOException {
        byte[] sound = TestData.sound("tracks/formats/cbr-128.mp3");
        try (LibraryStage stage = LibraryStage.of(music).settled()) {
            Path file = music.resolve("upload.mp3");
            for (int from = 0; from < sound.length; from += sound.length / 8 + 1) {
                Files.write(
                        file,
                        Arrays.copyOfRange(sound, from, Math.min(sound.length, from + sound.length / 8 + 1)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                stage.scanned();
                assertThat(stage.library().track("upload.mp3")).isEmpty();
            }
            stage.awaitState("upload.mp3", TrackState.OK);
            await().until(() -> stage.track("upload.mp3").durationExact());
            assertThat(stage.track("upload.mp3").sizeBytes()).isEqualTo(sound.length);
        }
    }

    @Test
    void aFolderThatVanishesComesBackAsItWas() throws IOException {
        LibraryStage.copy(music.resolve("a.mp3"));
        Path jingles = disk.resolve("jingles");
        LibraryStage.copy(jingles.resolve("j.mp3"));
        try (LibraryStage stage = LibraryStage.of(music, jingles).settled()) {
            Track before = stage.track("j.mp3");
            Files.move(jingles, disk.resolve("unplugged"));
            stage.scanned();
            assertThat(stage.state("j.mp3")).isEqualTo(TrackState.MISSING);
            assertThat(stage.state("a.mp3")).isEqualTo(TrackState.OK);

            Files.move(disk.resolve("unplugged"), jingles);
            stage.scanned();
            assertThat(stage.track("j.mp3")).isEqualTo(before);
            assertThat(stage.library().progress().filesTagged()).isZero();
        }
    }

    @Test
    void aFolderThatIsDeletedTakesNoneOfTheSameNameElsewhereAlong() throws IOException {
        Path incoming = disk.resolve("incoming");
        LibraryStage.copy(music.resolve("Jingles/ours.mp3"));
        LibraryStage.copy(music.resolve("Jingles/both.mp3"));
        Path theirs = LibraryStage.copy(incoming.resolve("Jingles/theirs.mp3"));
        Path both = LibraryStage.copy(incoming.resolve("Jingles/both.mp3"));
        try (LibraryStage stage = LibraryStage.of(incoming, music).settled()) {
            assertThat(stage.track("Jingles/both.mp3").file()).isEqualTo(both);
            Files.delete(theirs);
            Files.delete(both);
            Files.delete(incoming.resolve("Jingles"));

            stage.awaitState("Jingles/theirs.mp3", TrackState.MISSING);
            assertThat(stage.state("Jingles/ours.mp3")).isEqualTo(TrackState.OK);
            await().until(() -> stage.state("Jingles/both.mp3") == TrackState.OK);
        }
    }

    @Test
    void theFirstFolderThatHasANameHasIt() throws IOException {
        Path first = LibraryStage.copy(music.resolve("a.mp3"));
        Path jingles = disk.resolve("jingles");
        LibraryStage.copy(jingles.resolve("a.mp3"));
        try (LibraryStage stage = LibraryStage.of(music, jingles).settled()) {
            assertThat(stage.track("a.mp3").file()).isEqualTo(first);
            assertThat(stage.scanned().track("a.mp3").file()).isEqualTo(first);

            Files.delete(first);
            stage.scanned();
            await().until(() -> stage.track("a.mp3").file().equals(jingles.resolve("a.mp3")));
        }
    }

    @Test
    void linksThatLeadOutAreFollowedOnlyIfTheConfigSaysSo() throws IOException {
        Path elsewhere = disk.resolve("elsewhere");
        LibraryStage.copy(elsewhere.resolve("a.mp3"));
        Files.createSymbolicLink(music.resolve("linked"), elsewhere);
        Files.createSymbolicLink(music.resolve("file.mp3"), elsewhere.resolve("a.mp3"));
        try (LibraryStage closed = LibraryStage.of(music).settled();
                LibraryStage open = LibraryStage.of(null, MediaConfig.of(music).followingLinks())
                        .settled()) {
            assertThat(closed.library().counts().all()).isZero();
            assertThat(open.search("")).containsExactly("file.mp3", "linked/a.mp3");
        }
    }

    @Test
    void anImageBesideAFileIsItsCover() throws IOException {
        LibraryStage.copy(music.resolve("album/a.mp3"));
        Files.write(music.resolve("album/cover.jpg"), new byte[] {1});
        try (LibraryStage stage = LibraryStage.of(music, TestData.path("demo")).settled()) {
            assertThat(stage.track("album/a.mp3").cover()).isEqualTo("cover.jpg");
            assertThat(stage.track("01-harbour-lights.mp3").cover()).isEqualTo("embedded");
            Files.delete(music.resolve("album/cover.jpg"));
            await().until(() -> stage.track("album/a.mp3").cover().isEmpty());
        }
    }

    @Test
    void aRestartReadsNothingAgain() throws IOException {
        Path data = disk.resolve("data");
        Path file = LibraryStage.copy(music.resolve("a.mp3"));
        Track before;
        try (LibraryStage stage = LibraryStage.kept(data, music).settled()) {
            before = stage.track("a.mp3");
        }
        try (LibraryStage stage = LibraryStage.kept(data, music).settled()) {
            assertThat(stage.track("a.mp3")).isEqualTo(before);
            assertThat(stage.library().progress().filesTagged()).isZero();
            assertThat(stage.library().progress().filesReadThrough()).isZero();
        }
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
        try (LibraryStage stage = LibraryStage.kept(data, music).settled()) {
            assertThat(stage.track("a.mp3").modified()).isEqualTo(LONG_AGO);
            assertThat(stage.track("a.mp3").added()).isEqualTo(before.added());
        }
    }

    @Test
    void aDatabaseThatIsDamagedIsMadeAnew() throws IOException {
        Path data = Files.createDirectories(disk.resolve("data"));
        LibraryStage.copy(music.resolve("a.mp3"));
        Files.writeString(data.resolve(LibraryFile.NAME), "no database".repeat(1000));
        try (LibraryStage stage = LibraryStage.kept(data, music).settled()) {
            assertThat(stage.state("a.mp3")).isEqualTo(TrackState.OK);
        }
    }

    @Test
    void describesWhatItDoesNotKnowByItsName() throws IOException {
        Path known = LibraryStage.copy(music.resolve("a.mp3"));
        try (LibraryStage stage = LibraryStage.of(music).settled()) {
            List<Track> tracks = stage.library()
                    .describe(List.of(music.resolve("not there.mp3"), known, disk.resolve("else/where.mp3"), known));
            assertThat(tracks)
                    .extracting(Track::title)
                    .containsExactly(
                            "not there",
                            stage.track("a.mp3").title(),
                            "where",
                            stage.track("a.mp3").title());
            assertThat(tracks.get(0).id()).isEqualTo(TrackId.of("not there.mp3"));
        }
    }

    @Test
    void thousandsOfFilesArePagedThroughWhileTheyChange() throws IOException {
        Path song = LibraryStage.copy(disk.resolve("song.mp3"));
        for (int i = 0; i < 3_000; i++) {
            Path folder = Files.createDirectories(music.resolve("album " + i / 100));
            Files.createLink(folder.resolve("track %04d.mp3".formatted(i)), song);
        }
        try (LibraryStage stage = LibraryStage.of(music)) {
            await().atMost(30, SECONDS).until(() -> stage.library().counts().all() > 0);
            Files.delete(music.resolve("album 0/track 0007.mp3"));
            stage.settled().scanned();

            assertThat(stage.library().counts().of(TrackState.OK)).isEqualTo(2_999);
            assertThat(stage.search("track 0042")).containsExactly("album 0/track 0042.mp3");
            assertThat(stage.library().count("album"))
                    .isEqualTo((int) stage.library().counts().all());
            TrackSearch.Page page = stage.page(new TrackQuery("", false, Sort.PATH, false, 500, null));
            int pages = 1;
            while (page.next() != null) {
                page = stage.page(new TrackQuery("", false, Sort.PATH, false, 500, page.next()));
                pages++;
            }
            assertThat(pages).isEqualTo(6);
        }
    }

    private static List<String> problems(LibraryStage stage) {
        return stage.page(new TrackQuery("", true, Sort.PATH, false, 500, null)).tracks().stream()
                .map(Track::path)
                .toList();
    }
}

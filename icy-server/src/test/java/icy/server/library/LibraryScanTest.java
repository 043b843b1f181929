package icy.server.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.library.ScanProgress.Phase;
import icy.server.media.MediaFolders;
import icy.server.media.TrackId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a library's thread does step by step, when disks and databases fail. */
@Timeout(60)
class LibraryScanTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path disk;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T22:45:08Z"));
    private final Clock clock = new MovedClock();
    private Path music;
    private LibraryFile file;
    private Handle handle;
    private LibraryReaders readers;
    private LibraryScan scan;

    @BeforeEach
    void open() throws Exception {
        music = Files.createDirectories(disk.resolve("music"));
        old("music/a.mp3");
        file = LibraryFile.open(disk.resolve("data"));
        handle = file.openForWriting();
        readers = new LibraryReaders(file, clock);
        MediaFolders folders =
                new MediaFolders(ServerConfig.of(MountConfig.of("/stream")).withMedia(MediaConfig.of(music)));
        scan = new LibraryScan(folders, handle, new FolderWatch(FolderWatch.MOST_FOLDERS), clock, () -> true);
        settle();
    }

    @AfterEach
    void close() throws IOException {
        scan.close();
        readers.close();
        handle.close();
        file.close();
    }

    @Test
    void whatWasToldAndCouldNotBeKeptIsFoundAgain() throws Exception {
        handle.execute("create trigger full before insert on track begin select raise(abort, 'disk full'); end");
        old("music/b.mp3");
        await().untilAsserted(() -> assertThatThrownBy(scan::step).isInstanceOf(JdbiException.class));
        handle.execute("drop trigger full");

        settle();

        assertThat(state("b.mp3")).isEqualTo(TrackState.OK);
    }

    @Test
    void aMediaFolderThatIsGoneIsMissedAtOnceAndLookedForOften() throws Exception {
        Files.delete(music.resolve("a.mp3"));
        Files.delete(music);
        await().until(() -> {
            scan.step();
            return !scan.progress().watched();
        });
        assertThat(state("a.mp3")).isEqualTo(TrackState.MISSING);

        Files.createDirectories(music);
        old("music/a.mp3");
        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(5)));
        settle();

        assertThat(state("a.mp3")).isEqualTo(TrackState.OK);
        assertThat(scan.progress().watched()).isTrue();
    }

    @Test
    void aConnectionThatFailedIsNotUsedAgain() {
        AtomicReference<TrackSearch> failed = new AtomicReference<>();
        assertThatThrownBy(() -> readers.read(search -> {
                    failed.set(search);
                    throw new IllegalStateException("damaged");
                }))
                .hasMessage("damaged");

        assertThat(readers.<Integer>read(search -> search.count("a"))).isOne();
        assertThatThrownBy(() -> failed.get().count("a")).isInstanceOf(JdbiException.class);
    }

    /** Stands still until the test moves it. */
    private final class MovedClock extends Clock {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Does what there is to do. */
    private void settle() {
        while (scan.step() || scan.progress().phase() != Phase.IDLE) {
            // one more
        }
    }

    private TrackState state(String path) {
        return readers.read(
                search -> search.byId(TrackId.of(path)).map(Track::state).orElse(TrackState.MISSING));
    }

    /** A file that nobody writes to any more, there at once. */
    private void old(String path) throws IOException {
        Path made = LibraryStage.copy(disk.resolve("made.mp3"));
        Files.setLastModifiedTime(made, FileTime.from(LONG_AGO));
        Files.move(made, disk.resolve(path));
    }
}

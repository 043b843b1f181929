package icy.server.library;

import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.library.ScanProgress.Phase;
import icy.server.library.TrackQuery.Sort;
import icy.server.media.MediaFolders;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A library of some folders, and what a test does with it. */
final class LibraryStage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MediaFolders folders;
    private final Library library;

    private LibraryStage(MediaConfig media, @Nullable Path dataDir) {
        folders = new MediaFolders(ServerConfig.of(MountConfig.of("/stream")).withMedia(media));
        library = new Library(folders, dataDir, Clock.systemUTC());
        library.start();
    }

    static LibraryStage of(Path... folders) {
        return of(null, MediaConfig.of(folders));
    }

    /** With a database in a folder of the test's. */
    static LibraryStage kept(Path dataDir, Path... folders) {
        return of(dataDir, MediaConfig.of(folders));
    }

    static LibraryStage of(@Nullable Path dataDir, MediaConfig media) {
        return new LibraryStage(media, dataDir);
    }

    Library library() {
        return library;
    }

    MediaFolders folders() {
        return folders;
    }

    /** Waits until every file has been found and read to its end. */
    LibraryStage settled() {
        await().atMost(PATIENCE).until(() -> library.progress().phase() == Phase.IDLE);
        return this;
    }

    /** Has the folders looked through anew, and waits for the end of it. */
    LibraryStage scanned() {
        Instant before = library.progress().began();
        library.scan();
        await().atMost(PATIENCE).until(() -> {
            ScanProgress now = library.progress();
            return now.phase() == Phase.IDLE && !Objects.equals(now.began(), before);
        });
        return this;
    }

    Track track(String path) {
        return library.track(path).orElseThrow(() -> new AssertionError("the library has no " + path));
    }

    TrackState state(String path) {
        return library.track(path).map(Track::state).orElse(TrackState.MISSING);
    }

    /** Waits until the file is of this state. */
    void awaitState(String path, TrackState state) {
        await().atMost(PATIENCE).until(() -> state(path) == state);
    }

    List<String> search(String words) {
        return page(new TrackQuery(words, false, Sort.ADDED, false, 500, null)).tracks().stream()
                .map(Track::path)
                .sorted()
                .toList();
    }

    TrackSearch.Page page(TrackQuery query) {
        Optional<TrackSearch.Page> page = library.page(query);
        return page.orElseThrow(() -> new AssertionError("the database is not open"));
    }

    /** A short track. */
    static Path copy(Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(TestData.path("tracks/formats/no-info.mp3"), to);
    }

    @Override
    public void close() {
        library.close();
    }
}

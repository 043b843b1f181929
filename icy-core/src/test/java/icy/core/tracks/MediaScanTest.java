package icy.core.tracks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaScanTest {
    private static final Set<String> MP3 = Set.of(".mp3");

    @TempDir
    Path folder;

    @Test
    void aFolderIsWalkedInTheOrderOfNames() throws IOException {
        files("b.mp3", "A.MP3", "sub/c.mp3", "cover.jpg", ".hidden.mp3", ".trash/d.mp3");

        assertThat(tracks(folder)).containsExactly("A.MP3", "b.mp3", "sub/c.mp3");
    }

    @Test
    void whatHasNotChangedIsHeldOnce() throws IOException {
        files("a.mp3", "b.mp3", "sub/c.mp3");
        MediaScan.Found first = MediaScan.of(List.of(folder), MP3, MediaScan.Found.NOTHING);

        MediaScan.Found second = MediaScan.of(List.of(folder), MP3, first);

        assertThat(second.tracks()).isSameAs(first.tracks());
    }

    @Test
    void aPlaylistKeepsItsOrderAndItsRepeats() throws IOException {
        files("1.mp3", "2.mp3");
        Path list = text("list.m3u", "#EXTM3U\n2.mp3\n1.mp3\n2.mp3\n");

        assertThat(tracks(list)).containsExactly("2.mp3", "1.mp3", "2.mp3");
    }

    @Test
    void aPlaylistInsideAFolderAddsOnlyWhatIsNew() throws IOException {
        files("music/1.mp3", "elsewhere/2.mp3");
        text("music/album.pls", "[playlist]\nFile1=1.mp3\nFile2=../elsewhere/2.mp3\n");

        assertThat(tracks(folder.resolve("music"))).containsExactly("music/1.mp3", "elsewhere/2.mp3");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        Path list = text("list.m3u", "gone.mp3\nhttp://example.com/live\n");

        MediaScan.Found found = MediaScan.of(List.of(list, folder.resolve("nowhere")), MP3, MediaScan.Found.NOTHING);

        assertThat(found.tracks()).isEmpty();
        assertThat(found.problems())
                .containsExactly(
                        list + ": skipped gone.mp3, which does not exist",
                        list + ": skipped http://example.com/live, which is not a file",
                        folder.resolve("nowhere") + ": does not exist");
    }

    @Test
    void playlistsThatNameEachOtherEnd() throws IOException {
        files("1.mp3");
        Path a = text("a.m3u", "b.m3u\n1.mp3\n");
        text("b.m3u", "a.m3u\n");

        assertThat(tracks(a)).contains("1.mp3");
    }

    @Test
    void aLinkBackIntoTheFolderIsNotFollowedForEver() throws IOException {
        files("sub/1.mp3");
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);

        assertThat(tracks(folder)).containsExactly("sub/1.mp3");
    }

    @Test
    void aFileThatMayStillBeOnItsWayIsLeftForTheNextScan() throws IOException {
        files("old.mp3");
        MediaScan.Found first = MediaScan.of(List.of(folder), MP3, MediaScan.Found.NOTHING);
        Path arriving = text("new.mp3", "x");
        MediaScan.Found second = MediaScan.of(List.of(folder), MP3, first);
        Files.writeString(arriving, "xx");
        MediaScan.Found third = MediaScan.of(List.of(folder), MP3, second);
        MediaScan.Found fourth = MediaScan.of(List.of(folder), MP3, third);

        assertThat(second.tracks()).containsExactly(folder.resolve("old.mp3"));
        assertThat(third.tracks()).containsExactly(folder.resolve("old.mp3"));
        assertThat(fourth.tracks()).containsExactly(folder.resolve("new.mp3"), folder.resolve("old.mp3"));
    }

    @Test
    void aPlaylistThatNamesItsOwnFolderEnds() throws IOException {
        files("music/1.mp3");
        text("music/list.m3u", "../music\n.\n1.mp3\n");

        assertThat(tracks(folder.resolve("music"))).containsExactly("music/1.mp3");
        assertThat(tracks(folder.resolve("music/list.m3u"))).contains("music/1.mp3");
    }

    private List<String> tracks(Path path) {
        MediaScan.Found found = MediaScan.of(List.of(path), MP3, MediaScan.Found.NOTHING);
        return found.tracks().stream()
                .map(track -> folder.relativize(track).toString())
                .toList();
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            text(name, "x");
        }
    }

    private Path text(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}

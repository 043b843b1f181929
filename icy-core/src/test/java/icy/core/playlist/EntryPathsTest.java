package icy.core.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryPathsTest {

    @Test
    void aPathIsReadAsWrittenFirst() {
        check("music/a.mp3", "music/a.mp3");
        check("/music/Artist: Song.mp3", "/music/Artist: Song.mp3");
        check("100%.mp3", "100%.mp3");
    }

    @Test
    void backslashesMaySeparateFolders() {
        check("Rock\\a.mp3", "Rock\\a.mp3", "Rock/a.mp3");
        check("C:\\Music\\a.mp3", "C:\\Music\\a.mp3", "C:/Music/a.mp3");
    }

    @Test
    void aRelativePathMayBeEscapedAsInAUrl() {
        check("a%20b/%C3%A9.mp3", "a%20b/%C3%A9.mp3", "a b/é.mp3");
        check("a%E9.mp3", "a%E9.mp3");
    }

    @Test
    void fileUrlsAreUnescapedFirst() {
        check("file:///music/a%20b.mp3", "/music/a b.mp3", "/music/a%20b.mp3");
        check("file:/music/a.mp3", "/music/a.mp3");
        check("FILE://localhost/music/a.mp3", "/music/a.mp3");
        check("file:///C:/Music/a.mp3", "C:/Music/a.mp3");
        check("file://server/share/a.mp3", "//server/share/a.mp3");
        check("file://a.mp3", "a.mp3");
        check("file:");
    }

    @Test
    void nothingWithAnEscapedNulIsAPath() {
        check("file:///a%00b", "/a%00b");
    }

    @Test
    void remoteLocationsAreNoFiles() {
        assertThat(EntryPaths.isRemote("https://h/x.mp3")).isTrue();
        assertThat(EntryPaths.isRemote("icy://h:8000/")).isTrue();
        assertThat(EntryPaths.isRemote("C://x.mp3")).isFalse();
        assertThat(EntryPaths.isRemote("file:///x.mp3")).isFalse();
        check("https://h/x.mp3");
    }

    private static void check(String location, String... paths) {
        assertThat(EntryPaths.of(location)).containsExactly(paths);
    }
}

package icy.core.playlist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file or an upstream gives as a playlist. */
class PlaylistFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void anyDocumentIsAPlaylistThatSurvivesWritingAndReading(byte[] document) {
        assertThat(PlaylistFormat.recognise("x", document)).isNotNull();
        for (PlaylistFormat format : PlaylistFormat.values()) {
            Playlist playlist = format.parse(document);
            assertThat(playlist.entries().size()).isLessThanOrEqualTo(document.length);
            byte[] written = format.write(playlist).getBytes(UTF_8);
            assertThat(format.parse(written)).isEqualTo(playlist);
            playlist.entries()
                    .forEach(entry -> assertThat(EntryPaths.of(entry.location()))
                            .allMatch(path -> !path.isEmpty() && path.chars().noneMatch(Character::isISOControl)));
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "#EXTM3U\n#EXTINF:123,Artist - Title\nmusic/a b.mp3\r\nhttp://h/x?y#z\n",
                        "[playlist]\nNumberOfEntries=1\nFile1=http://h:8000/s\nTitle1=T\nLength1=-1\nVersion=2\n",
                        "<?xml version=\"1.0\"?><playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\"><trackList><track>"
                                + "<location>http://h/a&amp;b</location><title>T</title><annotation>A</annotation>"
                                + "</track></trackList></playlist>")
                .map(text -> text.getBytes(UTF_8));
    }
}

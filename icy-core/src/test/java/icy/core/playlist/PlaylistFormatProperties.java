package icy.core.playlist;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.playlist.Playlist.Entry;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlaylistFormatProperties {

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void readingWhatWasWrittenGivesThePlaylistBack(
            @ForAll("playlists") Playlist playlist, @ForAll PlaylistFormat format) {
        byte[] document = format.write(playlist).getBytes(StandardCharsets.UTF_8);
        Playlist expected = format == PlaylistFormat.XSPF ? playlist : withoutNotes(playlist);
        assertThat(format.parse(document)).isEqualTo(expected);
    }

    @Property(tries = 500)
    void anyBytesGiveAPlaylist(@ForAll byte[] bytes, @ForAll PlaylistFormat format) {
        assertThat(format.parse(bytes).entries()).hasSizeLessThanOrEqualTo(bytes.length);
        assertThat(PlaylistFormat.recognise("x", bytes)).isNotNull();
    }

    @Property(tries = 500)
    void anyMixtureOfThePiecesOfDocumentsGivesAPlaylist(
            @ForAll("fragments") String text, @ForAll PlaylistFormat format) {
        Playlist playlist = format.parse(text.getBytes(StandardCharsets.UTF_8));
        byte[] again = format.write(playlist).getBytes(StandardCharsets.UTF_8);
        assertThat(format.parse(again)).isEqualTo(playlist);
    }

    @Property(tries = 500)
    void pathsAreNeverEmptyAndNeverCarryControlCharacters(@ForAll("locations") String location) {
        assertThat(EntryPaths.of(location))
                .allSatisfy(path ->
                        assertThat(path).isNotEmpty().matches(p -> p.chars().noneMatch(Character::isISOControl)));
    }

    private static Playlist withoutNotes(Playlist playlist) {
        return new Playlist(playlist.entries().stream()
                .map(entry -> new Entry(entry.location(), entry.title(), entry.lengthSeconds()))
                .toList());
    }

    @Provide
    Arbitrary<Playlist> playlists() {
        Arbitrary<String> text = texts();
        Arbitrary<Integer> length =
                Arbitraries.oneOf(Arbitraries.just(-1), Arbitraries.integers().greaterOrEqual(-1));
        Arbitrary<String> location = text.filter(t -> !CleanText.oneLine(t).isEmpty());
        return Combinators.combine(location, text, length, text, text)
                .as(Entry::new)
                .list()
                .ofMaxSize(8)
                .map(Playlist::new);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30),
                Arbitraries.strings()
                        .withChars("#,=<>&;\"'\\/:[]-!\r\n\t \u0000\u0085\uFEFF\uFFFE\uD800\uDC00aé1")
                        .ofMaxLength(30));
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "<track>",
                        "</track>",
                        "<location>",
                        "</location>",
                        "<title>",
                        "</title>",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<",
                        ">",
                        "&",
                        "&amp;",
                        "&#65;",
                        ";",
                        "#EXTM3U",
                        "#EXTINF:",
                        "12",
                        ",",
                        "\n",
                        "\r",
                        "[playlist]",
                        "File",
                        "Title",
                        "Length",
                        "=",
                        "1",
                        "2",
                        "a.mp3",
                        "é",
                        " ",
                        "<duration>",
                        "</duration>",
                        "<annotation>",
                        "</annotation>")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> locations() {
        return Arbitraries.of(
                        "file:",
                        "//",
                        "/",
                        "\\",
                        "%",
                        "0",
                        "00",
                        "41",
                        "C3",
                        "A9",
                        "C:",
                        "..",
                        "http",
                        ":",
                        "localhost",
                        "é",
                        "a.mp3")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}

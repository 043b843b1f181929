package icy.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.media.MediaFolders.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFoldersTest {
    private static final String COMPOSED = "Caf\u00e9 Vi\u1ec7t.mp3";
    private static final String DECOMPOSED = "Cafe\u0301 Vie\u0323\u0302t.mp3";
    private static final String HALF_COMPOSED = "Caf\u00e9 Vi\u1eb9\u0302t.mp3";

    @TempDir
    Path disk;

    private Path music;

    @BeforeEach
    void aFolderAndASecretBesideIt() throws IOException {
        music = Files.createDirectories(disk.resolve("music"));
        file(music.resolve("a.mp3"));
        file(music.resolve("jazz/b.mp3"));
        file(disk.resolve("secret.mp3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.mp3",
                "jazz/../../secret.mp3",
                "jazz/../a.mp3",
                "..\\secret.mp3",
                "jazz\\..\\..\\secret.mp3",
                "/etc/passwd",
                "a.mp3\0",
                "..",
                "...",
                ".. /secret.mp3",
                "jazz/.. ./secret.mp3",
                "/"
            })
    void noNameLeadsOut(String name) {
        assertThat(folders().find(name)).isEqualTo(new Lookup.Outside(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "c.mp3", "jazz", "jazz/", "%2e%2e/secret.mp3", "a.mp3/b.mp3", "A.mp3 "})
    void whatIsNoFileIsMissing(String name) {
        assertThat(folders().find(name)).isEqualTo(new Lookup.Missing(name));
    }

    @Test
    void aFileHasItsPathBelowTheFolderAsName() {
        Lookup found = folders().find("jazz/b.mp3");

        assertThat(found).isEqualTo(new Lookup.File(music.resolve("jazz/b.mp3"), "jazz/b.mp3"));
        assertThat(folders().nameOf(music.resolve("jazz/b.mp3"))).contains("jazz/b.mp3");
        assertThat(folders().find("jazz//./b.mp3")).isEqualTo(found);
        assertThat(folders().find(music.resolve("jazz/b.mp3").toString())).isEqualTo(found);
        assertThat(folders().nameOf(disk.resolve("secret.mp3"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void accentsMayBeWrittenEitherWay(String onDisk, String askedFor) throws IOException {
        Path file = file(music.resolve(onDisk));

        assertThat(folders().find(askedFor)).isEqualTo(new Lookup.File(file, COMPOSED));
        assertThat(folders().nameOf(file)).contains(COMPOSED);
    }

    static Stream<String[]> spellings() {
        return Stream.of(COMPOSED, DECOMPOSED, HALF_COMPOSED)
                .flatMap(onDisk ->
                        Stream.of(COMPOSED, DECOMPOSED, HALF_COMPOSED).map(asked -> new String[] {onDisk, asked}));
    }

    @Test
    void hiddenFilesAreNotThere() throws IOException {
        file(music.resolve(".hidden.mp3"));
        file(music.resolve(".trash/c.mp3"));

        assertThat(folders().find(".hidden.mp3")).isInstanceOf(Lookup.Missing.class);
        assertThat(folders().find(".trash/c.mp3")).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void aLinkLeadsOutOnlyWhereTheConfigSaysSo() throws IOException {
        Path elsewhere = Files.createDirectories(disk.resolve("elsewhere"));
        file(elsewhere.resolve("c.mp3"));
        Files.createSymbolicLink(music.resolve("linked"), elsewhere);
        Files.createSymbolicLink(music.resolve("secret.mp3"), disk.resolve("secret.mp3"));
        Files.createSymbolicLink(music.resolve("again.mp3"), music.resolve("a.mp3"));

        assertThat(folders().find("linked/c.mp3")).isInstanceOf(Lookup.Outside.class);
        assertThat(folders().find("secret.mp3")).isInstanceOf(Lookup.Outside.class);
        assertThat(folders().find("again.mp3")).isInstanceOf(Lookup.File.class);
        assertThat(folders(MediaConfig.of(music).followingLinks()).find("linked/c.mp3"))
                .isEqualTo(new Lookup.File(music.resolve("linked/c.mp3"), "linked/c.mp3"));
        assertThat(folders(MediaConfig.of(music, elsewhere)).find("linked/c.mp3"))
                .isInstanceOf(Lookup.File.class);
    }

    @Test
    void aFolderMayItselfBeALink() throws IOException {
        Path link = Files.createSymbolicLink(disk.resolve("link"), music);

        assertThat(folders(MediaConfig.of(link)).find("a.mp3"))
                .isEqualTo(new Lookup.File(link.resolve("a.mp3"), "a.mp3"));
    }

    @Test
    void theFirstFolderThatHasTheNameWins() throws IOException {
        Path jingles = Files.createDirectories(disk.resolve("jingles"));
        file(jingles.resolve("a.mp3"));
        file(jingles.resolve("j.mp3"));
        MediaFolders folders = folders(MediaConfig.of(music, jingles));

        assertThat(folders.find("a.mp3")).isEqualTo(new Lookup.File(music.resolve("a.mp3"), "a.mp3"));
        assertThat(folders.find("j.mp3")).isEqualTo(new Lookup.File(jingles.resolve("j.mp3"), "j.mp3"));
    }

    @Test
    void withoutFoldersOfTheirOwnThereIsWhatMountsPlay() throws IOException {
        Path playlist = file(disk.resolve("list.m3u"));
        Path single = file(disk.resolve("single.mp3"));
        MediaFolders folders = new MediaFolders(ServerConfig.of(
                MountConfig.of("/one", music.resolve("jazz"), music, single, playlist), MountConfig.of("/two", music)));

        assertThat(folders.roots()).containsExactly(music);
        assertThat(folders.find("a.mp3")).isInstanceOf(Lookup.File.class);
        assertThat(folders.find("single.mp3")).isEqualTo(new Lookup.File(single, "single.mp3"));
        assertThat(folders.find(single.toString())).isEqualTo(new Lookup.File(single, "single.mp3"));
        assertThat(folders.nameOf(single)).contains("single.mp3");
        assertThat(folders.find("secret.mp3")).isInstanceOf(Lookup.Missing.class);
        assertThat(folders.find("list.m3u")).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void goesByANewConfig() {
        MediaFolders folders = new MediaFolders(ServerConfig.of(MountConfig.of("/one")));
        assertThat(folders.find("a.mp3")).isInstanceOf(Lookup.Missing.class);

        folders.follow(ServerConfig.of(MountConfig.of("/one")).withMedia(MediaConfig.of(music)));

        assertThat(folders.find("a.mp3")).isInstanceOf(Lookup.File.class);
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing() {
        assertThat(folders(MediaConfig.of(disk.resolve("unplugged"))).find("a.mp3"))
                .isInstanceOf(Lookup.Missing.class);
    }

    @Property
    void idsAreSixteenDigitsAndSayNothingElse(@ForAll String name) {
        TrackId id = TrackId.of(name);

        assertThat(id).isEqualTo(TrackId.of(name));
        assertThat(TrackId.parse(id.toString())).contains(id);
        assertThat(TrackId.parse(id + "0")).isEmpty();
    }

    @Test
    void idsStayTheSame() {
        assertThat(TrackId.of("a.mp3")).hasToString("d5e42b11634fa8f6");
    }

    private MediaFolders folders() {
        return folders(MediaConfig.of(music));
    }

    private static MediaFolders folders(MediaConfig media) {
        return new MediaFolders(ServerConfig.of(MountConfig.of("/stream")).withMedia(media));
    }

    private static Path file(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "music");
    }
}

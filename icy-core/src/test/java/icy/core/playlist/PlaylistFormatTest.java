package icy.core.playlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.core.playlist.Playlist.Entry;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlaylistFormatTest {

    private static final Entry STREAM = new Entry("http://radio.example:8000/stream", "Radio Exämple", -1);

    @Test
    void writesAPlainM3uAsIcecastDoes() {
        assertThat(PlaylistFormat.M3U.write(Playlist.of(new Entry("http://127.0.0.1:8000/live.mp3"))))
                .isEqualTo("http://127.0.0.1:8000/live.mp3\r\n");
    }

    @Test
    void writesAnExtendedM3uWhenThereIsATitle() {
        assertThat(PlaylistFormat.M3U.write(Playlist.of(STREAM))).isEqualTo("""
                        #EXTM3U
                        #EXTINF:-1,Radio Exämple
                        http://radio.example:8000/stream
                        """);
    }

    @Test
    void writesPlsAsShoutcastDoes() {
        assertThat(PlaylistFormat.PLS.write(Playlist.of(STREAM))).isEqualTo("""
                        [playlist]
                        NumberOfEntries=1
                        File1=http://radio.example:8000/stream
                        Title1=Radio Exämple
                        Length1=-1
                        Version=2
                        """);
    }

    @Test
    void writesXspfAsIcecastDoesAndEscapesIt() {
        Entry entry = new Entry(
                "http://127.0.0.1:8000/live.mp3?a=1&b=2",
                "Rock & <Roll> ]]>",
                -1,
                "Stream Title: Test Radio\nContent Type:audio/mpeg",
                "http://example.com/");
        assertThat(PlaylistFormat.XSPF.write(Playlist.of(entry))).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <playlist xmlns="http://xspf.org/ns/0/" version="1">
                          <title/>
                          <creator/>
                          <trackList>
                            <track>
                              <location>http://127.0.0.1:8000/live.mp3?a=1&amp;b=2</location>
                              <title>Rock &amp; &lt;Roll&gt; ]]&gt;</title>
                              <annotation>Stream Title: Test Radio
                        Content Type:audio/mpeg</annotation>
                              <info>http://example.com/</info>
                            </track>
                          </trackList>
                        </playlist>
                        """);
        assertThat(PlaylistFormat.XSPF.write(Playlist.of())).contains("  <trackList/>\n");
    }

    @Test
    void contentTypesOfLinesCarryNoParametersBecauseMpg123ComparesThemWhole() {
        assertThat(PlaylistFormat.M3U.contentType()).isEqualTo("audio/x-mpegurl");
        assertThat(PlaylistFormat.PLS.contentType()).isEqualTo("audio/x-scpls");
        assertThat(PlaylistFormat.XSPF.contentType()).isEqualTo("application/xspf+xml; charset=UTF-8");
    }

    @Test
    void readsM3uOfEveryLineEndAndWithABom() {
        for (String end : new String[] {"\n", "\r\n", "\r"}) {
            String text = String.join(
                    end,
                    "\uFEFF#EXTM3U",
                    "#EXTINF:123,Sigur Rós - Ágætis byrjun",
                    "a/b.mp3",
                    "",
                    "# a note",
                    " c.mp3 ");
            checkM3u(text, new Entry("a/b.mp3", "Sigur Rós - Ágætis byrjun", 123), new Entry("c.mp3"));
        }
    }

    @Test
    void readsM3uInLatin1AndInUtf16() {
        String text = "#EXTM3U\r\n#EXTINF:5,Für Elise\r\nBeethoven\\Für Elise.mp3\r\n";
        Entry expected = new Entry("Beethoven\\Für Elise.mp3", "Für Elise", 5);
        for (Charset charset :
                new Charset[] {StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8, StandardCharsets.UTF_16}) {
            assertThat(PlaylistFormat.M3U.parse(text.getBytes(charset)).entries())
                    .as(charset.name())
                    .containsExactly(expected);
        }
    }

    @Test
    void readsOddExtinfLines() {
        checkM3u("#EXTINF:12.7,T\na", new Entry("a", "T", 12));
        checkM3u("#extinf: 12 , T \na", new Entry("a", "T", 12));
        checkM3u("#EXTINF:-1 tvg-name=\"One, Two\" x=\"y\",News, at ten\na", new Entry("a", "News, at ten", -1));
        checkM3u("#EXTINF:\na", new Entry("a"));
        checkM3u("#EXTINF:99999999999999999999,T\na", new Entry("a", "T", Integer.MAX_VALUE));
        checkM3u("#EXTINF:7,T\na\nb", new Entry("a", "T", 7), new Entry("b"));
    }

    @Test
    void readsPlsWithAnyCaseOrderAndNumbering() {
        checkPls("""
                numberofentries=17
                title7=Seven
                FILE7=C:\\Music\\seven.mp3
                Length7=420
                File2 = two.mp3
                File=first.mp3
                Title3=a title without a file
                Filex=no
                File99999999999=no
                nonsense
                =no
                """, new Entry("first.mp3"), new Entry("two.mp3"), new Entry("C:\\Music\\seven.mp3", "Seven", 420));
    }

    @Test
    void keepsEqualSignsOfPlsValues() {
        checkPls("[playlist]\nFile1=http://h/x?a=b=c\nTitle1=1+1=2", new Entry("http://h/x?a=b=c", "1+1=2", -1));
    }

    @Test
    void readsXspfOfOthers() {
        checkXspf("""
                <?xml version='1.0'?><!DOCTYPE playlist [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <p:playlist xmlns:p="http://xspf.org/ns/0/" version="1"><p:title>not this</p:title><p:trackList>
                <!-- <track><location>no</location></track> -->
                <p:track><p:location>file:///a%20b.mp3</p:location><p:location>second</p:location>
                  <p:title><![CDATA[A <b> & ]]>c</p:title><p:duration>215999</p:duration>
                  <p:annotation>&x;&#65;&#x1F600;&amp;lt; &#xFFFFFFF; &unknown</p:annotation></p:track>
                <p:track><p:title>no location</p:title></p:track>
                </p:trackList></p:playlist>
                """, new Entry("file:///a%20b.mp3", "A <b> & c", 215, "&x;A😀&lt; &#xFFFFFFF; &unknown", ""));
    }

    @Test
    void recognisesAFormatByItsContentBeforeItsName() {
        assertThat(recognise("list.m3u", " [Playlist]\nFile1=a")).isEqualTo(PlaylistFormat.PLS);
        assertThat(recognise("list.pls", "\uFEFF<?xml version='1.0'?>")).isEqualTo(PlaylistFormat.XSPF);
        assertThat(recognise("LIST.PLS", "File1=a")).isEqualTo(PlaylistFormat.PLS);
        assertThat(recognise("list.m3u8", "a.mp3")).isEqualTo(PlaylistFormat.M3U);
        assertThat(recognise("list", "")).isEqualTo(PlaylistFormat.M3U);
    }

    @Test
    void stopsReadingAtItsLimits() {
        String line = "a\n";
        assertThat(PlaylistFormat.M3U
                        .parse(line.repeat(Playlist.MAX_ENTRIES + 5).getBytes(StandardCharsets.UTF_8))
                        .entries())
                .hasSize(Playlist.MAX_ENTRIES);
        byte[] longLine = ("x".repeat(Playlist.MAX_LOCATION_CHARS + 1) + "\nb").getBytes(StandardCharsets.UTF_8);
        assertThat(PlaylistFormat.M3U.parse(longLine).entries()).containsExactly(new Entry("b"));
        byte[] tooLong = ("a\n" + "\n".repeat(Playlist.MAX_BYTES) + "late").getBytes(StandardCharsets.UTF_8);
        assertThat(PlaylistFormat.M3U.parse(tooLong).entries()).containsExactly(new Entry("a"));
    }

    @Test
    void entriesCannotSmuggleLinesAndNameNoComments() {
        Entry entry = new Entry(" #1 hit.mp3\r\n", "a\r\nFile2=evil\u0000\uD800", -7);
        assertThat(entry.location()).isEqualTo("./#1 hit.mp3");
        assertThat(entry.title()).isEqualTo("a  File2=evil \uFFFD");
        assertThat(entry.lengthSeconds()).isEqualTo(Playlist.UNKNOWN_LENGTH);
        assertThatThrownBy(() -> new Entry(" \n ")).hasMessageContaining("0 characters");
    }

    private static void checkM3u(String text, Entry... expected) {
        check(PlaylistFormat.M3U, text, expected);
    }

    private static void checkPls(String text, Entry... expected) {
        check(PlaylistFormat.PLS, text, expected);
    }

    private static void checkXspf(String text, Entry... expected) {
        check(PlaylistFormat.XSPF, text, expected);
    }

    private static void check(PlaylistFormat format, String text, Entry... expected) {
        assertThat(format.parse(text.getBytes(StandardCharsets.UTF_8)).entries())
                .containsExactly(expected);
    }

    private static PlaylistFormat recognise(String name, String content) {
        return PlaylistFormat.recognise(name, content.getBytes(StandardCharsets.UTF_8));
    }
}

package icy.server.shoutcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.mount.ListenerView;
import icy.server.mount.PlayedTitle;
import icy.server.testing.FakeMount;
import icy.server.testing.StatsReader;
import icy.server.testing.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StreamDocumentsTest {
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>\n";
    private static final ListenerView LISTENER =
            new ListenerView(12, ListenerView.Kind.LISTENER, "192.0.2.7", "", "http://site/", "", 1337, 4.0, 1);
    private static final PlayedTitle PLAYED = new PlayedTitle(Instant.ofEpochSecond(1_302_180_341), "A - B");

    private final FakeMount mount = new FakeMount("/stream").listeners(82).title("A - B, C & D");
    private final StreamDocuments documents = new StreamDocuments("icy 0", FakeMount.BEGAN.plusSeconds(100));

    @Test
    void aStreamsFiguresAreThoseOfDnas() {
        assertThat(text(documents.statsXml(stream(1, mount)))).isEqualTo(PROLOG + """
                <SHOUTCASTSERVER><CURRENTLISTENERS>82</CURRENTLISTENERS><PEAKLISTENERS>85</PEAKLISTENERS>\
                <MAXLISTENERS>500</MAXLISTENERS><UNIQUELISTENERS>81</UNIQUELISTENERS><AVERAGETIME>95</AVERAGETIME>\
                <SERVERGENRE>Rock</SERVERGENRE><SERVERGENRE2></SERVERGENRE2><SERVERGENRE3></SERVERGENRE3>\
                <SERVERGENRE4></SERVERGENRE4><SERVERGENRE5></SERVERGENRE5><SERVERURL>http://example.com/</SERVERURL>\
                <SERVERTITLE>Radio Exämple</SERVERTITLE><SONGTITLE>A - B, C &amp; D</SONGTITLE>\
                <STREAMHITS>40</STREAMHITS><STREAMSTATUS>1</STREAMSTATUS><BACKUPSTATUS>0</BACKUPSTATUS>\
                <STREAMLISTED>0</STREAMLISTED><STREAMLISTEDERROR>0</STREAMLISTEDERROR>\
                <STREAMPATH>/stream</STREAMPATH><STREAMUPTIME>100</STREAMUPTIME><BITRATE>128</BITRATE>\
                <SAMPLERATE>44100</SAMPLERATE><CONTENT>audio/mpeg</CONTENT><VERSION>icy 0</VERSION>\
                </SHOUTCASTSERVER>""");
    }

    @Test
    void inJsonBitrateAndSampleRateAreText() {
        assertThat(StrictJson.object(documents.statsJson(stream(1, mount))))
                .containsEntry("currentlisteners", 82L)
                .containsEntry("bitrate", "128")
                .containsEntry("samplerate", "44100")
                .containsEntry("songtitle", "A - B, C & D")
                .containsEntry("version", "icy 0");
    }

    @Test
    void statisticsAddUpAllStreams() {
        List<Stream> streams = List.of(
                stream(1, mount), stream(3, new FakeMount("/b").listeners(18).onAir(false)));
        Map<String, Object> json = StrictJson.object(documents.statisticsJson(streams));
        assertThat(json)
                .containsEntry("totalstreams", 2L)
                .containsEntry("activestreams", 1L)
                .containsEntry("currentlisteners", 100L)
                .containsEntry("uniquelisteners", 98L)
                .containsEntry("averagetime", 95L);
        List<Object> sids = ((List<?>) json.get("streams"))
                .stream().<Object>map(each -> ((Map<?, ?>) each).get("id")).toList();
        assertThat(sids).containsExactly(1L, 3L);
        assertThat(text(documents.statisticsXml(streams)))
                .startsWith(PROLOG + "<SHOUTCASTSERVER><STREAMSTATS><TOTALSTREAMS>2</TOTALSTREAMS>")
                .contains("<VERSION>icy 0</VERSION><STREAM id=\"1\"><CURRENTLISTENERS>82")
                .endsWith("</STREAM></STREAMSTATS></SHOUTCASTSERVER>");
        assertThat(StrictJson.object(documents.statisticsJson(List.of())))
                .containsEntry("totalstreams", 0L)
                .containsEntry("averagetime", 0L)
                .containsEntry("streams", List.of());
    }

    @Test
    void listenersHaveTheMemberThatAzuraCastNeeds() {
        assertThat(text(documents.listenersJson(List.of(LISTENER), false)))
                .isEqualTo("[{\"hostname\":\"192.0.2.7\",\"useragent\":\"**EMPTY**\",\"connecttime\":\"1337\","
                        + "\"uid\":\"12\",\"type\":\"\",\"referer\":\"http://site/\",\"xff\":\"\",\"grid\":\"\","
                        + "\"triggers\":\"0\"}]");
        assertThat(text(documents.listenersJson(List.of(LISTENER), true))).isEqualTo("[{\"hostname\":\"192.0.2.7\"}]");
        assertThat(text(documents.listenersJson(List.of(), false))).isEqualTo("[]");
    }

    @Test
    void whatWasPlayedHasTheTimeItBegan() {
        assertThat(text(documents.playedJson(List.of(PLAYED))))
                .isEqualTo("[{\"playedat\":\"1302180341\",\"title\":\"A - B\"}]");
        assertThat(text(documents.playedXml(List.of(PLAYED))))
                .isEqualTo(PROLOG + "<SHOUTCASTSERVER><SONGHISTORY><SONG><PLAYEDAT>1302180341</PLAYEDAT>"
                        + "<TITLE>A - B</TITLE></SONG></SONGHISTORY></SHOUTCASTSERVER>");
    }

    @Test
    void anOperatorSeesEverythingAtOnce() {
        String xml = text(documents.everythingXml(stream(1, mount), List.of(LISTENER), List.of(PLAYED)));
        assertThat(xml).contains("<REPORTEDLISTENERS>81<", "<UID>12</UID>", "<PLAYEDAT>1302180341</PLAYEDAT>");
        assertThat(StatsReader.shoutcast2(xml))
                .isEqualTo(new StatsReader.NowPlaying("A - B, C & D", 82, 81, 128, "audio/mpeg"));
        Map<String, Object> json =
                StrictJson.object(documents.everythingJson(stream(1, mount), List.of(LISTENER), List.of(PLAYED)));
        assertThat(json).containsKeys("currentlisteners", "listeners", "songs", "version");
    }

    @Test
    void sevenIsOneLineWithTheTitleLast() {
        assertThat(StreamPages.seven(mount.snapshot()))
                .isEqualTo("<HTML><meta http-equiv=\"Pragma\" content=\"no-cache\"></head>"
                        + "<body>82,1,85,500,81,128,A - B, C &amp; D</body></html>");
        assertThat(StreamPages.seven(new FakeMount("/off").onAir(false).snapshot()))
                .contains("<body>0,0,3,500,0,128,</body>");
    }

    @Property(tries = 300)
    void noTitleBreaksADocument(@ForAll String said) {
        Stream loud = stream(1, new FakeMount("/loud").title("</body>\"" + said).listeners(7));
        ListenerView listener = new ListenerView(1, ListenerView.Kind.LISTENER, "::1", said, said, said, 5, 0, 0);
        List<PlayedTitle> played = List.of(new PlayedTitle(Instant.EPOCH, said));
        assertThat(StatsReader.shoutcast2(text(documents.statsXml(loud))).listeners())
                .isEqualTo(7);
        assertThat(StatsReader.shoutcast2(text(documents.everythingXml(loud, List.of(listener), played)))
                        .unique())
                .isEqualTo(6);
        assertThat(StatsReader.shoutcast1(StreamPages.seven(loud.mount())).listeners())
                .isEqualTo(7);
        assertThat(StatsReader.shoutcastClients(text(documents.listenersJson(List.of(listener), false))))
                .hasSize(1);
        StrictJson.object(documents.everythingJson(loud, List.of(listener), played));
    }

    private static Stream stream(int sid, FakeMount mount) {
        return new Stream(sid, mount.snapshot());
    }

    private static String text(byte[] document) {
        return new String(document, UTF_8);
    }
}

package icy.server.icecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.mount.ListenerView;
import icy.server.mount.MountSnapshot;
import icy.server.testing.FakeMount;
import icy.server.testing.StatsReader;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AdminXmlTest {
    private static final String BASE = "http://127.0.0.1:8000";
    private static final ServerFigures SERVER =
            new ServerFigures("icy 0", Instant.parse("2026-11-20T22:31:53Z"), 2, 14, 1, 0);
    private static final MountSnapshot.Source ENCODER = new MountSnapshot.Source(
            "live",
            "source",
            "127.0.0.1",
            "Lavf/59.27.100",
            "ice-bitrate=128;quality=4.5;listeners=9000",
            "",
            Instant.parse("2026-11-20T23:00:00Z"),
            1_434_480,
            480,
            0,
            0);

    @Test
    void statisticsAreThoseOfIcecast() {
        FakeMount mount =
                new FakeMount("/live.mp3").title("AA - TT").listeners(1).source(ENCODER);
        assertThat(stats(mount)).isEqualTo("""
                <?xml version="1.0"?>
                <icestats><admin></admin><client_connections>13</client_connections><clients>2</clients>\
                <connections>14</connections><file_connections>0</file_connections><host>127.0.0.1</host>\
                <listener_connections>40</listener_connections><listeners>1</listeners><location></location>\
                <server_id>icy 0</server_id><server_start>Fri, 20 Nov 2026 22:31:53 +0000</server_start>\
                <server_start_iso8601>2026-11-20T22:31:53+0000</server_start_iso8601>\
                <source_client_connections>1</source_client_connections>\
                <source_relay_connections>0</source_relay_connections>\
                <source_total_connections>1</source_total_connections><sources>1</sources><stats>0</stats>\
                <stats_connections>0</stats_connections><source mount="/live.mp3">\
                <audio_info>ice-bitrate=128;quality=4.5;listeners=9000</audio_info><bitrate>128</bitrate>\
                <channels>2</channels><genre>Rock</genre><ice-bitrate>128</ice-bitrate>\
                <listener_connections>40</listener_connections><listener_peak>4</listener_peak><listeners>1</listeners>\
                <listenurl>http://127.0.0.1:8000/live.mp3</listenurl><max_listeners>500</max_listeners>\
                <public>1</public><quality>4.5</quality><samplerate>44100</samplerate>\
                <server_description>A desc</server_description><server_name>Radio Exämple</server_name>\
                <server_type>audio/mpeg</server_type><server_url>http://example.com/</server_url>\
                <slow_listeners>2</slow_listeners><source_ip>127.0.0.1</source_ip>\
                <stream_start>Fri, 20 Nov 2026 23:00:00 +0000</stream_start>\
                <stream_start_iso8601>2026-11-20T23:00:00+0000</stream_start_iso8601><title>AA - TT</title>\
                <total_bytes_read>1434480</total_bytes_read><total_bytes_sent>123456789012</total_bytes_sent>\
                <user_agent>Lavf/59.27.100</user_agent></source></icestats>""");
    }

    @Test
    void ofOggArtistAndTitleAreApart() {
        FakeMount mount = new FakeMount("/o")
                .format("application/ogg", 160, 48_000, 2)
                .title("Sigur Rós - Ágætis byrjun - live")
                .source(new MountSnapshot.Source(
                        "live", "source", "::1", "ices", "", "Vorbis", FakeMount.BEGAN, 7, 0, 0, 0));
        assertThat(stats(mount))
                .contains("<artist>Sigur Rós</artist>", "<title>Ágætis byrjun - live</title>")
                .contains("<subtype>Vorbis</subtype>");
    }

    @Test
    void listenersCanBeReadByOldAndByNewNames() {
        ListenerView listener =
                new ListenerView(13, ListenerView.Kind.LISTENER, "192.0.2.7", "", "http://a/", "ann", 12, 4.4, 99_000);
        ListenerView relay =
                new ListenerView(14, ListenerView.Kind.RELAY, "192.0.2.8", "Icecast 2.4.4", "", "", 99, 0.2, 1);
        ListenerView passing =
                new ListenerView(15, ListenerView.Kind.CONNECTION, "192.0.2.9", "curl", "", "", 1, 0.2, 1);
        assertThat(text(AdminXml.listeners("/m", List.of(listener, relay, passing))))
                .isEqualTo("""
                <?xml version="1.0"?>
                <icestats><source mount="/m"><Listeners>1</Listeners><listeners>1</listeners><listener id="13">\
                <IP>192.0.2.7</IP><UserAgent>Unknown</UserAgent><Connected>12</Connected><ID>13</ID>\
                <username>ann</username><ip>192.0.2.7</ip><useragent>Unknown</useragent><connected>12</connected>\
                <id>13</id><referer>http://a/</referer><lag>4</lag></listener><relay id="14"><IP>192.0.2.8</IP>\
                <UserAgent>Icecast 2.4.4</UserAgent><Connected>99</Connected><ID>14</ID><ip>192.0.2.8</ip>\
                <useragent>Icecast 2.4.4</useragent><connected>99</connected><id>14</id><referer></referer>\
                <lag>0</lag></relay></source></icestats>""");
    }

    @Test
    void mountsAreListedWithTheirFallback() {
        Instant now = FakeMount.BEGAN.plusSeconds(92);
        MountSnapshot mount = new FakeMount("/m").listeners(1).fallback("/f").snapshot();
        String source = "<source mount=\"/m\"><fallback>/f</fallback><listeners>1</listeners><Connected>92</Connected>"
                + "<content-type>audio/mpeg</content-type></source>";
        assertThat(text(AdminXml.mounts(List.of(mount), now)))
                .isEqualTo("<?xml version=\"1.0\"?>\n<icestats>" + source + "</icestats>");
        assertThat(text(AdminXml.destinations(new FakeMount("/a").snapshot(), List.of(mount), now)))
                .isEqualTo("<?xml version=\"1.0\"?>\n<icestats><current_source>/a</current_source>" + source
                        + "</icestats>");
    }

    @Test
    void answersToCommandsAreThoseOfIcecast() {
        assertThat(text(AdminXml.response("Client 7 not found", false)))
                .isEqualTo("<?xml version=\"1.0\"?>\n"
                        + "<iceresponse><message>Client 7 not found</message><return>0</return></iceresponse>");
    }

    @Property(tries = 300)
    void whateverAMountSaysItIsReadWithAllOfItsNeighbours(@ForAll String said) {
        MountSnapshot.Source source =
                new MountSnapshot.Source("live", "u", said, said, said, said, FakeMount.BEGAN, 1, 0, 0, 0);
        FakeMount loud = new FakeMount("/loud").title("&lt;/title> " + said).source(source);
        FakeMount plain = new FakeMount("/plain").title("A - B").listeners(3);
        String document = stats(loud, plain);
        assertThat(StatsReader.icecastXml(document, "/plain"))
                .isEqualTo(new StatsReader.NowPlaying("A - B", 3, -1, 128, "audio/mpeg"));
        assertThat(StatsReader.icecastXml(document, "/loud").listeners()).isZero();
    }

    private static String stats(FakeMount... mounts) {
        List<MountSnapshot> snapshots =
                List.of(mounts).stream().map(FakeMount::snapshot).toList();
        return text(AdminXml.stats(BASE, SERVER, snapshots, snapshots));
    }

    private static String text(byte[] document) {
        return new String(document, UTF_8);
    }
}

package icy.server.icecast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.StationInfo;
import icy.server.mount.MountSnapshot;
import icy.server.testing.FakeMount;
import icy.server.testing.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

    private static final Instant START = Instant.parse("2026-11-20T22:31:53Z");

    @Test
    void oneMountIsAnObjectInTheWordsOfIcecast() {
        FakeMount mount = new FakeMount("/ez.mp3").title("t");
        assertThat(render(mount))
                .isEqualTo(
                        "{\"icestats\":{\"admin\":\"\",\"host\":\"127.0.0.1\",\"location\":\"\",\"server_id\":\"icy 0\","
                                + "\"server_start\":\"Fri, 20 Nov 2026 22:31:53 +0000\","
                                + "\"server_start_iso8601\":\"2026-11-20T22:31:53+0000\",\"source\":{"
                                + "\"audio_info\":\"bitrate=128;samplerate=44100;channels=2\",\"bitrate\":128,\"channels\":2,"
                                + "\"genre\":\"Rock\",\"listener_peak\":3,\"listeners\":0,"
                                + "\"listenurl\":\"http://127.0.0.1:8000/ez.mp3\",\"samplerate\":44100,"
                                + "\"server_description\":\"A desc\",\"server_name\":\"Radio Exämple\","
                                + "\"server_type\":\"audio/mpeg\",\"server_url\":\"http://example.com/\","
                                + "\"stream_start\":\"Fri, 20 Nov 2026 22:45:08 +0000\","
                                + "\"stream_start_iso8601\":\"2026-11-20T22:45:08+0000\",\"title\":\"t\"}}}");
    }

    @Test
    void severalMountsAreAnArrayAndNoneLeavesTheKeyOut() {
        Map<String, Object> two = icestats(new FakeMount("/a"), new FakeMount("/b"));
        assertThat(two.get("source"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(icestats()).doesNotContainKey("source").containsKey("server_id");
    }

    @Test
    void aTitleThatIsANumberStaysAString() {
        assertThat(source(new FakeMount("/a").title("1999"))).containsEntry("title", "1999");
        assertThat(source(new FakeMount("/a").title(" - "))).containsEntry("title", "-");
        assertThat(source(new FakeMount("/a"))).containsEntry("title", "");
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        FakeMount mount = new FakeMount("/a").format("audio/mpeg", 0, 0, 0).info(StationInfo.DEFAULT);
        assertThat(source(mount))
                .doesNotContainKeys("audio_info", "bitrate", "samplerate", "channels", "server_url")
                .containsKeys("listenurl", "listeners", "server_type");
    }

    @Test
    void keysAreInAlphabeticalOrder() {
        Map<String, Object> source = source(new FakeMount("/a").title("x"));
        assertThat(source.keySet()).containsExactlyElementsOf(new TreeMap<>(source).keySet());
    }

    @Test
    void hostileTitlesComeBackAsTheyWere() {
        for (String title : List.of(
                "</script><script>alert(1)</script>",
                "\"quoted\" \\ 'too'",
                "🎧 Ágætis byrjun",
                "\u2028x",
                "{}[],:",
                "Señor\u007F")) {
            FakeMount mount = new FakeMount("/a").title(title);
            assertThat(source(mount))
                    .containsEntry("title", mount.snapshot().title().text());
        }
    }

    @Property(tries = 300)
    void anyTitleIsValidJson(@ForAll String title) {
        FakeMount mount = new FakeMount("/a").title(title);
        assertThat(source(mount).get("title"))
                .isEqualTo(mount.snapshot().title().text());
    }

    @Test
    void pathsInUrlsAreEscaped() {
        assertThat(source(new FakeMount("/jazz/ü"))).containsEntry("listenurl", "http://127.0.0.1:8000/jazz/%C3%BC");
    }

    @SuppressWarnings("unchecked") // a source is an object, or the test fails
    private static Map<String, Object> source(FakeMount mount) {
        return (Map<String, Object>) icestats(mount).get("source");
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> icestats(FakeMount... mounts) {
        return (Map<String, Object>) StrictJson.object(bytes(mounts)).get("icestats");
    }

    private static String render(FakeMount... mounts) {
        return new String(bytes(mounts), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(FakeMount... mounts) {
        List<MountSnapshot> snapshots =
                List.of(mounts).stream().map(FakeMount::snapshot).toList();
        return StatusJson.render("http://127.0.0.1:8000", new ServerFigures("icy 0", START, 0, 0, 0, 0), snapshots);
    }
}

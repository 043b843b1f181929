package icy.server.shoutcast;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.StationInfo;
import icy.server.http.Routes;
import icy.server.testing.FakeMount;
import icy.server.testing.StatsReader;
import icy.server.testing.StrictJson;
import icy.server.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicPagesTest {
    private static final String FIREFOX = "Mozilla/5.0 (Windows; U; Windows NT 5.1) Gecko/20070309 Firefox/2.0.0.3";

    private final FakeMount first = new FakeMount("/stream").title("A - B").listeners(7);
    private final FakeMount hidden = new FakeMount("/secret").hidden().listeners(40);
    private final FakeMount third = new FakeMount("/jazz").title("C - D").listeners(2);
    private final TestServer server = TestServer.serving(Routes.builder()
            .with(new PublicPages(FakeMount.mounts(first, hidden, third), "icy 0")::routes)
            .build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void sevenIsForEverybodyWhateverTheyCallThemselves() {
        assertThat(StatsReader.shoutcast1(get("/7.html")).listeners()).isEqualTo(7);
        assertThat(server.get("/7.html?sid=3", "User-Agent", FIREFOX).body())
                .contains("<body>2,1,5,500,1,128,C - D</body>");
    }

    @Test
    void statsAreXmlOrJsonOrACall() {
        assertThat(StatsReader.shoutcast2(get("/stats")).text()).isEqualTo("A - B");
        assertThat(StrictJson.object(get("/stats?sid=3&json=1"))).containsEntry("songtitle", "C - D");
        HttpResponse<String> call = server.get("/stats?json=1&callback=show.it");
        assertThat(call.body()).startsWith("show.it({\"currentlisteners\":7,").endsWith("});\n");
        assertThat(call.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(server.get("/stats?json=1&callback=alert(1)").statusCode()).isEqualTo(400);
    }

    @Test
    void statisticsLeaveHiddenStreamsOutAndTheOthersKeepTheirNumbers() {
        Map<String, Object> json = StrictJson.object(get("/statistics?json=1"));
        assertThat(json).containsEntry("totalstreams", 2L).containsEntry("currentlisteners", 9L);
        List<Object> sids = ((List<?>) json.get("streams"))
                .stream().<Object>map(each -> ((Map<?, ?>) each).get("id")).toList();
        assertThat(sids).containsExactly(1L, 3L);
        assertThat(get("/statistics")).doesNotContain("/secret");
    }

    @Test
    void aStreamIsNamedByItsNumberOrItsPath() {
        assertThat(get("/currentsong?sid=3")).isEqualTo("C - D");
        assertThat(get("/currentsong?sp=/jazz")).isEqualTo("C - D");
        assertThat(get("/currentsong")).isEqualTo("A - B");
        first.onAir(false);
        assertThat(get("/currentsong")).as("the only one that is on the air").isEqualTo("C - D");
        assertThat(server.get("/currentsong?sid=4").body()).isEqualTo("There is no stream 4.\n");
        assertThat(server.get("/currentsong?sp=/none").statusCode()).isEqualTo(404);
        assertThat(server.get("/currentsong?sid=x").statusCode()).isEqualTo(400);
    }

    @Test
    void whatWasPlayedComesInThreeForms() {
        first.play(200_000).title("<b>E</b>");
        assertThat(get("/played.html"))
                .contains("<td>&lt;b&gt;E&lt;/b&gt;</td>")
                .doesNotContain("<b>");
        assertThat(get("/played?type=xml")).contains("<TITLE>‹b›E‹/b›</TITLE>", "<TITLE>A - B</TITLE>");
        List<?> played = (List<?>) StrictJson.parse(get("/played?type=json"));
        assertThat(played).hasSize(2);
        assertThat(((Map<?, ?>) played.get(0)).get("title")).as("newest first").isEqualTo("<b>E</b>");
    }

    @Test
    void nobodyKnowsWhatComesNext() {
        assertThat(get("/nextsong")).isEmpty();
        assertThat(StrictJson.parse(get("/nextsongs?json=1"))).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "", "no url", "/x"})
    void homeIsTheStationsPageIfThatCanBeOne(String url) {
        assertThat(server.get("/home.html").headers().firstValue("Location")).hasValue("http://example.com/");
        first.info(new StationInfo("Radio", "", "", url, true));
        assertThat(server.get("/home.html").headers().firstValue("Location")).hasValue("./");
    }

    private String get(String target) {
        HttpResponse<String> answer = server.get(target);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}

package icy.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import icy.server.config.StationInfo;
import icy.server.mount.MountSnapshot;
import icy.server.testing.FakeMount;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ListenerPageTest {
    private final ListenerPage page = new ListenerPage(WebAssets.text("listen.html"), WebAssets.text("mount.html"));

    @Test
    void showsWhatPlaysAndLeadsOtherPlayersThere() {
        String html = render(
                new FakeMount("/stream").title("Sigur Rós – Ágætis byrjun").listeners(1));
        assertThat(html)
                .contains("<h1 id=\"station\">Radio Exämple</h1>")
                .contains("aria-live=\"polite\">Sigur Rós – Ágætis byrjun</p>")
                .contains("Rock\u00A0· MP3\u00A0· 128\u00A0kbit/s\u00A0· 44.1\u00A0kHz\u00A0· stereo")
                .contains(">1 listener<")
                .contains("href=\"stream.m3u\"", "href=\"stream.pls\"", "href=\"stream.xspf\"")
                .contains("<code id=\"address\">http://h:8000/stream</code>")
                .contains("<audio controls preload=\"none\" src=\"stream\">"); // for those without scripts
    }

    @Test
    void hidesTheListOfStreamsWhenThereIsOne() {
        assertThat(render(new FakeMount("/a"))).contains("aria-labelledby=\"streams-heading\" hidden>");
        String two = render(new FakeMount("/a"), new FakeMount("/b"));
        assertThat(two)
                .contains("aria-labelledby=\"streams-heading\">")
                .containsOnlyOnce("aria-current=\"true\" data-mount=\"/a\"")
                .contains("data-mount=\"/b\"");
    }

    @Test
    void escapesNamesInLinks() {
        assertThat(render(new FakeMount("/jazz/ü+1")))
                .contains("href=\"?mount=/jazz/%C3%BC%2B1\"")
                .contains("data-path=\"jazz/%C3%BC+1\"")
                .contains("data-mount=\"/jazz/ü+1\"");
    }

    @Test
    void saysWhenNothingIsOnTheAir() {
        assertThat(render(new FakeMount("/a").onAir(false)))
                .contains("data-state=\"off-air\"")
                .contains("Off the air");
    }

    @Test
    void textsOfOthersStayTexts() {
        String attack = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick='x' {{title}} &amp;";
        String html = render(new FakeMount("/a")
                .title(attack)
                .info(new StationInfo(attack, attack, attack, "javascript:alert(1)", false)));
        assertThat(html)
                .doesNotContain("<script>", "<img", "\" onclick=", "' onclick", "javascript:")
                .contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;"
                        + " onclick=&#39;x&#39; {{title}} &amp;amp;");
    }

    @Property(tries = 200)
    void noTitleChangesTheStructureOfThePage(@ForAll String title) {
        String tags = tags(render(new FakeMount("/a").title("")));
        assertThat(tags(render(new FakeMount("/a").title(title)))).isEqualTo(tags);
    }

    @Test
    void hasNoInlineScriptOrStyleSoThatThePolicyCanForbidThem() {
        String html = render(new FakeMount("/a"));
        assertThat(html).doesNotContainPattern("<script>|<style|\\son[a-z]+=|style=|javascript:");
        assertThat(html).doesNotContainPattern("(src|href)=\"(https?:)?//");
        assertThat(WebAssets.text("listen.css") + WebAssets.text("page.css")).doesNotContain("url(", "@import");
    }

    @Test
    void aGapThatNothingFillsIsAMistakeOfOurs() {
        assertThatThrownBy(() -> new PageTemplate("{{gap}}").fill(Map.of())).hasMessageContaining("gap");
    }

    private static String tags(String html) {
        return html.replaceAll("[^<>\"]", "");
    }

    private String render(FakeMount... mounts) {
        List<MountSnapshot> snapshots =
                List.of(mounts).stream().map(FakeMount::snapshot).toList();
        return page.render(snapshots, snapshots.get(0), "http://h:8000");
    }
}

package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.mixtape.MixtapeStage.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharePageTest {
    private static final String DAY = "{'seconds':86400}";

    @TempDir
    private Path folder;

    private MixtapeStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new MixtapeStage(folder);
        stage.makeTrains();
        stage.makeSecret();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void everybodyOpensThePage() {
        Answer page = stage.getAsStranger("/share/trains");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "manifest-src 'self'");
        assertThat(page.header("Set-Cookie")).isEmpty();
        assertThat(page.text())
                .contains("<h1>Late trains</h1>")
                .contains("For the way home.")
                .contains("href=\"../play/1.mp3\"")
                .contains("<meta property=\"og:title\" content=\"Late trains\">")
                .contains("<meta property=\"og:url\" content=\"" + stage.url("/share/trains") + "\">")
                .contains("href=\"trains/manifest.json\"")
                .doesNotContain("://fonts.", "style=");
        assertThat(stage.get("/share/nothing").status()).isEqualTo(404);
    }

    @Test
    void aSlashAtTheEndLeadsToThePage() {
        Answer answer = stage.get("/share/trains/");
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.header("Location")).isEqualTo("../trains");
    }

    @Test
    void noTitleBreaksThePage() {
        String wild = "</title><script>alert(1)</script>\\\" onload=\\\"x\\u0027{{notes}}";
        stage.post(
                "/api/mixtapes",
                "{\"slug\":\"wild\",\"title\":\"%s\",\"notes\":\"%s\",\"tracks\":[\"1.mp3\"]}".formatted(wild, wild));
        assertThat(stage.get("/share/wild").text())
                .doesNotContain("<script>alert", "\" onload=\"")
                .contains(
                        "<h1>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x&#39;{{notes}}</h1>");
    }

    @Test
    void phonesGetWhatTheyWantToKnow() {
        Answer manifest = stage.getAsStranger("/share/trains/manifest.json");
        assertThat(manifest.header("Content-Type")).isEqualTo("application/manifest+json");
        assertThat(manifest.json())
                .containsEntry("name", "Late trains")
                .containsEntry("display", "standalone")
                .containsEntry("start_url", "../trains");
    }

    @Test
    void whatIsNotPublicIsOpenedByALinkOnly() {
        for (String path : List.of("/share/secret", "/share/secret/manifest.json")) {
            assertThat(stage.get(path).status()).isEqualTo(404);
            String absent = stage.get(path.replace("secret", "nothing")).text();
            assertThat(stage.get(path).text()).contains("secret").isEqualTo(absent.replace("nothing", "secret"));
        }
        Answer link = stage.post("/api/mixtapes/secret/links", DAY);
        String url = String.valueOf(link.json().get("url"));
        assertThat(Instant.parse(String.valueOf(link.json().get("expires"))))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        String path = url.substring(stage.url("").length());
        Answer page = stage.getAsStranger(path);
        assertThat(page.status()).isEqualTo(200);
        String query = path.substring(path.indexOf('?'));
        assertThat(page.text()).contains("manifest.json" + query).contains("content=\"noindex\"");
        assertThat(stage.getAsStranger("/share/secret/manifest.json" + query).text())
                .contains("\"start_url\":\"../secret" + query);
    }

    @Test
    void noTokenButOursOpens() {
        String url = String.valueOf(
                stage.post("/api/mixtapes/secret/links", DAY).json().get("url"));
        String token = url.substring(url.indexOf('=') + 1);
        int dot = token.indexOf('.');
        String later = Long.parseLong(token.substring(0, dot)) + 1 + token.substring(dot);
        String other = token.substring(0, token.length() - 2) + (token.endsWith("AA") ? "BB" : "AA");
        for (String forged : List.of("", "1", ".", later, other, "9".repeat(40) + token.substring(dot), "%00")) {
            assertThat(stage.get("/share/secret?token=" + forged).status())
                    .as(forged)
                    .isEqualTo(404);
        }
        Answer open = stage.get("/share/trains?token=" + other);
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.text()).doesNotContain(other);
    }

    @Test
    void linksExpireAndAreTakenBack() {
        String brief = path(stage.post("/api/mixtapes/secret/links", "{'seconds':1}"));
        String open = path(stage.post("/api/mixtapes/trains/links", "{'seconds':1}"));
        String lasting = path(stage.post("/api/mixtapes/secret/links", "{'expires':'2031-05-01T12:00:00+02:00'}"));
        await().until(() -> stage.get(brief).status() == 410);
        assertThat(stage.get(brief).text()).contains("This link has expired");
        await().until(() -> stage.get(open).status() == 410);
        assertThat(stage.get(lasting).status()).isEqualTo(200);
        assertThat(stage.delete("/api/mixtapes/secret/links").status()).isEqualTo(200);
        assertThat(stage.get(lasting).status()).isEqualTo(404);
        assertThat(stage.get(brief).status()).isEqualTo(404);
    }

    @Test
    void aLinkOfAnotherTimeIsRefusedInASentence() {
        for (String body : List.of(
                "{}",
                "{'seconds':0}",
                "{'seconds':-9223372036854775808}",
                "{'seconds':9223372036854775807}",
                "{'expires':'2001-01-01T00:00:00Z'}",
                "{'expires':'tomorrow'}")) {
            Answer refused = stage.post("/api/mixtapes/secret/links", body);
            assertThat(refused.status()).as(body).isEqualTo(422);
            assertThat(refused.detail()).isNotEmpty();
        }
        assertThat(stage.post("/api/mixtapes/nothing/links", DAY).status()).isEqualTo(404);
        assertThat(stage.postAsStranger("/api/mixtapes/secret/links", DAY).status())
                .isEqualTo(401);
    }

    private String path(Answer link) {
        return String.valueOf(link.json().get("url")).substring(stage.url("").length());
    }
}

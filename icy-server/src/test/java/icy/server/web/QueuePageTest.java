package icy.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.testing.TestServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuePageTest {
    private final TestServer server = TestServer.serving(Routes.builder()
            .get("/queue/{name}", Endpoint.immediate(new QueuePage(new PublicAddress(null))::handle))
            .build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void namesTheQueueAndItsStream() {
        HttpResponse<String> page = server.get("/queue/bed%20time");
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .contains("<h1 id=\"name\">bed time</h1>", "src=\"../api/streams/bed%20time/stream.mp3\"")
                .contains("/api/streams/bed%20time/stream.mp3</code>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'");
    }

    @Test
    void anAddressWithASlashAtItsEndLeadsToTheOneWithout() {
        HttpResponse<String> page = server.get("/queue/bed%20time/");

        assertThat(page.statusCode()).isEqualTo(308);
        assertThat(page.headers().firstValue("Location")).contains("../bed%20time");
    }

    @Test
    void aNameIsTextWhateverItIs() {
        assertThat(server.get("/queue/%3Cscript%3Ealert(1)%3Cbr%3E%22%20x%3D").body())
                .doesNotContain("<script>", "\" x=")
                .contains("&lt;script&gt;alert(1)&lt;br&gt;&quot;");
    }

    @Test
    void hasNoInlineScriptOrStyleAndNothingFromElsewhere() {
        String html = WebAssets.text("queue.html");
        assertThat(html).doesNotContainPattern("<script>|<style|\\son[a-z]+=|style=|javascript:");
        assertThat(html).doesNotContainPattern("(src|href)=\"(https?:)?//");
        assertThat(WebAssets.text("queue.css")).doesNotContain("url(", "@import");
    }
}

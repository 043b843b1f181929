package icy.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.api.EventTopic;
import icy.server.api.EventsEndpoint;
import icy.server.api.MountsApi;
import icy.server.http.Endpoint;
import icy.server.http.PublicAddress;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.mount.MountsView;
import icy.server.testing.Browser;
import icy.server.testing.FakeMount;
import icy.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = "icy.server.testing.Browser#installed", disabledReason = "there is no Chromium on this machine")
class PageTitlesInBrowserTest {
    private static final String ATTACK = "</script><img src=x onerror=document.title='attacked'>\" & 'x' 🎧";

    @TempDir
    private Path profile;

    private final FakeMount stream = new FakeMount("/stream").title("First");
    private final MountsView mounts = FakeMount.mounts(stream);
    private final Workers workers = Workers.start(1);

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void titlesAndListenersChangeByThemselves() throws IOException, InterruptedException {
        Routes.Builder routes = routes().get(
                        "/api/events",
                        new EventsEndpoint(
                                new EventTopic(mounts, List.of()),
                                station -> Optional.empty(),
                                workers.io(),
                                entry -> {}));
        try (TestServer server = TestServer.serving(routes.build());
                Browser browser = new Browser(profile)) {
            browser.open(server.base() + "/");
            awaitThat(() -> browser.text("title").equals("First"));
            stream.play(1_000).title("Second").listeners(1_234);
            awaitThat(() -> browser.text("title").equals("Second"));
            awaitThat(() -> browser.text("listeners").equals("1234 listeners"));
            assertThat(browser.value("document.title")).isEqualTo("Second · Radio Exämple");
            stream.onAir(false);
            awaitThat(() -> browser.text("status").equals("Off the air"));
        }
    }

    @Test
    void aTitleThatIsAnAttackIsShownAsText() throws IOException, InterruptedException {
        stream.title(ATTACK);
        Routes.Builder routes = routes().get(
                        "/api/events",
                        new EventsEndpoint(
                                new EventTopic(mounts, List.of()),
                                station -> Optional.empty(),
                                workers.io(),
                                entry -> {}));
        try (TestServer server = TestServer.serving(routes.build());
                Browser browser = new Browser(profile)) {
            browser.open(server.base() + "/");
            awaitThat(() -> browser.text("title").equals(ATTACK)); // as the server rendered it
            stream.play(1_000).title(ATTACK + 2);
            awaitThat(() -> browser.text("title").equals(ATTACK + 2)); // and as the script shows it
            assertThat(browser.value("document.images.length")).isEqualTo("0");
            assertThat(browser.value("document.title")).isEqualTo(ATTACK + "2 · Radio Exämple");
        }
    }

    @Test
    void withoutEventsThePageAsks() throws IOException, InterruptedException {
        try (TestServer server = TestServer.serving(routes().build());
                Browser browser = new Browser(profile)) {
            browser.open(server.base() + "/");
            awaitThat(() -> browser.text("title").equals("First"));
            stream.play(1_000).title("Second");
            awaitThat(() -> browser.text("title").equals("Second"));
        }
    }

    private Routes.Builder routes() {
        PublicAddress address = new PublicAddress(null);
        return Routes.builder()
                .get("/", new PageEndpoint(mounts, address))
                .get("/web/{asset}", Endpoint.immediate(new WebAssets()::handle))
                .get("/api/mounts", Endpoint.blocking(new MountsApi(mounts, address)::list));
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}

package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.Browser;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The listener's page, in a real browser that really plays. Its pictures are put into {@code target/page}. */
@EnabledIf(value = "icy.server.testing.Browser#installed", disabledReason = "there is no Chromium on this machine")
class PageInBrowserTest {
    private static final String STATE = "document.getElementById('player').dataset.state";

    @TempDir
    private Path profile;

    private Browser browser;
    private IcyServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = serve(0);
        browser = new Browser(profile);
        browser.open("http://127.0.0.1:" + server.port() + "/");
        awaitThat(() -> browser.text("status").equals("Ready to play")
                && browser.value("document.readyState").equals("complete"));
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    private static IcyServer serve(int port) throws IOException {
        return IcyServer.start(ServerConfig.of(
                        MountConfig.of("/stream", TestData.path("demo")),
                        MountConfig.of("/other/one", TestData.path("demo/03-night-tram.mp3")))
                .withListen(new ListenConfig("127.0.0.1", port, null, false))
                .withLoops(1));
    }

    @Test
    void playsShowsTheTitleAndIsCountedAsAListener() throws IOException {
        assertThat(browser.text("title")).isEqualTo("The Paper Harbour - Harbour Lights");
        browser.click("play");
        awaitThat(() -> browser.value(STATE).equals("playing"));
        assertThat(browser.text("play-label")).isEqualTo("Stop");
        awaitThat(() -> browser.text("listeners").equals("1 listener")); // told by an event
        assertThat(browser.value("navigator.mediaSession.metadata.title")).isEqualTo("Harbour Lights");
        assertThat(browser.value("navigator.mediaSession.metadata.artist")).isEqualTo("The Paper Harbour");
        Path pictures = Files.createDirectories(Path.of("target/page"));
        browser.screenshot(1280, 900, false, pictures.resolve("desktop-light.png"));
        browser.screenshot(1280, 900, true, pictures.resolve("desktop-dark.png"));
        browser.screenshot(390, 844, false, pictures.resolve("phone-light.png"));
        browser.screenshot(390, 844, true, pictures.resolve("phone-dark.png"));
        browser.click("play");
        awaitThat(() -> browser.value(STATE).equals("stopped"));
    }

    @Test
    void changesTheStreamWithoutAnotherPage() {
        browser.value("document.querySelector('[data-mount=\"/other/one\"]').click()");
        awaitThat(() -> browser.value(STATE).equals("playing"));
        assertThat(browser.text("title")).isEqualTo("The Paper Harbour - Night Tram");
        assertThat(browser.text("address")).endsWith("/other/one");
        assertThat(browser.value("document.querySelector('[data-suffix=\".pls\"]').href"))
                .endsWith("/other/one.pls");
        assertThat(browser.value("location.search")).isEqualTo("?mount=/other/one");
    }

    @Test
    void comesBackByItselfWhenTheServerDoes() throws IOException {
        browser.click("play");
        awaitThat(() -> browser.value(STATE).equals("playing"));
        int port = server.port();
        server.close();
        awaitThat(() -> browser.value(STATE).equals("reconnecting"));
        server = serve(port);
        awaitThat(() -> browser.value(STATE).equals("playing"));
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }
}

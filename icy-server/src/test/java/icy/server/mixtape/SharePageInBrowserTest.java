package icy.server.mixtape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.testing.Browser;
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

/** The page of a mixtape, in a real browser. Its pictures are put into {@code target/page}. */
@EnabledIf(value = "icy.server.testing.Browser#installed", disabledReason = "there is no Chromium on this machine")
class SharePageInBrowserTest {
    @TempDir
    private Path folder;

    private MixtapeStage stage;
    private Browser browser;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        stage = new MixtapeStage(folder);
        stage.post(
                "/api/mixtapes",
                "{'slug':'trains','title':'Late trains','notes':'For the way home.\\nWindows down, nobody else in the carriage.','tracks':['1.mp3','2.mp3','3.mp3','4.mp3']}");
        browser = new Browser(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterEach
    void stop() {
        browser.close();
        stage.close();
    }

    @Test
    void itIsGoodToLookAt() throws IOException {
        await().until(() -> stage.get("/api/mixtapes/trains").text().contains("Night Tram"));
        browser.open(stage.url("/share/trains"));
        awaitThat(() -> browser.value("document.getElementById('dock')?.hidden").equals("false"));
        assertThat(browser.text("now-title")).isNotEmpty();
        pictures("share");
    }

    private void pictures(String name) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target/page"));
        browser.screenshot(1280, 800, false, pictures.resolve(name + "-desktop-light.png"));
        browser.screenshot(1280, 800, true, pictures.resolve(name + "-desktop-dark.png"));
        browser.screenshot(390, 844, false, pictures.resolve(name + "-phone-light.png"));
        browser.screenshot(390, 844, true, pictures.resolve(name + "-phone-dark.png"));
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20)).until(condition);
    }
}

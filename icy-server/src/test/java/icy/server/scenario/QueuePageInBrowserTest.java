package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.zxing.ReaderException;
import icy.server.IcyServer;
import icy.server.config.ApiConfig;
import icy.server.config.ApiKey;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.Role;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.testing.Browser;
import icy.server.testing.QrReader;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The page of a queue, in a real browser. Its pictures are put into {@code target/page}. */
@EnabledIf(value = "icy.server.testing.Browser#installed", disabledReason = "there is no Chromium on this machine")
class QueuePageInBrowserTest {
    private static final String ROW = "#files li:nth-child(%d)";
    private static final String KEY = "a-key-for-the-page-of-queues";
    private static final String LIGHTS = "01-harbour-lights.mp3";
    private static final String TRAM = "03-night-tram.mp3";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Browser browser;
    private IcyServer server;
    private List<String> tracks;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        try (var files = Files.list(TestData.path("demo"))) {
            tracks = files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".mp3"))
                    .sorted()
                    .toList();
        }
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream"))
                .withMedia(new MediaConfig(List.of(TestData.path("demo")), false))
                .withApi(new ApiConfig(false, List.of(new ApiKey("studio", Secret.of(KEY), Role.DJ))))
                .withListen(new ListenConfig("127.0.0.1", 0, null, false))
                .withLoops(1));
        browser = new Browser(Files.createDirectory(folder.resolve("profile")));
    }

    @AfterEach
    void stop() {
        browser.close();
        server.close();
    }

    @Test
    void aQueueIsMadeByTypingAndPlayed() throws IOException {
        browser.open(url("/queue/bedtime"));
        awaitText("empty", "There is no such queue yet: add a file, and there is.");
        tracks.forEach(track -> {
            browser.value("document.getElementById('file').value = '%s'".formatted(track));
            browser.value("document.getElementById('add').requestSubmit()");
        });
        awaitFiles(tracks);
        awaitText("told", "1 file added to \"bedtime\".");
        browser.click("loop");
        awaitText("facts", tracks.size() + " files, played in this order, over and over");
        assertThat(ask("GET", "/api/streams/bedtime/queue", "")).contains("\"loop\":true");
        browser.value("document.getElementById('audio').play()");
        awaitThat(() -> browser.value("document.getElementById('audio').currentTime > 0")
                .equals("true"));
        Path pictures = Files.createDirectories(Path.of("target/page"));
        browser.screenshot(1280, 800, false, pictures.resolve("queue-desktop-light.png"));
        browser.screenshot(1280, 800, true, pictures.resolve("queue-desktop-dark.png"));
        browser.screenshot(390, 844, false, pictures.resolve("queue-phone-light.png"));
        browser.screenshot(390, 844, true, pictures.resolve("queue-phone-dark.png"));
    }

    @Test
    void aFileIsFoundInTheLibraryAndChosenByKeys() throws IOException {
        awaitThat(() -> ask("GET", "/api/library/tracks?q=tram", "").contains(TRAM));
        browser.open(url("/queue/bedtime"));
        awaitText("empty", "There is no such queue yet: add a file, and there is.");
        browser.value("document.getElementById('file').focus()");
        browser.type("harb tra"); // of the artist's name and the title's
        awaitText("offers", "The Paper Harbour – Night Tram" + TRAM);
        Path pictures = Files.createDirectories(Path.of("target/page"));
        browser.screenshot(390, 844, false, pictures.resolve("queue-offers-light.png"));
        browser.press("ArrowDown");
        assertThat(browser.value("document.getElementById('file').getAttribute('aria-activedescendant')"))
                .isEqualTo("offer-0");
        browser.press("Enter");
        awaitFiles(List.of(TRAM));
        assertThat(browser.value("document.activeElement.id + document.activeElement.value"))
                .isEqualTo("file");
        assertThat(browser.value("document.getElementById('offers').hidden")).isEqualTo("true");
    }

    @Test
    void whatCannotBeQueuedIsSaidInTheServersWords() {
        browser.open(url("/queue/bedtime"));
        awaitText("empty", "There is no such queue yet: add a file, and there is.");
        browser.value("document.getElementById('file').value = 'nowhere.mp3'");
        browser.value("document.getElementById('add').requestSubmit()");
        awaitText("told", "The media folders have no nowhere.mp3: nothing was changed.");
    }

    @Test
    void filesAreMovedByMouseKeysAndButtons() {
        open(tracks);
        browser.drag(row(1) + " .grip", row(3) + " .grip");
        awaitFiles(moved(tracks, 0, 2));
        browser.value("document.querySelector('%s .grip').focus()".formatted(row(3)));
        browser.press("ArrowUp");
        browser.press("ArrowUp"); // the focus went along
        awaitFiles(tracks);
        browser.press("End");
        awaitFiles(moved(tracks, 0, tracks.size() - 1));
        browser.value("document.querySelector('%s .grip').click()".formatted(row(tracks.size())));
        browser.value("document.querySelector('[data-by=top]').click()");
        awaitFiles(tracks);
        awaitThat(() -> queued().equals(tracks));
    }

    @Test
    void whatWasTakenOutIsPutBack() throws IOException {
        open(tracks);
        browser.value("document.querySelector('%s .remove').click()".formatted(row(2)));
        awaitText("told", tracks.get(1) + " is taken out.");
        assertThat(queued()).doesNotContain(tracks.get(1));
        browser.click("offered");
        awaitFiles(tracks);
        browser.value("document.querySelector('%s .grip').click()".formatted(row(3)));
        browser.screenshot(
                1280,
                1200,
                false,
                Files.createDirectories(Path.of("target/page")).resolve("queue-places-light.png"));
        browser.click("clear");
        awaitText("empty", "Nothing is queued.");
        awaitText("offered", "Undo");
        browser.click("offered");
        awaitFiles(tracks);
        awaitThat(() -> queued().equals(tracks));
    }

    @Test
    void theCodeOnThePageLeadsAPhoneToTheStream() throws IOException, ReaderException {
        open(tracks);
        awaitThat(() ->
                browser.value("document.getElementById('qr').naturalWidth > 0").equals("true"));
        Path picture = Files.createDirectories(Path.of("target/page")).resolve("queue-code-dark.png");
        browser.screenshot(390, 1400, true, picture);
        assertThat(QrReader.read(Files.readAllBytes(picture))).isEqualTo(url("/api/streams/bedtime/stream.mp3"));
    }

    @Test
    void whoIsElsewhereIsAskedForAKeyAndThenItIsDone() throws IOException {
        browser.header("X-Forwarded-For", "192.0.2.1");
        open(tracks);
        browser.value("document.querySelector('%s .remove').click()".formatted(row(1)));
        awaitThat(() -> browser.text("told").startsWith("Only from the server's own machine"));
        awaitFiles(tracks);
        browser.screenshot(390, 844, true, Path.of("target/page").resolve("queue-key-dark.png"));
        browser.value("document.getElementById('key').value = 'a wrong key of letters'");
        browser.value("document.getElementById('login').requestSubmit()");
        awaitThat(() -> browser.text("told").startsWith("This server does not know this key."));
        browser.value("document.getElementById('key').value = '%s'".formatted(KEY));
        browser.value("document.getElementById('login').requestSubmit()");
        awaitText("told", tracks.get(0) + " is taken out.");
        assertThat(browser.value("document.getElementById('login').hidden")).isEqualTo("true");
        assertThat(queued()).doesNotContain(tracks.get(0));
    }

    @Test
    void whatOthersChangeIsShown() {
        open(List.of(LIGHTS));
        ask("POST", "/api/streams/bedtime/queue", json(List.of(TRAM)));
        awaitFiles(List.of(LIGHTS, TRAM));
        awaitText("told", "Changed elsewhere: added: " + TRAM + ".");
        ask("POST", "/api/streams/morning/queue", json(List.of(TRAM)));
        awaitThat(
                () -> browser.value("document.querySelector('#others a')?.href").equals(url("/queue/morning")));
    }

    @Test
    void ofTwoEditorsTheSlowerIsToldAndAsked() {
        open(tracks);
        // In one turn, so that the page cannot hear of the other's change before its own.
        browser.value("""
                (() => {
                  const other = new XMLHttpRequest();
                  other.open('DELETE', '../api/streams/bedtime/queue/0', false);
                  other.send();
                  document.querySelector('%s .remove').click();
                })()""".formatted(row(3)));
        awaitText(
                "told",
                "Somebody else was quicker: taken out: %s. %s was not taken out."
                        .formatted(tracks.get(0), tracks.get(2)));
        awaitFiles(tracks.subList(1, tracks.size()));
        awaitText("offered", "Take it out all the same");
        browser.click("offered");
        awaitThat(() -> queued().size() == tracks.size() - 2 && !queued().contains(tracks.get(2)));
        awaitFiles(queued());
    }

    private void open(List<String> files) {
        ask("POST", "/api/streams/bedtime", json(files));
        browser.open(url("/queue/bedtime"));
        awaitFiles(files);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private static String row(int number) {
        return ROW.formatted(number);
    }

    private static String json(List<String> files) {
        return "{\"files\":[\"%s\"]}".formatted(String.join("\",\"", files));
    }

    private List<String> queued() {
        String files = ask("GET", "/api/streams/bedtime/queue", "").replaceAll(".*\"files\":\\[\"|\"].*", "");
        return List.of(files.split("\",\""));
    }

    private String ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join().body();
    }

    private static List<String> moved(List<String> files, int from, int to) {
        List<String> after = new ArrayList<>(files);
        after.add(to, after.remove(from));
        return after;
    }

    private void awaitFiles(List<String> files) {
        String shown = "[...document.querySelectorAll('#files b')].map((file) => file.textContent).join(' ')";
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.value(shown)).isEqualTo(String.join(" ", files)));
    }

    private void awaitText(String id, String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text(id)).isEqualTo(text));
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20)).until(condition);
    }
}

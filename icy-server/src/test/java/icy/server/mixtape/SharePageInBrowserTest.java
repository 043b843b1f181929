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
    /** A clock that can be stopped and put forward, and what the page has told the system to do for its keys. */
    private static final String SPIES = """
            Date.now = ((now) => () => window.frozen ?? now())(Date.now.bind(Date));
            window.handlers = {};
            const set = MediaSession.prototype.setActionHandler;
            MediaSession.prototype.setActionHandler = function (action, handler) {
              window.handlers[action] = handler;
              return set.call(this, action, handler);
            };
            const tell = MediaSession.prototype.setPositionState;
            MediaSession.prototype.setPositionState = function (state) {
              window.told = state;
              return tell.call(this, state);
            };
            """;

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
        browser.prepare(SPIES);
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
        awaitTrue("document.getElementById('dock')?.hidden === false");
        pictures("share");
        Files.delete(stage.music().resolve("2.mp3"));
        Files.delete(stage.music().resolve("4.mp3"));
        browser.open(stage.url("/share/trains"));
        awaitTrue("document.getElementById('dock')?.hidden === false");
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        choose("sleep", "15");
        pictures("share-drawn");
    }

    @Test
    void itPlaysSeeksAndGoesOn() {
        open();
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        assertThat(browser.value("document.title")).isEqualTo("Night Tram · Late trains");
        assertThat(browser.value("document.getElementById('play').getAttribute('aria-label')"))
                .isEqualTo("Pause");
        browser.value("(seek => { seek.value = 20; seek.dispatchEvent(new Event('input'));"
                + " seek.dispatchEvent(new Event('change')); })(document.getElementById('seek'))");
        awaitTrue("told.position >= 20 && told.position < 24");
        browser.value("document.querySelectorAll('#tracks a')[2].click()");
        awaitPlaying("/play/3.mp3");
        browser.value("document.getElementById('audio').currentTime = 34");
        awaitPlaying("/play/4.mp3"); // by itself, when the one before is over
        assertThat(browser.value("document.querySelector('[aria-current] b').textContent"))
                .isEqualTo("Harbour Lights");
        browser.value("document.getElementById('audio').currentTime = 32.5");
        awaitText("told", "That was the whole mixtape.");
        awaitTrue("audio.paused");
    }

    @Test
    void keysDoWhatThePageSays() {
        open();
        browser.press(" ");
        awaitPlaying("/play/1.mp3");
        browser.press("ArrowRight");
        awaitTrue("audio.currentTime >= 10");
        browser.press("n");
        awaitPlaying("/play/2.mp3");
        browser.value("(document.getElementById('audio').currentTime = 0,"
                + " document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'p', bubbles: true})))");
        awaitPlaying("/play/1.mp3");
        browser.press("m");
        awaitTrue("audio.muted");
        browser.press("k");
        awaitTrue("audio.paused");
    }

    @Test
    void anotherQualityGoesOnAtTheSamePlace() {
        open();
        browser.click("start");
        awaitPlaying("quality=medium");
        browser.value("document.getElementById('audio').currentTime = 15");
        awaitTrue("audio.currentTime > 15 && audio.readyState > 2");
        browser.value("window.told = undefined");
        choose("quality", "original");
        awaitPlaying("quality=original");
        awaitTrue("told && told.position > 15 && told.position < 35");
        browser.open(stage.url("/share/trains"));
        awaitTrue("document.getElementById('quality').value === 'original'");
    }

    @Test
    void theLockScreenKnowsWhatPlaysAndSteersIt() {
        open();
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        assertThat(browser.value(
                        "(({title, artist, album}) => [title, artist, album])(navigator.mediaSession.metadata)"))
                .isEqualTo("Night Tram,The Paper Harbour,Late trains");
        assertThat(browser.value("navigator.mediaSession.metadata.artwork[0].src"))
                .startsWith(stage.url("/covers/trains?v="));
        assertThat(browser.value("Object.keys(handlers).sort()"))
                .isEqualTo("nexttrack,pause,play,previoustrack,seekbackward,seekforward,seekto,stop");
        assertThat(browser.value("navigator.mediaSession.playbackState")).isEqualTo("playing");
        awaitTrue("window.told && Math.abs(told.duration - 35) < 1");
        browser.value("handlers.seekto({seekTime: 12})");
        awaitTrue("audio.currentTime > 12 && told.position >= 12");
        browser.value("handlers.seekforward({})");
        awaitTrue("audio.currentTime > 22");
        browser.value("handlers.nexttrack()");
        awaitPlaying("/play/2.mp3");
        browser.value("handlers.pause()");
        awaitTrue("audio.paused && navigator.mediaSession.playbackState === 'paused'");
        browser.value("handlers.play()");
        awaitTrue("!audio.paused");
        browser.value("(document.getElementById('audio').currentTime = 0, handlers.previoustrack())");
        awaitPlaying("/play/1.mp3");
    }

    @Test
    void theSleepTimerGetsQuieterAndStops() {
        open();
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        browser.value("window.frozen = Date.now()");
        choose("sleep", "5");
        awaitTrue("document.getElementById('sleeping').textContent.startsWith('Stops in ')");
        browser.value("window.frozen += 5 * 60000 - 7500");
        awaitTrue("audio.volume === 0.5 && !audio.paused");
        browser.value("window.frozen += 8000");
        awaitTrue("audio.paused && audio.volume === 1");
        awaitText("told", "Good night: the sleep timer has stopped the music.");
        assertThat(browser.value("document.getElementById('sleep').value")).isEqualTo("off");
    }

    @Test
    void theSleepTimerWaitsForTheTracksEnd() {
        open();
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        choose("sleep", "track");
        awaitText("sleeping", "Stops after this track");
        browser.value("document.getElementById('audio').currentTime = 34");
        awaitText("told", "Good night: the sleep timer has stopped the music.");
        awaitText("now-title", "Harbour Lights");
        awaitTrue("audio.paused");
    }

    @Test
    void whoComesBackGoesOnWhereTheyLeft() {
        open();
        browser.value("document.querySelectorAll('#tracks a')[1].click()");
        awaitPlaying("/play/2.mp3");
        browser.value("document.getElementById('audio').currentTime = 11");
        awaitTrue("audio.currentTime > 11 && audio.readyState > 2");
        browser.click("play");
        awaitTrue("audio.paused");
        open();
        awaitText("told", "You left at 0:11 of “Harbour Lights”.");
        browser.click("play");
        awaitPlaying("/play/2.mp3");
        awaitTrue("told && told.position >= 11");
    }

    @Test
    void whatCannotBePlayedIsPassedOverInWords() throws IOException {
        Files.writeString(stage.music().resolve("2.mp3"), "this is no music any more");
        open();
        browser.value("document.querySelectorAll('#tracks a')[1].click()");
        awaitPlaying("/play/3.mp3?quality=medium"); // one bad track makes no other dearer
        assertThat(browser.value("document.getElementById('quality').value")).isEqualTo("medium");
        Files.delete(stage.music().resolve("4.mp3"));
        open();
        awaitTrue("document.querySelectorAll('#tracks a')[3].dataset.missing === 'true'");
        browser.value("document.querySelectorAll('#tracks a')[3].click()");
        awaitTrue("document.getElementById('told').textContent.endsWith('is not there now.')");
    }

    @Test
    void aTunnelBetweenTwoTracksIsWaitedFor() throws IOException {
        try (SpoiltRoad road = new SpoiltRoad(stage)) {
            browser.open(road.url("/share/trains"));
            awaitTrue("document.getElementById('dock')?.hidden === false");
            browser.click("start");
            awaitPlaying("/play/1.mp3");
            road.tunnel("/play/[234].mp3");
            browser.value("document.getElementById('audio').currentTime = 34");
            awaitText("told", "The connection is lost: trying again…");
            int before = road.refused();
            awaitThat(() -> road.refused() > before);
            assertThat(browser.text("now-title")).isEqualTo("Harbour Lights");
            assertThat(current()).isEqualTo("2.mp3");
            road.mend();
            awaitPlaying("/play/2.mp3?quality=medium");
        }
    }

    @Test
    void aBusyServerIsWaitedFor() throws IOException {
        try (SpoiltRoad road = new SpoiltRoad(stage)) {
            browser.open(road.url("/share/trains"));
            awaitTrue("document.getElementById('dock')?.hidden === false");
            road.refuse("/play/2.mp3", 429);
            browser.value("document.querySelectorAll('#tracks a')[1].click()");
            awaitText("told", "The server is busy: trying again…");
            assertThat(current()).isEqualTo("2.mp3");
            road.mend();
            awaitPlaying("/play/2.mp3?quality=medium");
        }
    }

    @Test
    void whatIsNotThereAnyMoreIsPassedOver() throws IOException {
        open();
        Files.delete(stage.music().resolve("2.mp3"));
        browser.value("document.querySelectorAll('#tracks a')[1].click()");
        awaitPlaying("/play/3.mp3?quality=medium");
    }

    @Test
    void aKeyThatSaysPlayTwiceDoesNoHarm() {
        open();
        browser.click("start");
        awaitPlaying("/play/1.mp3");
        awaitTrue("document.getElementById('dock').dataset.state === 'playing'");
        browser.value("handlers.play()");
        assertThat(browser.value("document.getElementById('dock').dataset.state"))
                .isEqualTo("playing");
    }

    @Test
    void theSleepTimerSaysNothingWhereNothingPlays() {
        open();
        browser.value("window.frozen = Date.now()");
        choose("sleep", "5");
        browser.value("window.frozen += 6 * 60000");
        awaitTrue("document.getElementById('sleep').value === 'off'");
        assertThat(browser.text("told")).isEmpty();
    }

    @Test
    void whatThePlayerKnowsHoldsWithoutAPage() {
        open();
        browser.value("""
                void import('../web/share-model.js').then(({ Tape, SleepTimer, Bookmark, fitting, qualities, time, trouble }) => {
                  const tape = new Tape([{ id: 'a', missing: true }, { id: 'b' }, { id: 'c' }, { id: 'd', missing: true }]);
                  const said = [tape.index, tape.previous(0), tape.next(), tape.index, tape.next(), tape.previous(5), tape.previous(1)];
                  const kept = new Map();
                  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: (k) => kept.delete(k) };
                  const mark = new Bookmark('x', storage, () => 0);
                  tape.select(2);
                  mark.keep(tape, 42);
                  said.push(JSON.stringify(new Bookmark('x', storage, () => 1).find(tape)));
                  said.push(new Bookmark('x', storage, () => 1e12).find(tape), new Bookmark('x', null).find(tape));
                  let now = 0;
                  const timer = new SleepTimer(() => now);
                  timer.set('1');
                  now = 52500;
                  said.push(timer.loudness, timer.due, timer.words);
                  now = 60000;
                  said.push(timer.due);
                  said.push(time(61), time(3725), time(NaN), qualities({ qualities: [{ name: 'best', format: 'opus', bitrate: 96 }] }).map((q) => q.label));
                  said.push(qualities('nonsense').length, trouble(2, null, 'low', 0).act, trouble(3, null, 'low', 0).act);
                  const own = qualities([{ name: 'best' }, { name: 'fair' }, { name: 'poor' }]);
                  said.push(fitting(own, 'medium'), fitting(own, null, 'poor'), fitting(qualities([{ name: 'original' }]), 'low'));
                  window.said = said.join(' | ');
                })""");
        awaitTrue("window.said !== undefined");
        assertThat(browser.value("window.said"))
                .isEqualTo(
                        "1 | false | true | 2 | false | false | true | {\"index\":2,\"seconds\":42} |  |  | 0.5 | false"
                                + " | Stops in 0:07 | true | 1:01 | 1:02:05 |  | As it is,best · OPUS 96 kbit/s | 4 | again | original"
                                + " | fair | poor | original");
    }

    @Test
    void whatIsDoneAboutTroubleDependsOnWhatTheServerSays() {
        open();
        browser.value("""
                void import('../web/share-model.js').then(({ trouble }) => {
                  const act = (status, quality, attempts = 0, retryAfter = null) => {
                    const { act, seconds } = trouble(4, { status, retryAfter }, quality, attempts);
                    return seconds ? `${act} in ${seconds}` : act;
                  };
                  window.said = [
                    act(0, 'low'), act(0, 'low', 4), act(0, 'low', 5),
                    act(429, 'low', 0, '10'), act(429, 'low', 5, '10'), act(503, 'low'), act(503, 'low', 1),
                    act(502, 'original', 3), act(502, 'original', 5), act(503, 'low', 0, '100000'),
                    act(206, 'low'), act(206, 'original'), act(422, 'low'), act(404, 'low'),
                  ].join(' | ');
                })""");
        awaitTrue("window.said !== undefined");
        assertThat(browser.value("window.said"))
                .isEqualTo("again in 2 | again in 32 | stop | again in 10 | original | again in 2 | original"
                        + " | again in 16 | stop | again in 60 | original | skip | original | skip");
    }

    /** The file that is selected. */
    private String current() {
        return browser.value("document.querySelector('[aria-current]').pathname.split('/').pop()");
    }

    private void open() {
        browser.open(stage.url("/share/trains"));
        awaitTrue("document.getElementById('dock')?.hidden === false");
    }

    private void choose(String id, String value) {
        browser.value(
                "(select => { select.value = '%s'; select.dispatchEvent(new Event('change')); })(document.getElementById('%s'))"
                        .formatted(value, id));
    }

    /** This is what sounds, and it goes on. */
    private void awaitPlaying(String piece) {
        awaitTrue("audio.currentSrc.includes('%s') && audio.currentTime > 0 && !audio.paused".formatted(piece));
    }

    /** @param condition may speak of the {@code audio} element */
    private void awaitTrue(String condition) {
        awaitThat(() -> browser.value("((audio) => %s)(document.getElementById('audio'))".formatted(condition))
                .equals("true"));
    }

    private void awaitText(String id, String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(browser.text(id)).isEqualTo(text));
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

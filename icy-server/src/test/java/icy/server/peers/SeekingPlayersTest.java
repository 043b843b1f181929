package icy.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.Browser;
import icy.server.testing.Pcm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that people listen with go to the middle of a file under {@code /play/}: as it is, and in a quality that nobody
 * has asked for before. The file changes its tone after ten minutes, so it is heard where a player is.
 */
@Tag("peers")
@Timeout(180)
class SeekingPlayersTest {
    private static final int LOW_HERTZ = 300;
    private static final int HIGH_HERTZ = 1200;
    private static final int CHANGE_SECONDS = 600;
    private static final int SECONDS = 900;
    private static final int SEEK_SECONDS = 700;
    private static final long PATIENCE_SECONDS = 90;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    @TempDir
    private static Path folder;

    private static IcyServer server;
    private static Path music;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        music = Files.createDirectory(folder.resolve("music"));
        String sound = "aevalsrc=0.5*sin(2*PI*if(lt(t\\,%d)\\,%d\\,%d)*t):s=44100:d=%d"
                .formatted(CHANGE_SECONDS, LOW_HERTZ, HIGH_HERTZ, SECONDS);
        List<String> command = List.of(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-f",
                "lavfi",
                "-i",
                sound,
                "-ac",
                "2",
                "-sample_fmt",
                "s16",
                music.resolve("song.flac").toString());
        assumeTrue(new ProcessBuilder(command).inheritIO().start().waitFor() == 0, "ffmpeg makes the music");
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream"))
                .withMedia(new MediaConfig(List.of(music), false))
                .withListen(new ListenConfig("127.0.0.1", 0)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A file of its own for each, so that no quality of it is there yet. */
    private static String url(String client, String quality) throws IOException {
        String name = client + "-" + quality + ".flac";
        Files.createLink(music.resolve(name), music.resolve("song.flac"));
        return "http://127.0.0.1:%d/play/%s?quality=%s".formatted(server.port(), name, quality);
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "low"})
    void curlGetsABitOfTheMiddle(String quality) throws Exception {
        String url = url("curl", quality);
        Player curl = Player.start(
                        folder,
                        "curl-" + quality,
                        "curl -sS -r 3000000-3099999 -o part -w %{http_code}~%{size_download}~%header{content-range} "
                                + url)
                .ended(PATIENCE_SECONDS);

        assertThat(curl.lines().get(0)).startsWith("206~100000~bytes 3000000-3099999/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "low"})
    void ffmpegSeeks(String quality) throws Exception {
        hears(Player.start(
                folder,
                "ffmpeg-" + quality,
                "ffmpeg -nostdin -v error -ss %d -i %s -t 4 -f wav -bitexact -ar 44100 sound.wav"
                        .formatted(SEEK_SECONDS, url("ffmpeg", quality))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "low"})
    void mpvSeeks(String quality) throws Exception {
        hears(Player.start(
                folder,
                "mpv-" + quality,
                "mpv --no-config --no-video --ao=pcm --ao-pcm-file=sound.wav --audio-format=s16 --start=%d --length=4 %s"
                        .formatted(SEEK_SECONDS, url("mpv", quality))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "low"})
    void vlcSeeks(String quality) throws Exception {
        hears(Player.start(
                folder,
                "vlc-" + quality,
                ("cvlc --no-color --no-metadata-network-access --aout=afile --audiofile-file=sound.wav"
                                + " --audiofile-format=s16 --start-time=%d --run-time=4 --play-and-exit %s vlc://quit")
                        .formatted(SEEK_SECONDS, url("vlc", quality))));
    }

    /** The tone of the second part, and hardly any of the first. */
    private static void hears(Player player) throws InterruptedException {
        Pcm sound = player.ended(PATIENCE_SECONDS).sound();
        long from = sound.lengthFrames() / 4;
        long to = sound.lengthFrames() / 4 * 3;
        assertThat(sound.millis()).as("%s", player.lines()).isGreaterThan(1000);
        assertThat(sound.amplitude(HIGH_HERTZ, from, to)).isGreaterThan(0.3);
        assertThat(sound.amplitude(LOW_HERTZ, from, to)).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "low"})
    void chromiumSeeks(String quality) throws Exception {
        assumeTrue(Browser.installed(), "there is no Chromium on this machine");
        String url = url("chromium", quality);
        try (Browser browser = new Browser(Files.createDirectory(folder.resolve("profile-" + quality)))) {
            browser.open("http://127.0.0.1:%d/robots.txt".formatted(server.port()));
            await().atMost(PATIENCE)
                    .until(() -> browser.value("location.pathname + document.readyState")
                            .equals("/robots.txtcomplete"));
            browser.value("""
                    (() => {
                    window.events = [];
                    window.audio = new Audio('%s');
                    audio.muted = true;
                    for (const name of ['playing', 'seeked', 'error']) {
                      audio.addEventListener(name, () => events.push(name));
                    }
                    audio.addEventListener('loadedmetadata', () => { audio.currentTime = %d; audio.play(); });
                    })()""".formatted(url, SEEK_SECONDS));

            await().atMost(PATIENCE).until(() -> browser.value("events.join()").contains("playing"));
            await().atMost(PATIENCE)
                    .until(() -> browser.value("audio.currentTime > %d + 1".formatted(SEEK_SECONDS))
                            .equals("true"));

            assertThat(browser.value("events.join()")).contains("seeked").doesNotContain("error");
            assertThat(Double.parseDouble(browser.value("String(audio.duration)")))
                    .isCloseTo(SECONDS, within(1.0));
        }
    }
}

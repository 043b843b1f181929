package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.auth.SlowHash;
import icy.server.config.ListenersConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mount asks of its listeners, and what it greets them with. */
class MountTermsTest {
    private static final Path MUSIC = TestData.path("tracks/formats/cbr-128-busy.mp3");
    private static final String INTRO = "tracks/formats/no-info.mp3";
    private static final PasswordsConfig PASSWORDS =
            new PasswordsConfig(Secret.of("for sources"), Secret.of("for admins"), Secret.of("for relays"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void onlyThoseInTheFileOfPasswordsMayListen() throws IOException {
        Path file = Files.writeString(
                folder.resolve("listeners.txt"),
                "ali:open sesame\ncassim:" + SlowHash.of("open wheat").text() + "\nadmin:forged\n");
        try (TestStation station = station(ListenersConfig.DEFAULT.withPasswords(file))) {
            for (String path : List.of("/stream", "/", "/;", "/stream/1/")) {
                try (StreamClient nobody = station.ask("GET " + path + " HTTP/1.0")) {
                    assertThat(nobody.statusLine()).as(path).endsWith("401 Unauthorized");
                    assertThat(nobody.header("www-authenticate")).isEqualTo("Basic realm=\"icy\"");
                }
            }
            assertThat(status(station, "HEAD /stream HTTP/1.0")).isEqualTo(401);
            assertThat(status(station, "GET /stream HTTP/1.0", "ali", "open sesame"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream HTTP/1.0", "ali", "open wheat"))
                    .isEqualTo(401);
            assertThat(status(station, "GET /stream HTTP/1.0", "cassim", "open wheat"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream HTTP/1.0", "cassim", "open sesame"))
                    .isEqualTo(401);
            assertThat(status(station, "GET /stream HTTP/1.0", "morgiana", "open wheat"))
                    .isEqualTo(401);
            assertThat(status(station, "GET /stream?user=ali&pass=open+sesame HTTP/1.0"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream?user=ali&pass=x HTTP/1.0")).isEqualTo(401);
            assertThat(status(station, "GET /stream HTTP/1.0", "admin", "for admins"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream HTTP/1.0", "admin", "forged"))
                    .isEqualTo(401);
            assertThat(status(station, "GET /stream HTTP/1.0", "relay", "for relays"))
                    .isEqualTo(200);
        }
    }

    @Test
    void whoeverIsAddedToTheFileMayListenSoon() throws IOException {
        Path file = Files.writeString(folder.resolve("listeners.txt"), "ali:open sesame\n");
        try (TestStation station = station(ListenersConfig.DEFAULT.withPasswords(file))) {
            assertThat(status(station, "GET /stream HTTP/1.0", "cassim", "open wheat"))
                    .isEqualTo(401);
            Files.writeString(file, "ali:open sesame\ncassim:open wheat\n");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> status(station, "GET /stream HTTP/1.0", "cassim", "open wheat") == 200);
        }
    }

    @Test
    void aFileThatCannotBeReadIsNotTheListenersFault() throws IOException {
        Path file = Files.writeString(folder.resolve("listeners.txt"), "ali:open sesame\n");
        try (TestStation station = station(ListenersConfig.DEFAULT.withPasswords(file));
                ServerLog log = ServerLog.open()) {
            Files.delete(file);
            assertThat(status(station, "GET /stream HTTP/1.0", "ali", "open sesame"))
                    .isEqualTo(503);
            assertThat(log.linesWith("WARN", file.toString(), "cannot be read")).hasSize(1);
        }
    }

    @Test
    void aFullMountTurnsAwayListenersButNeitherRelaysNorOperators() throws IOException {
        try (TestStation station = station(ListenersConfig.DEFAULT.withLimits(1, null));
                StreamClient only = station.ask("GET /stream HTTP/1.0")) {
            try (StreamClient next = station.ask("GET /stream HTTP/1.0")) {
                assertThat(next.statusLine()).endsWith("503 Service Unavailable");
                assertThat(next.header("retry-after")).isEqualTo("60");
                assertThat(new String(next.readToEnd(), StandardCharsets.UTF_8))
                        .contains("All 1 places of /stream are taken");
            }
            assertThat(status(station, "GET /stream HTTP/1.0", "relay", "for relays"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream HTTP/1.0", "admin", "for admins"))
                    .isEqualTo(200);
            assertThat(status(station, "GET /stream HTTP/1.0", "relay", "guessed"))
                    .isEqualTo(503);
            assertThat(status(station, "GET /other HTTP/1.0")).isEqualTo(200);
            only.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> status(station, "GET /stream HTTP/1.0") == 200);
        }
    }

    @Test
    void nobodyListensForLongerThanTheMountAllows() throws IOException {
        try (TestStation station =
                        station(ListenersConfig.DEFAULT.withLimits(ListenersConfig.NO_LIMIT, Duration.ofSeconds(1)));
                StreamClient relay = ask(station, "GET /stream HTTP/1.0", "relay", "for relays");
                StreamClient listener = station.ask("GET /stream HTTP/1.0")) {
            byte[] heard = listener.readToEnd();

            assertThat(FrameWalk.frames(heard)).hasSizeBetween(150, 280); // a burst of 4 s and that one second
            // The close is counted a moment after the last byte.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> body(station, "/metrics").contains("mount=\"/stream\",reason=\"time is over\"} 1"));
            assertThat(relay.read(heard.length + 32_000)).hasSizeGreaterThan(heard.length); // listens on
        }
    }

    @Test
    void aHiddenMountIsInNoListAndCanBeHeard() throws IOException {
        try (TestStation station = station(ListenersConfig.DEFAULT.asHidden())) {
            for (String list :
                    List.of("/status-json.xsl", "/status.xsl", "/api/mounts", "/index.html", "/statistics")) {
                assertThat(body(station, list))
                        .as(list)
                        .contains("/other")
                        .doesNotContain("/stream\"", "/stream<", "localhost/stream ");
            }
            assertThat(status(station, "GET /stream HTTP/1.0")).isEqualTo(200);
            assertThat(status(station, "GET /stream.m3u HTTP/1.0")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16_000})
    void anIntroIsHeardBeforeTheStreamWhichLosesNothingByIt(int metaint) throws IOException {
        try (TestStation station = station(ListenersConfig.DEFAULT.withIntro(TestData.path(INTRO)));
                StreamClient listener = station.ask("GET /stream HTTP/1.0\nIcy-MetaData: " + (metaint > 0 ? 1 : 0))) {
            byte[] intro = TestData.sound(INTRO);
            byte[] body = listener.read(intro.length + 80_000);
            byte[] audio =
                    metaint == 0 ? body : IcyStripper.strip(body, metaint).audio();

            assertThat(audio).startsWith(intro);
            byte[] stream = Arrays.copyOfRange(audio, intro.length, audio.length);
            byte[] whole = wholeFrames(stream);
            assertThat(FrameWalk.frames(whole)).hasSizeGreaterThan(150);
            assertThat(Decoding.complaintsOfFfmpeg(wholeFrames(audio))).isEmpty();
            if (metaint > 0) {
                assertThat(IcyStripper.strip(body, metaint).titleTexts()).containsExactly("Formats - Cbr 128 busy");
            }
        }
    }

    @Test
    void relaysProbesAndThoseWithoutABurstHearNoIntro() throws IOException {
        byte[] intro = TestData.sound(INTRO);
        try (TestStation station = station(ListenersConfig.DEFAULT.withIntro(TestData.path(INTRO)))) {
            for (String request : List.of(
                    "GET /stream?burst=0 HTTP/1.0",
                    "GET /stream HTTP/1.0\nUser-Agent: Icecast 2.4.4",
                    "GET /stream HTTP/1.0\nUser-Agent: icy/1 (relay)",
                    "GET /stream HTTP/1.0\nAuthorization: " + basic("relay", "for relays"))) {
                try (StreamClient client = station.ask(request)) {
                    assertThat(Arrays.mismatch(client.read(2000), intro))
                            .as(request)
                            .isBetween(0, 1999);
                }
            }
            try (StreamClient probe = station.ask("GET /stream HTTP/1.1\nHost: a\nRange: bytes=0-1")) {
                assertThat(probe.statusLine()).contains("206");
            }
        }
    }

    @Test
    void anIntroThatHasChangedIsHeardByThoseWhoComeLater() throws IOException {
        Path file = Files.copy(TestData.path(INTRO), folder.resolve("intro.mp3"));
        byte[] other = TestData.sound("tracks/formats/cbr-128.mp3");
        try (TestStation station = station(ListenersConfig.DEFAULT.withIntro(file))) {
            assertThat(firstBytes(station, 5000)).isEqualTo(Arrays.copyOf(TestData.sound(INTRO), 5000));
            Files.write(file, TestData.bytes("tracks/formats/cbr-128.mp3"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 5000));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(firstBytes(station, 5000)).isEqualTo(Arrays.copyOf(other, 5000)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracks/formats/mono-64.mp3:is left out: it is MPEG-1 Layer III, 44100 Hz, mono and the stream MP3 44100 Hz"
                        + " stereo",
                "tracks/formats/layer2.mp3:not played as an intro: MPEG-1 Layer II, 44100 Hz, stereo is no MP3",
                "README.md:not played as an intro: not an MP3"
            })
    void anIntroThatDoesNotFitIsLeftOutAndTheLogSaysWhy(String fileAndReason) throws IOException {
        int colon = fileAndReason.indexOf(':');
        Path file = TestData.path(fileAndReason.substring(0, colon));
        try (ServerLog log = ServerLog.open();
                TestStation station = station(ListenersConfig.DEFAULT.withIntro(file))) {
            for (int i = 0; i < 3; i++) {
                assertThat(wholeFrames(firstBytes(station, 50_000)).length).isGreaterThan(40_000);
            }
            assertThat(log.linesWith("WARN", fileAndReason.substring(colon + 1)))
                    .hasSize(1);
        }
    }

    private static TestStation station(ListenersConfig listeners) throws IOException {
        return TestStation.of(ServerConfig.of(
                        MountConfig.of("/stream", MUSIC).withListeners(listeners), MountConfig.of("/other", MUSIC))
                .withPasswords(PASSWORDS));
    }

    private static byte[] firstBytes(TestStation station, int count) throws IOException {
        try (StreamClient listener = station.ask("GET /stream HTTP/1.0")) {
            return listener.read(count);
        }
    }

    private static String body(TestStation station, String path) throws IOException {
        try (StreamClient page = station.ask("GET " + path + " HTTP/1.0")) {
            return new String(page.readToEnd(), StandardCharsets.UTF_8);
        }
    }

    private static int status(TestStation station, String request) throws IOException {
        try (StreamClient client = station.ask(request)) {
            return Integer.parseInt(client.statusLine().split(" ")[1]);
        }
    }

    private static int status(TestStation station, String request, String user, String password) throws IOException {
        return status(station, request + "\nAuthorization: " + basic(user, password));
    }

    private static StreamClient ask(TestStation station, String request, String user, String password)
            throws IOException {
        return station.ask(request + "\nAuthorization: " + basic(user, password));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] wholeFrames(byte[] audio) {
        int end = audio.length;
        while (end > 1 && !((audio[end - 2] & 0xFF) == 0xFF && (audio[end - 1] & 0xE0) == 0xE0)) {
            end--;
        }
        return Arrays.copyOf(audio, end - 2);
    }
}

package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.LimitsConfig;
import icy.server.config.MountConfig;
import icy.server.config.PlayoutConfig;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {
    private static final int METAINT = 16_000;
    private static TestStation station;

    @BeforeAll
    static void onAir() throws IOException {
        station = TestStation.of(
                MountConfig.of("/stream", TestData.path("demo")), MountConfig.of("/tones"), MountConfig.of("/deep/er"));
    }

    @AfterAll
    static void offAir() {
        station.close();
    }

    @Test
    void theAnswerIsTheOneThatPlayersKnow() throws IOException {
        try (StreamClient listener = station.ask("""
                GET /stream HTTP/1.1
                Host: localhost
                Icy-MetaData: 1""")) {
            assertThat(listener.statusLine()).isEqualTo("HTTP/1.0 200 OK");
            assertThat(listener.headers())
                    .containsEntry("content-type", "audio/mpeg")
                    .containsEntry("connection", "close")
                    .containsEntry("icy-br", "128")
                    .containsEntry("icy-name", "icy radio")
                    .containsEntry("icy-pub", "0")
                    .containsEntry("icy-metaint", "16000")
                    .containsEntry("access-control-allow-origin", "*")
                    .doesNotContainKeys("content-length", "transfer-encoding");
        }
    }

    @Test
    void metadataIsSentToThoseWhoAskAndToNobodyElse() throws IOException {
        try (StreamClient asks = station.ask("GET /stream HTTP/1.0\nicy-metadata:1");
                StreamClient asksSloppily = station.ask("GET /stream HTTP/1.0\nIcy-MetaData: 01x");
                StreamClient refuses = station.ask("GET /stream HTTP/1.0\nIcy-MetaData: 0");
                StreamClient silent = station.ask("GET /stream HTTP/1.0")) {
            assertThat(IcyStripper.strip(asks.read(40_000), METAINT).titleTexts())
                    .singleElement()
                    .asString()
                    .startsWith("The Paper Harbour - ");
            assertThat(asksSloppily.headers()).containsKey("icy-metaint");
            assertThat(refuses.headers()).doesNotContainKey("icy-metaint");
            assertThat(silent.headers()).doesNotContainKey("icy-metaint");
            assertThat(FrameWalk.frames(wholeFrames(silent.read(40_000)))).hasSizeGreaterThan(90);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/;",
                "/;stream.mp3",
                "/;?sid=1",
                "/stream",
                "/stream/",
                "/stream?user=a&pass=b",
                "/stream/1",
                "/stream/1/",
                "/stream/1/;",
                "/stream?sid=1"
            })
    void everyWayToNameTheFirstStreamLeadsToIt(String path) throws IOException {
        try (StreamClient listener =
                station.ask("GET " + path + " HTTP/1.0\nUser-Agent: WinampMPEG/5.62, Ultravox/2.1")) {
            assertThat(listener.statusLine()).isEqualTo("HTTP/1.0 200 OK");
            assertThat(listener.read(2)[0]).isEqualTo((byte) 0xFF);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream/2", "/;?sid=2", "/tones"})
    void othersAreFoundByNumberAndName(String path) throws IOException {
        try (StreamClient listener = station.ask("GET " + path + " HTTP/1.0\nIcy-MetaData: 1")) {
            assertThat(IcyStripper.strip(listener.read(20_000), METAINT).titleTexts())
                    .containsExactly("icy test tone");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/stream/9", "/;?sid=9", "/deep"})
    void whatIsNotThereIsNamed(String path) throws IOException {
        try (StreamClient client = station.ask("GET " + path + " HTTP/1.0")) {
            assertThat(client.statusLine()).startsWith("HTTP/1.").endsWith("404 Not Found");
            assertThat(new String(client.readToEnd())).contains("There is no mount");
        }
    }

    @Test
    void headGetsTheHeadersAndIsOver() throws IOException {
        try (StreamClient client = station.ask("HEAD /stream HTTP/1.1\nHost: x")) {
            assertThat(client.statusLine()).endsWith("200 OK");
            assertThat(client.header("content-type")).isEqualTo("audio/mpeg");
            assertThat(client.headers()).doesNotContainKey("content-length");
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void theProbeOfApplesPlayersGetsItsTwoBytes() throws IOException {
        try (StreamClient probe = station.ask("GET /stream HTTP/1.1\nHost: x\nRange: bytes=0-1")) {
            assertThat(probe.statusLine()).endsWith("206 Partial Content");
            assertThat(probe.header("content-range")).startsWith("bytes 0-1/");
            assertThat(probe.header("content-length")).isEqualTo("2");
            assertThat(probe.read(2)).startsWith(0xFF, 0xFB);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=0-",
                "Range: bytes=0-1073741822",
                "Range: bytes=500-600",
                "Range: bytes=0-1\nIcy-MetaData: 1"
            })
    void everyOtherRangeGetsTheStream(String headers) throws IOException {
        try (StreamClient listener = station.ask("GET /stream HTTP/1.1\nHost: x\n" + headers)) {
            assertThat(listener.statusLine()).isEqualTo("HTTP/1.0 200 OK");
            assertThat(listener.header("accept-ranges")).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NSPlayer/12.0", "WMFSDK/12.0", "Windows-Media-Player/12.0"})
    void onlyWindowsMediaPlayerHearsIcy(String agent) throws IOException {
        try (StreamClient listener = station.ask("GET /stream HTTP/1.0\nUser-Agent: " + agent)) {
            assertThat(listener.statusLine()).isEqualTo("ICY 200 OK");
        }
    }

    @Test
    void theBurstIsAsLongAsAsked() throws IOException {
        for (double seconds : new double[] {0, 1, 2.5}) {
            try (StreamClient listener = station.ask("GET /tones?burst=" + seconds + " HTTP/1.0")) {
                long behindMillis = System.currentTimeMillis() - Long.parseLong(listener.header("x-stream-edge-at"));
                assertThat(behindMillis / 1000.0).isBetween(seconds - 0.001, seconds + 0.5);
            }
        }
        try (StreamClient client = station.ask("GET /stream?burst=lots HTTP/1.0")) {
            assertThat(client.statusLine()).endsWith("400 Bad Request");
            assertThat(new String(client.readToEnd())).contains("burst=lots").contains("2.5");
        }
    }

    @Test
    void whereTheFirstByteIsIsSaid() throws IOException {
        try (StreamClient first = station.ask("GET /tones?burst=1 HTTP/1.0");
                StreamClient second = station.ask("GET /tones?burst=1 HTTP/1.0")) {
            long positions = number(second, "x-stream-position") - number(first, "x-stream-position");
            long times = number(second, "x-stream-time") - number(first, "x-stream-time");
            assertThat(positions).isBetween(0L, 16_000L);
            assertThat(times).isBetween(0L, 1_000L);
            assertThat(second.header("x-stream-run")).isEqualTo(first.header("x-stream-run"));
            byte[] earlier = first.read((int) positions + 20_000);
            byte[] later = second.read(20_000);
            assertThat(later).isEqualTo(Arrays.copyOfRange(earlier, (int) positions, earlier.length));
        }
    }

    @Test
    void oneWhoHasSaidAllItWillSayIsStillAListener() throws IOException {
        try (StreamClient netcat = station.ask("GET /stream HTTP/1.0")) {
            netcat.socket().shutdownOutput();
            assertThat(netcat.read(100_000)).hasSize(100_000);
        }
    }

    @Test
    void aFullHouseSaysWhenToComeAgain() throws IOException {
        LimitsConfig two = LimitsConfig.defaults().withRoomFor(100, 2);
        List<StreamClient> listeners = new ArrayList<>();
        try (TestStation small = TestStation.of(two, MountConfig.of("/stream"))) {
            listeners.add(small.ask("GET /stream HTTP/1.0"));
            listeners.add(small.ask("GET /stream HTTP/1.0"));
            try (StreamClient third = small.ask("GET /stream HTTP/1.0")) {
                assertThat(third.statusLine()).endsWith("503 Service Unavailable");
                assertThat(third.header("retry-after")).isEqualTo("60");
                assertThat(new String(third.readToEnd())).contains("All 2 places are taken");
            }
            listeners.remove(0).close();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                StreamClient next = small.ask("GET /stream HTTP/1.0");
                listeners.add(next);
                return next.statusLine().endsWith("200 OK");
            });
        } finally {
            for (StreamClient listener : listeners) {
                listener.close();
            }
        }
    }

    @Test
    void atTheEndOfOnceEverybodyHasEveryByte() throws Exception {
        MountConfig once = MountConfig.of("/stream")
                .withPlayout(PlayoutConfig.of(TestData.path("tracks/formats/cbr-128.mp3"))
                        .playedOnce());
        try (TestStation station = TestStation.of(once);
                StreamClient listener = station.ask("GET /stream?burst=30 HTTP/1.0")) {
            byte[] heard = listener.readToEnd();
            assertThat(number(listener, "x-stream-position")).isZero();
            assertThat(heard).isEqualTo(TestData.sound("tracks/formats/cbr-128.mp3"));
            station.server().awaitEnd();
        }
    }

    @Test
    void everyOneOfFortyMountsIsOnTheAir() throws IOException {
        MountConfig[] mounts = new MountConfig[40];
        for (int i = 0; i < mounts.length; i++) {
            mounts[i] = MountConfig.of("/m" + i, TestData.path("tracks/formats/cbr-128.mp3"));
        }
        try (TestStation station = TestStation.of(mounts)) {
            for (MountConfig mount : mounts) {
                try (StreamClient listener = station.ask("GET " + mount.name() + " HTTP/1.0")) {
                    assertThat(listener.statusLine()).isEqualTo("HTTP/1.0 200 OK");
                }
            }
        }
    }

    @Test
    void stoppingEndsEverybodyWithinTwoSeconds() throws IOException {
        List<StreamClient> listeners = new ArrayList<>();
        TestStation station = TestStation.demo();
        for (int i = 0; i < 20; i++) {
            listeners.add(station.ask("GET /stream HTTP/1.0"));
        }
        Socket idle = new Socket("127.0.0.1", station.port());
        long before = System.nanoTime();
        station.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        for (StreamClient listener : listeners) {
            assertThat(listener.readToEnd().length).isGreaterThan(10_000);
            listener.close();
        }
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        idle.close();
    }

    private static long number(StreamClient client, String header) {
        return Long.parseLong(client.header(header));
    }

    private static byte[] wholeFrames(byte[] audio) {
        int end = audio.length;
        while (end > 1 && !((audio[end - 2] & 0xFF) == 0xFF && (audio[end - 1] & 0xE0) == 0xE0)) {
            end--;
        }
        return Arrays.copyOf(audio, end - 2);
    }
}

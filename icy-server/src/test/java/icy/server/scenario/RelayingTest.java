package icy.server.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.RelayConfig;
import icy.server.config.ServerConfig;
import icy.server.config.StationInfo;
import icy.server.testing.CutProxy;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.Sweep;
import icy.server.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server's stream on another: what listeners of the other hear. */
@Timeout(90)
class RelayingTest {
    private static final int BYTES_A_SECOND = 16_000;
    private static final HandoverConfig SILENT = HandoverConfig.DEFAULT.withIdle(Idle.OFF);
    private static final StationInfo STATION =
            new StationInfo("Master FM", "jazz", "All day long", "http://master.example/", true);

    @TempDir
    private Path folder;

    @Test
    void soundTitleAndStationComeThrough() throws Exception {
        try (TestStation master = TestStation.of(demo().withInfo(STATION));
                TestStation edge = edgeOf(master.port(), false)) {
            awaitOnAir(edge);
            try (StreamClient client = listen(edge)) {
                assertThat(client.header("icy-name")).isEqualTo("Master FM");
                assertThat(client.header("icy-genre")).isEqualTo("jazz");
                assertThat(client.header("icy-description")).isEqualTo("All day long");
                assertThat(client.header("icy-url")).isEqualTo("http://master.example/");
                assertThat(client.header("icy-pub")).isEqualTo("1");
                assertThat(client.header("content-type")).isEqualTo("audio/mpeg");
                int metaint = Integer.parseInt(client.header("icy-metaint"));
                IcyStripper.Stripped heard = IcyStripper.strip(client.read(6 * BYTES_A_SECOND), metaint);

                assertThat(heard.titleTexts()).first().asString().contains("Harbour Lights");
                assertThat(FrameWalk.frames(heard.audio()).get(0).offset()).isZero();
                byte[] sound = wholeFrames(heard.audio());
                assertThat(Decoding.complaintsOfFfmpeg(sound)).isEmpty();
                assertThat(Decoding.complaintsOfMpg123(sound)).isEmpty();
            }
        }
    }

    @Test
    void aCutLinkIsNotHeardBecauseTheRepeatedBurstIsLeftOut() throws Exception {
        Files.write(folder.resolve("sweep.mp3"), new Sweep(400, 60).mp3(128));
        try (TestStation master = TestStation.of(MountConfig.of("/stream", folder));
                CutProxy link = CutProxy.to(master.port());
                TestStation edge = edgeOf(link.port(), false);
                ServerLog log = ServerLog.open()) {
            awaitOnAir(edge);
            try (StreamClient client = StreamClient.open(edge.port(), "GET /stream HTTP/1.0")) {
                ByteArrayOutputStream heard = new ByteArrayOutputStream();
                heard.writeBytes(client.read(8 * BYTES_A_SECOND));
                link.cut();
                heard.writeBytes(client.read(5 * BYTES_A_SECOND));
                link.cut();
                heard.writeBytes(client.read(5 * BYTES_A_SECOND));

                assertThat(log.linesWith("goes on, behind")).hasSize(2);
                List<Sweep.Stretch> stretches =
                        Sweep.stretches(Decoding.byFfmpeg(heard.toByteArray()).pcm(), List.of(new Sweep(400, 60)));
                assertThat(stretches)
                        .as("nothing is missing and nothing comes twice")
                        .hasSize(1);
                assertThat(Decoding.complaintsOfMpg123(wholeFrames(heard.toByteArray())))
                        .isEmpty();
            }
        }
    }

    @Test
    void onDemandTheStreamIsFetchedForTheFirstListenerAndLetGoAfterTheLast() throws Exception {
        try (TestStation master = TestStation.of(demo().withInfo(STATION));
                TestStation edge = edgeOf(master.port(), true)) {
            assertThat(onAir(edge)).isFalse();
            assertThat(connections(master)).isZero();
            try (StreamClient head = StreamClient.open(edge.port(), "HEAD /stream HTTP/1.0")) {
                assertThat(head.statusLine()).contains("200");
                assertThat(head.header("content-type")).isEqualTo("audio/mpeg");
            }
            assertThat(connections(master)).isZero();

            long asked = System.nanoTime();
            try (StreamClient client = listen(edge)) {
                client.read(2 * BYTES_A_SECOND);
                Duration took = Duration.ofNanos(System.nanoTime() - asked);
                assertThat(took).isLessThan(Duration.ofSeconds(2));
                assertThat(client.header("icy-name")).isEqualTo("Master FM");
                assertThat(connections(master)).isOne();
            }

            await().atMost(Duration.ofSeconds(10)).until(() -> connections(master) == 0 && !onAir(edge));
            try (StreamClient again = listen(edge)) {
                assertThat(FrameWalk.frames(again.read(16_000)).size()).isPositive();
            }
        }
    }

    @Test
    void listenersOfAnEdgeStayWhileItsMasterRestarts() throws Exception {
        try (TestStation first = TestStation.of(demo());
                CutProxy link = CutProxy.to(first.port());
                TestStation edge = TestStation.of(
                        relayOf(link.port(), false).withHandover(HandoverConfig.DEFAULT.withFallback("/filler")),
                        MountConfig.of("/filler"));
                ServerLog log = ServerLog.open()) {
            awaitOnAir(edge);
            try (StreamClient client = listen(edge)) {
                client.read(3 * BYTES_A_SECOND);
                link.stop();
                link.cut();
                await().until(() -> !log.linesWith("mount /stream: mount /filler is on the air")
                        .isEmpty());
                client.read(2 * BYTES_A_SECOND);
                link.resume();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !log.linesWith("mount /stream: relay of", "is on the air; before it mount /filler")
                                .isEmpty());
                client.read(2 * BYTES_A_SECOND);
            }
        }
    }

    @Test
    void aReloadBeginsChangesAndEndsRelays() throws Exception {
        try (TestStation master = TestStation.of(demo())) {
            ServerConfig none = config(MountConfig.of("/stream").withHandover(SILENT));
            ServerConfig relaying = config(relayOf(master.port(), false).withHandover(SILENT));
            AtomicReference<ServerConfig> written = new AtomicReference<>(none);
            try (IcyServer edge = IcyServer.start(none, written::get)) {
                assertThat(connections(master)).isZero();

                written.set(relaying);
                edge.reload().run();
                await().until(() -> connections(master) == 1);

                written.set(none);
                edge.reload().run();
                await().until(() -> connections(master) == 0);
            }
        }
    }

    @Test
    void inAChainEachServerIsLessThanASecondBehindTheOneBefore() throws Exception {
        try (TestStation first = TestStation.of(demo());
                TestStation second = edgeOf(first.port(), false)) {
            awaitOnAir(second);
            try (TestStation third = edgeOf(second.port(), false)) {
                awaitOnAir(third);
                try (Follower one = new Follower(first.port());
                        Follower two = new Follower(second.port());
                        Follower three = new Follower(third.port())) {
                    await().atMost(Duration.ofSeconds(20)).until(() -> one.length() > 12 * BYTES_A_SECOND);
                    double behindFirst = two.secondsBehind(one);
                    double behindSecond = three.secondsBehind(two);

                    assertThat(behindFirst).as("added by the second server").isBetween(-0.15, 1.0);
                    assertThat(behindSecond).as("added by the third server").isBetween(-0.15, 1.0);
                }
            }
        }
    }

    /** Without the beginning of a frame with which the recording ends. */
    private static byte[] wholeFrames(byte[] audio) {
        List<FrameWalk.Frame> frames = FrameWalk.frames(audio);
        return Arrays.copyOf(audio, frames.get(frames.size() - 1).end());
    }

    /** One who listens without a burst, and remembers when which byte came. */
    private static final class Follower implements AutoCloseable {
        private record Arrival(int end, long nanos) {}

        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final List<Arrival> arrivals = new ArrayList<>();
        private final StreamClient client;

        Follower(int port) throws IOException {
            client = StreamClient.open(port, "GET /stream?burst=0 HTTP/1.0");
            Thread reader = new Thread(this::read, "follower");
            reader.setDaemon(true);
            reader.start();
        }

        synchronized int length() {
            return heard.size();
        }

        /** How much later than the other one this one got the same sound: the median of many places in it. */
        double secondsBehind(Follower other) {
            byte[] theirs = other.bytes();
            byte[] mine = bytes();
            List<Double> lags = new ArrayList<>();
            for (int at = 2 * BYTES_A_SECOND; at + 64 < theirs.length; at += 1000) {
                int found = find(mine, Arrays.copyOfRange(theirs, at, at + 64));
                if (found >= 0) {
                    lags.add((whenCame(found + 64) - other.whenCame(at + 64)) / 1e9);
                }
            }
            assertThat(lags).as("places that both have heard").hasSizeGreaterThan(50);
            Collections.sort(lags);
            return lags.get(lags.size() / 2);
        }

        @Override
        public void close() throws IOException {
            client.close();
        }

        private synchronized byte[] bytes() {
            return heard.toByteArray();
        }

        private synchronized long whenCame(int end) {
            return arrivals.stream()
                    .filter(arrival -> arrival.end() >= end)
                    .findFirst()
                    .orElseThrow()
                    .nanos();
        }

        private void read() {
            byte[] piece = new byte[4096];
            try {
                InputStream in = client.socket().getInputStream();
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    long now = System.nanoTime();
                    synchronized (this) {
                        heard.write(piece, 0, count);
                        arrivals.add(new Arrival(heard.size(), now));
                    }
                }
            } catch (IOException e) {
                // the test is over
            }
        }

        private static int find(byte[] in, byte[] what) {
            for (int at = 0; at + what.length <= in.length; at++) {
                if (Arrays.mismatch(in, at, at + what.length, what, 0, what.length) < 0) {
                    return at;
                }
            }
            return -1;
        }
    }

    private static ServerConfig config(MountConfig mount) {
        return ServerConfig.of(mount).withListen(new ListenConfig("127.0.0.1", 0));
    }

    private MountConfig demo() {
        return MountConfig.of("/stream", TestData.path("demo"));
    }

    private static TestStation edgeOf(int port, boolean onDemand) throws IOException {
        return TestStation.of(relayOf(port, onDemand));
    }

    private static MountConfig relayOf(int port, boolean onDemand) {
        RelayConfig relay = RelayConfig.of("http://127.0.0.1:" + port + "/stream");
        return MountConfig.of("/stream").withRelay(onDemand ? relay.onDemand(Duration.ofSeconds(1)) : relay);
    }

    private static StreamClient listen(TestStation station) throws IOException {
        return StreamClient.open(station.port(), "GET /stream HTTP/1.0\nIcy-MetaData: 1");
    }

    private static boolean onAir(TestStation station) throws IOException {
        return mount(station).contains("\"on_air\":true");
    }

    private static void awaitOnAir(TestStation station) {
        await().atMost(Duration.ofSeconds(15)).until(() -> onAir(station));
    }

    private static int connections(TestStation station) throws IOException {
        Matcher connections = Pattern.compile("\"connections\":(\\d+)").matcher(mount(station));
        assertThat(connections.find()).isTrue();
        return Integer.parseInt(connections.group(1));
    }

    private static String mount(TestStation station) throws IOException {
        try (StreamClient api = StreamClient.open(station.port(), "GET /api/mounts/stream HTTP/1.0")) {
            return new String(api.readToEnd(), StandardCharsets.UTF_8);
        }
    }
}

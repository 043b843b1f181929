package icy.server.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.auth.SlowHash;
import icy.server.config.LimitsConfig;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.config.SourceUser;
import icy.server.config.SourcesConfig;
import icy.server.config.Takeover;
import icy.server.testing.FrameWalk;
import icy.server.testing.IcyStripper;
import icy.server.testing.PacedSource;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources come, are heard, are refused; whoever listens to something else does not notice. */
@Timeout(60)
class GoingLiveTest {
    private static final String PASSWORD = "hackmeplease";
    private static final int GUESSERS = 40; // more than may wait for a worker
    private static final String LISTEN = "GET %s HTTP/1.1\nHost: h\nIcy-MetaData: 1";

    @Test
    void sourceIsHeardWithTheTitlesItIsGiven() throws Exception {
        byte[] sound = TestData.sound("demo/01-harbour-lights.mp3");
        try (TestStation station = station(PasswordsConfig.of(PASSWORD, "adminsecret"), Duration.ofSeconds(10));
                Socket source = connect(station.port())) {
            String welcome = "SOURCE /live HTTP/1.0\r\nContent-Type: audio/mpeg\r\n" + login(PASSWORD) + "\r\n\r\n";
            source.getOutputStream().write(welcome.getBytes(UTF_8));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(source, sound));
            await().untilAsserted(() ->
                    assertThat(status(station, "HEAD /live HTTP/1.0")).contains(" 200 "));
            try (StreamClient title = station.ask(
                    "GET /admin/metadata?mode=updinfo&mount=/live&song=On%20Air HTTP/1.0\n" + login(PASSWORD))) {
                assertThat(title.statusLine()).contains(" 200 ");
            }

            try (StreamClient listener = station.ask(LISTEN.formatted("/live"))) {
                IcyStripper.Stripped heard =
                        IcyStripper.strip(listener.read(100_000), Integer.parseInt(listener.header("icy-metaint")));

                assertThat(heard.titleTexts()).contains("On Air");
                byte[] whole = FrameWalk.soundOf(heard.audio());
                String piece = new String(whole, whole.length / 2, 20_000, ISO_8859_1);
                assertThat(new String(sound, ISO_8859_1)).contains(piece);
            }
            source.close();
            sending.join();
        }
    }

    @Test
    void atTheLimitOfSourcesOneMayStillTakeOverFromAnother() throws IOException {
        SourcesConfig lastWins = new SourcesConfig(List.of(), Takeover.ALWAYS, Duration.ofMillis(500), UTF_8);
        ServerConfig config = ServerConfig.of(
                        MountConfig.of("/stream").withSources(lastWins),
                        MountConfig.of("/other").withSources(lastWins))
                .withLimits(LimitsConfig.defaults().withSources(1, Duration.ofSeconds(10)))
                .withPasswords(PasswordsConfig.of(PASSWORD, "adminsecret"));
        try (ServerLog log = ServerLog.open();
                TestStation station = TestStation.of(config);
                PacedSource first = PacedSource.put(station.port(), "/stream", "source", PASSWORD);
                PacedSource oneTooMany = PacedSource.put(station.port(), "/other", "source", PASSWORD);
                PacedSource next = PacedSource.put(station.port(), "/stream", "source", PASSWORD);
                PacedSource stillOneTooMany = PacedSource.put(station.port(), "/other", "source", PASSWORD)) {
            assertThat(first.isAccepted()).isTrue();
            assertThat(oneTooMany.answer()).contains(" 403 ");
            assertThat(next.isAccepted()).as(next.answer()).isTrue();
            assertThat(stillOneTooMany.answer()).contains(" 403 ");
            assertThat(log.linesWith("another one takes over")).hasSize(1);
            assertThat(log.linesWith("Too many sources are connected: the limit is 1."))
                    .hasSize(2);
        }
    }

    @Test
    void textIsNoAudioAndItsSourceIsLetGo() throws IOException {
        try (TestStation station = station(PasswordsConfig.of(PASSWORD, "adminsecret"), Duration.ofSeconds(1));
                ServerLog log = ServerLog.open();
                Socket source = connect(station.port())) {
            source.getOutputStream().write((PASSWORD + "\nicy-name:x\n\n").getBytes(UTF_8));
            byte[] text =
                    "All work and no play makes Jack a dull boy.\n".repeat(100).getBytes(UTF_8);
            AtomicBoolean refused = new AtomicBoolean();
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                try {
                    source.getOutputStream().write(text);
                } catch (IOException e) {
                    refused.set(true);
                }
                return refused.get();
            });

            assertThat(log.linesWith("WARN", "left out")).hasSizeBetween(1, 8);
            assertThat(log.linesWith("it sent nothing to play for 1 s")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thousandsOfWrongPasswordsDisturbNobody(boolean hashed) throws Exception {
        Secret secret = Secret.of(hashed ? SlowHash.of(PASSWORD).text() : PASSWORD);
        ExecutorService guessers = Executors.newFixedThreadPool(GUESSERS);
        try (TestStation station = station(new PasswordsConfig(secret, secret, null), Duration.ofSeconds(10));
                StreamClient listener = station.ask("GET /stream?burst=0 HTTP/1.0")) {
            AtomicBoolean enough = new AtomicBoolean();
            List<Future<Integer>> guessing = new ArrayList<>();
            for (int n = 0; n < GUESSERS; n++) {
                String request = n % 2 == 0 ? "SOURCE /x HTTP/1.0\r\n%s\r\n\r\n" : "%s\r\n\r\n";
                guessing.add(guessers.submit(() -> guess(station.port(), request, enough)));
            }
            long longest = 0;
            for (int n = 0; n < 12; n++) { // three seconds
                long before = System.nanoTime();
                listener.read(4_000);
                longest = Math.max(longest, System.nanoTime() - before);
            }
            enough.set(true);
            int guesses = 0;
            for (Future<Integer> each : guessing) {
                guesses += each.get();
            }

            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
            assertThat(guesses).isGreaterThan(500);
            await().untilAsserted(() -> assertThat(status(station, "SOURCE /x HTTP/1.0\n" + login(PASSWORD)))
                    .isEqualTo("HTTP/1.0 200 OK"));
        } finally {
            guessers.shutdownNow();
        }
    }

    @Test
    void whoWaitsForTheirTurnNeitherNamesNorEndsWhatIsOnTheAir() throws IOException {
        byte[] sound = TestData.sound("demo/01-harbour-lights.mp3");
        MountConfig own = MountConfig.of("/own");
        List<SourceUser> users = List.of(
                new SourceUser("boss", Secret.of("boss-password"), 10),
                new SourceUser("dj", Secret.of("dj-password"), 5));
        try (TestStation station = TestStation.of(
                        ServerConfig.of(own.withSources(own.sources().withUsers(users.toArray(SourceUser[]::new))))
                                .withPasswords(PasswordsConfig.of(PASSWORD, "adminsecret")));
                PacedSource boss = PacedSource.put(station.port(), "/own", "boss", "boss-password");
                PacedSource dj = PacedSource.put(station.port(), "/own", "dj", "dj-password")) {
            boss.play(sound);
            dj.play(sound);
            await().until(() -> json(station, "/api/mounts/own").contains("\"user\":\"boss\""));
            String title = "/admin/metadata?mode=updinfo&mount=/own&song=";
            assertThat(status(station, "GET " + title + "Boss HTTP/1.0\n" + basic("boss:boss-password")))
                    .contains(" 200 ");
            assertThat(status(station, "GET " + title + "Dj HTTP/1.0\n" + basic("dj:dj-password")))
                    .contains(" 200 ");
            await().until(() -> json(station, "/api/mounts/own").contains("\"title\":\"Boss\""));

            assertThat(status(station, "GET /admin/killsource?mount=/own HTTP/1.0\n" + basic("boss:boss-password")))
                    .contains(" 200 ");
            await().until(() -> json(station, "/api/mounts/own").contains("\"title\":\"Dj\""));
            assertThat(boss.isOver()).isTrue();
            assertThat(dj.isOver()).isFalse();
        }
    }

    private static String json(TestStation station, String path) throws IOException {
        try (StreamClient client = station.ask("GET " + path + " HTTP/1.0")) {
            return new String(client.readToEnd(), UTF_8);
        }
    }

    private static String basic(String login) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    @Test
    void secondPortThatIsTakenIsSaidAndStopsNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                ServerLog log = ServerLog.open();
                IcyServer server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream"))
                        .withListen(new ListenConfig("127.0.0.1", 0, taken.getLocalPort(), false)))) {
            assertThat(server.shoutcastPort()).isEmpty();
            assertThat(log.linesWith("WARN", "port " + taken.getLocalPort() + " is taken", "listen.shoutcast-port"))
                    .hasSize(1);
        }
    }

    private static TestStation station(PasswordsConfig passwords, Duration sourceTimeout) throws IOException {
        return TestStation.of(ServerConfig.of(MountConfig.of("/stream"))
                .withLimits(LimitsConfig.defaults().withSources(1000, sourceTimeout))
                .withPasswords(passwords));
    }

    private static String status(TestStation station, String request) throws IOException {
        try (StreamClient client = station.ask(request)) {
            return client.statusLine();
        }
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** The server takes it as fast as it plays it. */
    private static void send(Socket source, byte[] sound) {
        try {
            source.getOutputStream().write(sound);
        } catch (IOException e) {
            assertThat(source.isClosed()).isTrue(); // the test has heard enough
        }
    }

    /** Shows one wrong password after the other; returns how many. Each must be answered with no, or with "later". */
    private static int guess(int port, String request, AtomicBoolean enough) {
        int count = 0;
        while (!enough.get()) {
            String guess = "wrong" + count++;
            String shown = request.startsWith("SOURCE") ? login(guess) : guess;
            try (Socket client = connect(port)) {
                client.getOutputStream().write(request.formatted(shown).getBytes(UTF_8));
                client.shutdownOutput();
                String answer = new String(client.getInputStream().readAllBytes(), UTF_8);
                assertThat(answer).containsPattern("^(HTTP/1.0 (401|503) |invalid password|too many are logging in)");
            } catch (IOException e) {
                throw new AssertionError("an answer is always given", e);
            }
        }
        return count;
    }

    private static String login(String password) {
        return basic("source:" + password);
    }
}

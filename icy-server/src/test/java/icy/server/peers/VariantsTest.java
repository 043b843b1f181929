package icy.server.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.VariantsConfig;
import icy.server.testing.Decoding;
import icy.server.testing.IcyStripper;
import icy.server.testing.Pcm;
import icy.server.testing.StreamClient;
import icy.server.testing.Sweep;
import icy.server.testing.WholeUnits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One mount in many formats, as real decoders hear it. */
@Tag("peers")
@Timeout(120)
class VariantsTest {
    private static final Sweep SWEEP = new Sweep(1000, 30);
    private static final double MOST_APART_SECONDS = 0.05;
    private static final int METAINT = 16_000;
    /** For a machine that does other things as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LINGER = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private IcyServer server;

    @BeforeEach
    void onAir() throws IOException {
        Files.write(folder.resolve("sweep.mp3"), SWEEP.file(192));
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream", folder)
                        .withVariants(VariantsConfig.of("mp3-320", "mp3-64", "aac-96", "opus-96", "flac", "wav")
                                .withLinger(LINGER)))
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withLoops(2));
        await().atMost(PATIENCE).ignoreExceptions().until(() -> isMade("/stream/mp3-64"));
    }

    /** Whether it can be had: the encoder has been found by then, and its first process has begun. */
    private boolean isMade(String path) throws IOException {
        try (StreamClient client = ask(path)) {
            return client.statusLine().contains("200");
        }
    }

    @AfterEach
    void offAir() {
        server.close();
        await().atMost(PATIENCE).until(() -> children() == 0);
    }

    /** One way to hear it, and how to read what comes. */
    private record Way(String path, String contentType, String format, int sampleRate, int bytes) {}

    @Test
    void allThatJoinTogetherHearTheSameSoundAtTheSameStreamTimeWithoutAComplaint() throws Exception {
        List<Way> ways = List.of(
                new Way("/stream", "audio/mpeg", "mp3", 44_100, 150_000),
                new Way("/stream/mp3-320", "audio/mpeg", "mp3", 44_100, 250_000),
                new Way("/stream/mp3-64", "audio/mpeg", "mp3", 44_100, 50_000),
                new Way("/stream/aac-96", "audio/aac", "aac", 44_100, 70_000),
                new Way("/stream/opus-96", "audio/ogg", "ogg", 48_000, 70_000),
                new Way("/stream/flac", "audio/ogg", "ogg", 44_100, 300_000),
                new Way("/stream/wav", "audio/wav", "wav", 44_100, 600_000));
        List<StreamClient> first = joinAll(ways);
        List<StreamClient> clients = joinAll(ways);
        double parentsTime = 0;
        double parentsOffset = 0;
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            StreamClient client = clients.get(i);
            assertThat(client.statusLine()).as(way.path()).contains("200");
            assertThat(client.header("content-type")).isEqualTo(way.contentType());
            byte[] audio = client.read(way.bytes());
            assertThat(Decoding.complaintsOfFfmpeg(WholeUnits.of(audio, way.format()), way.format()))
                    .as(way.path())
                    .isEmpty();
            Pcm sound = Decoding.soundByFfmpeg(audio, way.format(), way.sampleRate(), 1);
            double time = Long.parseLong(client.header("x-stream-time")) / 1000.0;
            Sweep.Stretch stretch = Sweep.stretches(sound, List.of(SWEEP)).stream()
                    .filter(each -> each.toMillis() - each.fromMillis() > 1000)
                    .findFirst()
                    .orElseThrow();
            double offset = stretch.offsetSeconds() - time;
            if (i == 0) {
                parentsTime = time;
                parentsOffset = offset;
            }
            assertThat(time).as(way.path()).isCloseTo(parentsTime, within(MOST_APART_SECONDS));
            assertThat(offset).as(way.path()).isCloseTo(parentsOffset, within(MOST_APART_SECONDS));
        }
        for (StreamClient client : clients) {
            client.close();
        }
        for (StreamClient client : first) {
            client.close();
        }
        await().atMost(PATIENCE).until(() -> children() == 0);
    }

    @Test
    void titlesAreTheParents() throws Exception {
        try (StreamClient parent = ask("/stream");
                StreamClient variant = ask("/stream/mp3-64")) {
            String title =
                    IcyStripper.strip(parent.read(40_000), METAINT).titleTexts().get(0);
            assertThat(IcyStripper.strip(variant.read(40_000), METAINT).titleTexts())
                    .containsExactly(title);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void anEncoderThatDiesOrHangsIsFollowedByAnotherAndNothingIsMissed(String signal) throws Exception {
        try (StreamClient listener = ask("/stream/mp3-64")) {
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            heard.writeBytes(listener.read(60_000));
            ProcessHandle encoder = encoders().findFirst().orElseThrow();
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(encoder.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            heard.writeBytes(listener.read(60_000));

            byte[] audio = WholeUnits.of(
                    IcyStripper.strip(heard.toByteArray(), METAINT).audio(), "mp3");
            assertThat(Decoding.complaintsOfFfmpeg(audio, "mp3")).isEmpty();
            List<Sweep.Stretch> stretches =
                    Sweep.stretches(Decoding.soundByFfmpeg(audio, "mp3", 44_100, 1), List.of(SWEEP));
            for (int i = 1; i < stretches.size(); i++) {
                double left = stretches.get(i).leftOutSince(stretches.get(i - 1));
                assertThat(Math.min(Math.abs(left), Math.abs(left + SWEEP.seconds())))
                        .as("%s", stretches)
                        .isLessThan(MOST_APART_SECONDS);
            }
        }
    }

    @Test
    void whatIsAskedForIsTheNearestThereIs() throws IOException {
        assertThat(name("format=mp3&bitrate=300")).isEqualTo("/stream/mp3-320");
        assertThat(name("format=MP3&bitrate=1")).isEqualTo("/stream/mp3-64");
        assertThat(name("bitrate=200")).isEqualTo("/stream");
        assertThat(name("format=opus")).isEqualTo("/stream/opus-96");
        assertThat(name("format=flac&bitrate=64")).isEqualTo("/stream/flac");
    }

    @ParameterizedTest
    @CsvSource({
        "format=wma,    400, none of mp3",
        "bitrate=fast,  400, 64",
        "gain=99,       400, -30 to 12",
        "channel=third, 400, left",
    })
    void whatIsNotThereIsRefusedWithWhatThereIs(String query, int status, String sentence) throws IOException {
        try (StreamClient asked = StreamClient.open(server.port(), "GET /stream?" + query + " HTTP/1.0")) {
            assertThat(asked.statusLine()).contains(Integer.toString(status));
            assertThat(new String(asked.readToEnd(), StandardCharsets.UTF_8)).contains(sentence);
        }
    }

    @Test
    void anotherGainAndOneChannelAreMadeForWhoAsks() throws Exception {
        try (StreamClient plain = StreamClient.open(server.port(), "GET /stream/wav HTTP/1.0");
                StreamClient quiet =
                        StreamClient.open(server.port(), "GET /stream?format=wav&gain=-6&channel=left HTTP/1.0")) {
            Pcm loud = Decoding.soundByFfmpeg(plain.read(300_000), "wav", 44_100, 1);
            Pcm soft = Decoding.soundByFfmpeg(quiet.read(300_000), "wav", 44_100, 1);
            double ratio = soft.rms(0, soft.lengthFrames()) / loud.rms(0, loud.lengthFrames());
            assertThat(ratio).isCloseTo(0.5, within(0.02));
        }
        await().atMost(PATIENCE).until(() -> children() == 0);
        try (StreamClient asked = StreamClient.open(server.port(), "GET /stream/wav~gain-6~left HTTP/1.0")) {
            assertThat(asked.statusLine()).contains("404");
        }
    }

    /** Of the mount that a query of {@code /stream} leads to. */
    private String name(String query) throws IOException {
        try (StreamClient listener = StreamClient.open(server.port(), "GET /stream?" + query + " HTTP/1.0")) {
            String run = listener.header("x-stream-run");
            int slash = run.indexOf('/');
            return slash < 0 ? "/stream" : "/stream" + run.substring(slash, run.lastIndexOf('.'));
        }
    }

    private List<StreamClient> joinAll(List<Way> ways) throws IOException {
        List<StreamClient> clients = new ArrayList<>();
        for (Way way : ways) {
            clients.add(StreamClient.open(server.port(), "GET " + way.path() + " HTTP/1.0"));
        }
        return clients;
    }

    private StreamClient ask(String path) throws IOException {
        return StreamClient.open(server.port(), "GET " + path + " HTTP/1.0\nIcy-MetaData: 1");
    }

    private static long children() {
        return encoders().filter(ProcessHandle::isAlive).count();
    }

    /** Others look for encoders meanwhile, or ask what they can do. */
    private static Stream<ProcessHandle> encoders() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("pipe:0"));
    }
}

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One mount in many formats, as real decoders hear it. */
@Tag("peers")
@Timeout(120)
class VariantsTest {
    private static final Sweep SWEEP = new Sweep(1000, 30);
    private static final double MOST_APART_SECONDS = 0.05;
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
    }

    @AfterEach
    void offAir() {
        server.close();
        assertThat(children()).isZero();
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
        await().atMost(Duration.ofSeconds(10)).until(() -> children() == 0);
    }

    @Test
    void titlesAreTheParents() throws Exception {
        try (StreamClient parent = ask("/stream");
                StreamClient variant = ask("/stream/mp3-64")) {
            String title =
                    IcyStripper.strip(parent.read(40_000), 16_000).titleTexts().get(0);
            assertThat(IcyStripper.strip(variant.read(40_000), 16_000).titleTexts())
                    .containsExactly(title);
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
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }
}

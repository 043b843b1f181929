package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.listenfile.ListenPlaces;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.StreamClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients hear of a queue. */
@Timeout(60)
class ListenFileTest {
    private static final String QUEUE = "/api/streams/morning/queue";
    private static final String STREAM = "/api/streams/morning/stream.mp3";

    @TempDir
    private Path folder;

    private QueueStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, null);
        stage.add("harbour.mp3", "demo/01-harbour-lights.mp3");
        stage.add("boats.mp3", "demo/02-paper-boats.mp3");
        stage.add("vbr.mp3", "tracks/formats/vbr-v2.mp3");
        stage.add("busy.mp3", "tracks/formats/cbr-128-busy.mp3");
        stage.add("mono.mp3", "tracks/formats/mono-64.mp3");
        stage.add("slow.mp3", "tracks/formats/mpeg2-22050.mp3");
        stage.add("tape.mp3", "tracks/formats/layer2.mp3");
        stage.serving(new ListenPlaces(4, 3));
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void theQueueIsOneMp3WithoutAnError() throws IOException {
        queue("harbour.mp3", "vbr.mp3", "busy.mp3", "boats.mp3");

        byte[] heard = whole(STREAM);

        List<FrameWalk.Frame> frames = FrameWalk.frames(heard); // and nothing between them
        assertThat(frames.get(frames.size() - 1).end()).isEqualTo(heard.length);
        assertThat(Decoding.complaintsOfFfmpeg(heard)).isEmpty();
        assertThat(Decoding.complaintsOfMpg123(heard)).isEmpty();
        assertThat(seconds(heard)).isBetween(40.0, 200.0);
        assertThat(stage.played()).containsExactly("harbour.mp3", "vbr.mp3", "busy.mp3", "boats.mp3");
    }

    @Test
    void otherSampleRatesAndChannelsFollowWithoutAnError() throws IOException {
        queue("vbr.mp3", "mono.mp3", "slow.mp3", "tape.mp3", "busy.mp3");

        byte[] heard = whole(STREAM);

        assertThat(Decoding.complaintsOfFfmpeg(heard)).isEmpty();
        assertThat(stage.played()).containsExactly("vbr.mp3", "mono.mp3", "slow.mp3", "busy.mp3"); // tape is layer II
    }

    @Test
    void eachClientHearsTheQueueAsItWasFromItsFirstTrack() throws IOException {
        queue("harbour.mp3", "vbr.mp3", "boats.mp3");
        byte[] undisturbed = whole(STREAM);

        try (StreamClient first = open(STREAM)) {
            byte[] begin = first.read(20_000);
            stage.delete(QUEUE + "/1");
            stage.post(QUEUE, "{'files': ['busy.mp3']}");
            try (StreamClient second = open(STREAM)) {
                stage.delete("/api/streams/morning");
                assertThat(second.header("X-File-Count")).isEqualTo("3");
                byte[] other = second.readToEnd();
                assertThat(other).startsWith(begin);
                assertThat(other).isNotEqualTo(undisturbed);
                assertThat(Decoding.complaintsOfFfmpeg(other)).isEmpty();
            }
            byte[] rest = first.readToEnd();
            assertThat(join(begin, rest)).isEqualTo(undisturbed);
        }
    }

    @Test
    void theHeadSaysWhatItIs() throws IOException {
        queue("vbr.mp3", "busy.mp3");

        for (String method : List.of("HEAD", "GET")) {
            try (StreamClient client = StreamClient.open(
                    stage.http().port(),
                    method + " " + STREAM + "?play_mode=shuffle HTTP/1.1\nHost: localhost\nRange: bytes=0-")) {
                assertThat(client.statusLine()).isEqualTo("HTTP/1.1 200 OK");
                assertThat(client.header("Content-Type")).isEqualTo("audio/mpeg");
                assertThat(client.header("Accept-Ranges")).isEqualTo("none");
                assertThat(client.header("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate");
                assertThat(client.header("X-Stream-Name")).isEqualTo("morning");
                assertThat(client.header("X-File-Count")).isEqualTo("2");
                assertThat(client.header("X-Play-Mode")).isEqualTo("shuffle");
                assertThat(client.header("Access-Control-Allow-Origin")).isEqualTo("*");
            }
        }
        await().until(() -> stage.accessLog().size() == 1);
        assertThat(stage.accessLog().get(0).requestLine()).contains(STREAM);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, false, sequential",
        "'', true, false, loop",
        "'', false, true, shuffle",
        "'', true, true, endless-shuffle",
        "?play_mode=sequential, true, true, sequential",
        "?play_mode=endless-shuffle, false, false, endless-shuffle",
        "?play_mode=backwards, true, true, sequential"
    })
    void theModeIsTheClientsOrElseTheQueues(String query, boolean loop, boolean shuffle, String mode)
            throws IOException {
        queue("vbr.mp3");
        stage.put(QUEUE + "/mode", "{'loop': %b, 'shuffle': %b}".formatted(loop, shuffle));

        try (StreamClient client = open(STREAM + query)) {
            assertThat(client.header("X-Play-Mode")).isEqualTo(mode);
        }
    }

    @Test
    void whatHasNoEndIsPacedAndGoesRound() throws IOException {
        queue("mono.mp3", "slow.mp3");

        try (StreamClient client = open(STREAM + "?play_mode=loop")) {
            long began = System.nanoTime();
            double heard = 0;
            byte[] bytes = new byte[0];
            while (heard < 14) {
                bytes = join(bytes, client.read(1000));
                heard = seconds(bytes);
            }
            double took = (System.nanoTime() - began) / 1e9;
            // 14 s are a burst of 10, the batch begun then, and the rest at 1.2 times its speed.
            assertThat(took).isBetween((14 - 10 - 2 * 1.6) / 1.2, 8.0);
        }
        assertThat(stage.played()).startsWith("mono.mp3", "slow.mp3", "mono.mp3", "slow.mp3");
    }

    @Test
    void missingFilesAreSkipped() throws IOException {
        queue("vbr.mp3", "1.mp3", "busy.mp3");
        Files.delete(stage.music().resolve("1.mp3"));
        Files.writeString(stage.music().resolve("busy.mp3"), "not music at all");

        byte[] heard = whole(STREAM);

        assertThat(stage.played()).containsExactly("vbr.mp3");
        assertThat(Decoding.complaintsOfFfmpeg(heard)).isEmpty();
    }

    @Test
    void aQueueOfWhichNothingCanBePlayedEndsEvenInTheEndlessModes() throws IOException {
        queue("1.mp3", "2.mp3");
        Files.delete(stage.music().resolve("1.mp3"));
        Files.delete(stage.music().resolve("2.mp3"));

        assertThat(whole(STREAM + "?play_mode=loop")).isEmpty();
    }

    @Test
    void unknownAndEmptyQueuesAreNotThere() throws IOException {
        queue("vbr.mp3");
        stage.delete(QUEUE);

        assertThat(stage.get(STREAM).detail()).isEqualTo("The queue \"morning\" is empty.");
        assertThat(stage.get(STREAM).status()).isEqualTo(404);
        assertThat(stage.get("/api/streams/none/stream.mp3").status()).isEqualTo(404);
    }

    @Test
    void noMoreIsReadThanAClientTakes() throws IOException {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add("harbour.mp3");
        }
        queue(many.toArray(String[]::new)); // 200 MB
        try (Socket lazy = new Socket()) {
            lazy.setReceiveBufferSize(32 * 1024);
            lazy.connect(new InetSocketAddress("127.0.0.1", stage.http().port()));
            lazy.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: h\r\n\r\n"
                            .formatted(STREAM)
                            .getBytes(StandardCharsets.UTF_8));
            lazy.getInputStream().readNBytes(100_000);
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> stage.played().size() <= 2);
        }
        await().until(() -> stage.accessLog().size() == 1);
    }

    @Test
    void whoWantsTooManyAtOnceIsToldSo() throws IOException {
        queue("harbour.mp3");
        String endless = STREAM + "?play_mode=loop";
        try (StreamClient one = open(endless);
                StreamClient two = open(endless);
                StreamClient three = open(endless)) {
            QueueStage.Answer refused = stage.get(endless);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("30");
            assertThat(refused.detail()).contains("given 3 streams at once already");
            assertThat(one.statusLine() + two.statusLine() + three.statusLine()).doesNotContain("429");
            try (StreamClient elsewhere = StreamClient.open(
                    stage.http().port(), "GET " + endless + " HTTP/1.1\nHost: h\nX-Forwarded-For: 192.0.2.1")) {
                assertThat(elsewhere.statusLine()).contains("200");
                QueueStage.Answer full = stage.get(endless, "X-Forwarded-For", "192.0.2.2");
                assertThat(full.status()).isEqualTo(503);
                assertThat(full.header("Retry-After")).isEqualTo("30");
            }
        }
        await().until(() -> stage.accessLog().size() == 4);
        assertThat(open(endless).statusLine()).contains("200");
    }

    private void queue(String... files) {
        String names = String.join("', '", files);
        assertThat(stage.post("/api/streams/morning", "{'files': ['%s']}".formatted(names))
                        .status())
                .isEqualTo(200);
    }

    private StreamClient open(String path) throws IOException {
        return StreamClient.open(stage.http().port(), "GET " + path + " HTTP/1.1\nHost: localhost");
    }

    private byte[] whole(String path) throws IOException {
        try (StreamClient client = open(path)) {
            assertThat(client.statusLine()).contains("200");
            return client.readToEnd();
        }
    }

    private static double seconds(byte[] bytes) {
        return FrameWalk.frames(bytes).stream()
                        .mapToDouble(FrameWalk.Frame::millis)
                        .sum()
                / 1000;
    }

    private static byte[] join(byte[] one, byte[] other) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(one);
        all.write(other);
        return all.toByteArray();
    }
}

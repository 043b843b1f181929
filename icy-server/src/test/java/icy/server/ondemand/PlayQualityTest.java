package icy.server.ondemand;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.TranscodeConfig;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.testing.TestServer;
import icy.server.transcode.Transcodes;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files in other qualities, made by the real encoder while they are sent. */
@Tag("peers")
@Timeout(120)
class PlayQualityTest {
    private static final int SECONDS = 120;
    private static final int LOW_BYTES_A_SECOND = 16_000;

    @TempDir
    Path music;

    private final Workers workers = Workers.start(1);
    private final Transcodes transcodes = new Transcodes(TranscodeConfig.DEFAULT, null, workers.transcode());
    private PlayEndpoint play;
    private TestServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        make("song.flac", "-ar", "48000", "-ac", "2");
        make("small.mp3", "-b:a", "64k");
        Files.writeString(music.resolve("broken.flac"), "this is no FLAC, whatever its name says");
        Files.write(music.resolve("cover.png"), new byte[] {1, 2, 3});
        MediaFolders folders = new MediaFolders(
                ServerConfig.of(MountConfig.of("/stream")).withMedia(new MediaConfig(List.of(music), false)));
        play = new PlayEndpoint(folders, transcodes, workers, Clock.systemUTC());
        server = TestServer.serving(Routes.builder().with(play::routes).build());
    }

    private void make(String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi"));
        command.addAll(List.of("-i", "aevalsrc=0.3*sin(2*PI*(300+200*sin(t/7))*t):s=48000:d=" + SECONDS));
        command.addAll(List.of(options));
        command.add(music.resolve(name).toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        server.close();
        play.close();
        transcodes.close();
        workers.close();
    }

    @Test
    void aColdQualityHasItsLengthAtOnceAndCanBeSoughtIn() {
        HttpResponse<byte[]> middle = get("/play/song.flac?quality=low", "Range", "bytes=1000000-1099999");

        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("Content-Type")).contains("audio/mpeg");
        assertThat(middle.headers().firstValue("ETag").orElseThrow()).startsWith("W/\"");
        assertThat(middle.headers().firstValue("Content-Disposition").orElseThrow())
                .endsWith("song.mp3");
        long size = Long.parseLong(
                middle.headers().firstValue("Content-Range").orElseThrow().replaceFirst("bytes 1000000-1099999/", ""));
        assertThat(size).isBetween((long) SECONDS * LOW_BYTES_A_SECOND, (SECONDS + 1L) * LOW_BYTES_A_SECOND);
        assertThat(middle.body()).hasSize(100_000);

        byte[] whole = get("/play/song.flac?quality=low").body();

        assertThat(whole).hasSize((int) size);
        assertThat(Arrays.copyOfRange(whole, 1_000_000, 1_100_000)).isEqualTo(middle.body());
        await().untilAsserted(() -> assertThat(transcodes.stats().files()).isEqualTo(1));
        assertThat(get("/play/song.flac?quality=low").body()).isEqualTo(whole);
        assertThat(get("/play/song.flac?quality=low", "Range", "bytes=-10").body())
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 10, whole.length));
    }

    @Test
    void manyWhoAskAtOnceGetTheSame() {
        List<CompletableFuture<byte[]>> answers = IntStream.range(0, 50)
                .mapToObj(client -> CompletableFuture.supplyAsync(
                        () -> get("/play/song.flac?quality=high").body()))
                .toList();

        byte[] first = answers.get(0).join();
        assertThat(first).hasSizeGreaterThan(SECONDS * 2 * LOW_BYTES_A_SECOND);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(first));
    }

    @Test
    void whatIsSmallerAlreadyIsSentAsItIs() throws IOException {
        byte[] original = Files.readAllBytes(music.resolve("small.mp3"));

        for (int n = 0; n < 3; n++) {
            assertThat(get("/play/small.mp3?quality=low").body()).isEqualTo(original);
            assertThat(get("/play/small.mp3").body()).isEqualTo(original);
        }
    }

    @Test
    void aPictureHasNoQualities() {
        assertThat(get("/play/cover.png?quality=low").body()).containsExactly(1, 2, 3);
    }

    @Test
    void whatCannotBeDecodedIsRefusedAndCanBeHadAsItIs() {
        HttpResponse<byte[]> refused = get("/play/broken.flac");

        assertThat(refused.statusCode()).isIn(415, 422);
        assertThat(new String(refused.body(), UTF_8)).contains("broken.flac");
        assertThat(get("/play/broken.flac?quality=original").statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        return server.send("GET", path, BodyHandlers.ofByteArray(), headers);
    }
}

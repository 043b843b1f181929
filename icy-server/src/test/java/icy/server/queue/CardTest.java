package icy.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import icy.server.queue.QueueStage.Answer;
import icy.server.testing.QrReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leads other players to a queue. */
class CardTest {
    @TempDir
    private Path folder;

    private QueueStage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new QueueStage(folder, null).serving();
        stage.post("/api/streams/bed%20time/queue", "{'files': ['1.mp3']}");
    }

    @AfterEach
    void stop() throws IOException {
        stage.close();
    }

    @Test
    void theQrCodeIsTheStreamsAddress() throws IOException, InterruptedException, ReaderException {
        byte[] png = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stage.url("/api/streams/bed%20time/qr.png?size=300")))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        assertThat(QrReader.read(png)).isEqualTo(stage.url("/api/streams/bed%20time/stream.mp3"));
        Answer svg = stage.get("/api/streams/bed%20time/qr.svg");
        assertThat(svg.status()).isEqualTo(200);
        assertThat(svg.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(svg.http().body()).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    }

    @Test
    void theYotoCardPlaysTheStream() {
        Answer answer = stage.get("/api/streams/bed%20time/yoto.json");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment");
        assertThat(answer.json()).containsEntry("title", "bed time");
        Map<?, ?> chapter = (Map<?, ?>) ((List<?>) answer.object("content").get("chapters")).get(0);
        Map<?, ?> track = (Map<?, ?>) ((List<?>) chapter.get("tracks")).get(0);
        assertThat(track.get("type")).isEqualTo("stream");
        assertThat(track.get("format")).isEqualTo("mp3");
        assertThat(track.get("trackUrl")).isEqualTo(stage.url("/api/streams/bed%20time/stream.mp3"));
        assertThat(((Map<?, ?>) chapter.get("display")).get("icon16x16").toString())
                .startsWith("yoto:#");
    }

    @Test
    void whatCannotBeDrawnIsSaid() {
        assertThat(stage.get("/api/streams/nothing/qr.svg").status()).isEqualTo(404);
        assertThat(stage.get("/api/streams/nothing/yoto.json").detail()).contains("There is no queue \"nothing\"");
        for (String size : List.of("0", "99", "1201", "big", "-1", "99999999999")) {
            Answer answer = stage.get("/api/streams/bed%20time/qr.png?size=" + size);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.detail()).isEqualTo("size is a number of pixels from 100 to 1200.");
        }
    }
}

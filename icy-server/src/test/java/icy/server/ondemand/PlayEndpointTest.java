package icy.server.ondemand;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.LimitsConfig;
import icy.server.config.MediaConfig;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.config.TranscodeConfig;
import icy.server.http.Endpoint;
import icy.server.http.HttpLimits;
import icy.server.http.Response;
import icy.server.http.Routes;
import icy.server.loop.Workers;
import icy.server.media.MediaFolders;
import icy.server.testing.TestHttp;
import icy.server.transcode.Transcodes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PlayEndpointTest {
    private static final byte[] SONG = bytes(2_500_000);

    @TempDir
    Path disk;

    private final Workers workers = Workers.start(1);
    private final Transcodes transcodes = new Transcodes(TranscodeConfig.DEFAULT, null, workers.transcode());
    private Path music;
    private PlayEndpoint play;
    private TestHttp http;

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(2).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        music = Files.createDirectories(disk.resolve("music"));
        Files.write(music.resolve("song.mp3"), SONG);
        MediaFolders folders = new MediaFolders(
                ServerConfig.of(MountConfig.of("/stream")).withMedia(new MediaConfig(List.of(music), false)));
        play = new PlayEndpoint(folders, transcodes, workers, Clock.systemUTC());
        http = new TestHttp(
                Routes.builder()
                        .with(play::routes)
                        .get("/hello", Endpoint.immediate(request -> Response.text(200, "hello")))
                        .build(),
                HttpLimits.defaults(),
                System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        play.close();
        transcodes.close();
        workers.close();
    }

    @Test
    void aFileIsGivenOutAsItIs() throws IOException {
        Answer answer = get("/play/song.mp3");

        assertThat(answer.head)
                .startsWith("HTTP/1.1 200 OK\n")
                .contains("\nContent-Type: audio/mpeg\n")
                .contains("\nContent-Length: 2500000\n")
                .contains("\nAccept-Ranges: bytes\n")
                .contains("\nCache-Control: public, max-age=3600\n")
                .containsPattern("\nETag: \"[^\"]+\"\n")
                .containsPattern("\nLast-Modified: ..., .. ... .... ..:..:.. GMT\n")
                .contains("\nAccess-Control-Allow-Origin: *\n")
                .containsPattern("\nAccess-Control-Expose-Headers: Content-Type, Accept-Encoding, Range, Content-Range")
                .contains("\nContent-Disposition: inline; filename*=UTF-8''song.mp3\n");
        assertThat(answer.body).isEqualTo(SONG);
    }

    @Test
    void aRangeAnywhereInItIsSent() throws IOException {
        for (int first : List.of(0, 1, 524_287, 524_288, 1_999_999, 2_499_990)) {
            Answer answer = get("/play/song.mp3", "Range: bytes=%d-%d".formatted(first, first + 600_000));

            int end = Math.min(first + 600_001, SONG.length);
            assertThat(answer.head)
                    .startsWith("HTTP/1.1 206 ")
                    .contains("\nContent-Range: bytes %d-%d/2500000\n".formatted(first, end - 1));
            assertThat(answer.body).isEqualTo(Arrays.copyOfRange(SONG, first, end));
        }
    }

    @Test
    void manyRequestsOnOneConnectionAreAnsweredInOrder() throws IOException {
        Socket client = http.connectThrough(new Random(3), 300_000);
        StringBuilder requests = new StringBuilder();
        for (int n = 0; n < 50; n++) {
            int first = n * 40_000;
            requests.append("GET /play/song.mp3?quality=original HTTP/1.1\nHost: h\nRange: bytes=%d-%d\n\n"
                    .formatted(first, first + 99_999));
        }
        TestHttp.send(client, requests + "GET /hello HTTP/1.1\nHost: h\n\n");

        for (int n = 0; n < 50; n++) {
            Answer answer = Answer.read(client);
            assertThat(answer.body).isEqualTo(Arrays.copyOfRange(SONG, n * 40_000, n * 40_000 + 100_000));
        }
        assertThat(Answer.read(client).text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "a.mp3, audio/mpeg",
        "a.MP3, audio/mpeg",
        "a.flac, audio/flac",
        "a.m4a, audio/mp4",
        "a.aac, audio/aac",
        "a.ogg, audio/ogg",
        "a.oga, audio/ogg",
        "a.opus, audio/ogg",
        "a.wav, audio/wav",
        "a.aiff, audio/aiff",
        "cover.jpg, image/jpeg",
        "cover.jpeg, image/jpeg",
        "cover.png, image/png"
    })
    void filesHaveTheTypeThatPlayersExpect(String name, String type) throws IOException {
        Files.write(music.resolve(name), new byte[] {1, 2, 3});

        Answer answer = get("/play/" + name);

        assertThat(answer.head).startsWith("HTTP/1.1 200 ").contains("\nContent-Type: " + type + "\n");
        assertThat(answer.body).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # nothing leads out
                    /play/../secret.mp3                     | 403
                    /play/%2e%2e/secret.mp3                 | 403
                    /play/..%2fsecret.mp3                   | 403
                    /play/..%5csecret.mp3                   | 403
                    /play/%2e%2e%5csecret.mp3               | 403
                    /play/jazz/..%2f..%2fsecret.mp3         | 403
                    /play/.../secret.mp3                    | 403
                    /play/..%20/secret.mp3                  | 403
                    /play/..%20./secret.mp3                 | 403
                    /play/secret.mp3%00                     | 403
                    /play/song.mp3%00.txt                   | 403
                    /play/linked/secret.mp3                 | 403
                    /play/link.mp3                          | 403
                    /play/chain.mp3                         | 403
                    # nor does what is decoded once only, or begins again at the root
                    /play/%252e%252e/secret.mp3             | 404
                    /play/%252e%252e%252fsecret.mp3         | 404
                    /play/..%252fsecret.mp3                 | 404
                    /play//etc/passwd                       | 404
                    /play/%2fetc%2fpasswd                   | 404
                    /play/%c0%ae%c0%ae/secret.mp3           | 404
                    # what is not there
                    /play/nothing.mp3                       | 404
                    /play/song.mp3.                         | 404
                    /play/song.mp3%20                       | 404
                    /play/song.mp3/x                        | 404
                    /play/jazz                              | 404
                    /play/                                  | 404
                    /play                                   | 404
                    /play/dangling.mp3                      | 404
                    # hidden, or none of what is given out
                    /play/.hidden.mp3                       | 404
                    /play/.trash/old.mp3                    | 404
                    /play/icy.toml                          | 403
                    /play/list.m3u                          | 403
                    /play/readme                            | 403
                    # control characters
                    /play/a%0ab.mp3                         | 400
                    /play/%zz.mp3                           | 400
                    """)
    void whatMayNotBeHadIsRefusedWithASentence(String target, int status) throws IOException {
        Files.createDirectories(music.resolve("jazz"));
        Files.createDirectories(music.resolve(".trash"));
        for (String name : List.of(".hidden.mp3", ".trash/old.mp3", "icy.toml", "list.m3u", "readme")) {
            Files.writeString(music.resolve(name), "SECRET");
        }
        Path secret = Files.writeString(disk.resolve("secret.mp3"), "SECRET");
        Files.createSymbolicLink(music.resolve("linked"), disk);
        Files.createSymbolicLink(music.resolve("link.mp3"), secret);
        Files.createSymbolicLink(music.resolve("chain.mp3"), music.resolve("link.mp3"));
        Files.createSymbolicLink(music.resolve("dangling.mp3"), disk.resolve("nowhere.mp3"));

        Answer answer = get(target);

        assertThat(answer.head).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.text()).doesNotContain("SECRET").matches("(?s)[A-Z\"].{10,}\\.\n");
    }

    @Test
    void aNameMayHaveAnyLetters() throws IOException {
        String name = "Caf\u00e9 & 'Bj\u00f6rk' #1 100%.mp3";
        Files.write(music.resolve(name), new byte[] {7});

        Answer answer = get("/play/Caf%C3%A9%20&%20'Bj%C3%B6rk'%20%231%20100%25.mp3");

        assertThat(answer.head)
                .startsWith("HTTP/1.1 200 ")
                .contains("filename*=UTF-8''Caf%C3%A9%20&%20%27Bj%C3%B6rk%27%20#1%20100%25.mp3\n");
    }

    @Test
    void aFileThatIsReplacedIsSeenAndWhatIsBeingSentStaysWhole() throws IOException {
        Answer before = get("/play/song.mp3");
        Socket slow = http.connect();
        TestHttp.send(slow, "GET /play/song.mp3?quality=original HTTP/1.1\nHost: h\n\n");
        assertThat(slow.getInputStream().read()).isEqualTo('H');

        byte[] other = Arrays.copyOf(SONG, 1000);
        Path aside = Files.write(music.resolve("new"), other);
        Files.move(aside, music.resolve("song.mp3"), StandardCopyOption.ATOMIC_MOVE);

        await().untilAsserted(() -> assertThat(get("/play/song.mp3").body).isEqualTo(other));
        Answer after = get("/play/song.mp3", "If-None-Match: " + before.field("ETag"));
        assertThat(after.head).startsWith("HTTP/1.1 200 ");
        assertThat(get("/play/song.mp3", "If-None-Match: " + after.field("ETag")).head)
                .startsWith("HTTP/1.1 304 ");
        assertThat(Answer.read(slow).body).isEqualTo(SONG);
    }

    @Test
    void aFileThatIsRemovedIsGone() throws IOException {
        assertThat(get("/play/song.mp3").body).hasSize(SONG.length);

        Files.delete(music.resolve("song.mp3"));

        await().untilAsserted(() -> assertThat(get("/play/song.mp3").head).startsWith("HTTP/1.1 404 "));
    }

    @Test
    void aFileThatIsCutWhileItIsSentIsNotFilledUp() throws IOException {
        byte[] large = bytes(40_000_000); // more than sockets hold
        Path file = Files.write(music.resolve("large.wav"), large);
        Socket client = http.connect();
        TestHttp.send(client, "GET /play/large.wav?quality=original HTTP/1.1\nHost: h\n\n");
        assertThat(client.getInputStream().read()).isEqualTo('H');

        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(1_000_000);
        }

        assertThat(client.getInputStream().readAllBytes().length).isLessThan(40_000_000);
    }

    @Test
    void moreFilesThanAreKeptOpenAreGivenOutAllTheSame() throws IOException {
        for (int n = 0; n < 600; n++) {
            Files.writeString(music.resolve(n + ".mp3"), "file " + n);
        }
        Socket client = http.connect();
        for (int round = 0; round < 2; round++) {
            for (int n = 0; n < 600; n++) {
                TestHttp.send(client, "GET /play/%d.mp3?quality=original HTTP/1.1\nHost: h\n\n".formatted(n));
                assertThat(Answer.read(client).text()).isEqualTo("file " + n);
            }
        }

        assertThat(play.openFiles()).isLessThanOrEqualTo(LimitsConfig.filesGivenOut());
    }

    @Test
    void aHundredRangesMayBeAskedForAndNoMoreThanTheFileIsSent() throws IOException {
        String hundred = String.join(",", Collections.nCopies(100, "0-"));
        assertThat(get("/play/song.mp3", "Range: bytes=" + hundred).body).hasSize(SONG.length);
        List<String> many = new ArrayList<>();
        for (int n = 0; n < 1300; n++) {
            many.add(n + "-" + n);
        }
        Answer whole = get("/play/song.mp3", "Range: bytes=" + String.join(",", many));
        assertThat(whole.head).startsWith("HTTP/1.1 200 ");
        assertThat(whole.body).hasSize(SONG.length);
    }

    private Answer get(String target, String... fields) throws IOException {
        try (Socket client = http.connect()) {
            TestHttp.send(client, "GET " + target + "?quality=original HTTP/1.1\nHost: h\n" + lines(fields) + "\n");
            return Answer.read(client);
        }
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\n", fields) + "\n";
    }

    private record Answer(String head, byte[] body) {
        static Answer read(Socket client) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = client.getInputStream().read();
                assertThat(next).as("after %s", head).isNotNegative();
                head.append((char) next);
            }
            String lines = head.toString().replace("\r\n", "\n");
            String length = lines.contains("Content-Length: ")
                    ? lines.replaceFirst("(?s).*Content-Length: (\\d+)\n.*", "$1")
                    : "0";
            return new Answer(lines, client.getInputStream().readNBytes(Integer.parseInt(length)));
        }

        String field(String name) {
            return head.replaceFirst("(?s).*\n" + name + ": ([^\n]*)\n.*", "$1");
        }

        String text() {
            return new String(body, ISO_8859_1);
        }
    }
}

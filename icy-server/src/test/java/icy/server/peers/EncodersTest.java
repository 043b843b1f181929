package icy.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.Pcm;
import icy.server.testing.TestData;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The programs that people go live with, each on a mount of its own that is made for it. A listener must hear music, see
 * the title, and have nothing to complain of.
 */
@Tag("peers")
class EncodersTest {
    private static final String PASSWORD = "hackmeplease";
    private static final String ADMIN_PASSWORD = "adminsecret";
    private static final int LISTEN_SECONDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A demo track again and again, at the speed of sound. */
    private static final String MUSIC =
            "ffmpeg -nostdin -nostats -hide_banner -v error -re -stream_loop -1 -i ../music.mp3" + " -map 0:a ";

    private static final String MP3 = MUSIC + "-c copy -f mp3 -content_type audio/mpeg ";

    @TempDir
    private static Path folder;

    private static IcyServer server;
    private static final HttpClient client = HttpClient.newHttpClient();
    /** What each is started with. */
    private static final Map<String, String> commands = new LinkedHashMap<>();

    @BeforeAll
    static void begin() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(TestData.path("demo/01-harbour-lights.mp3"), folder.resolve("music.mp3"));
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream"))
                .withListen(new ListenConfig("127.0.0.1", 0, 0, true))
                .withPasswords(PasswordsConfig.of(PASSWORD, ADMIN_PASSWORD)));

        live("ffmpeg", MP3 + "icecast://source:PASSWORD@127.0.0.1:PORT/ffmpeg");
        live("ffmpeg-source", MP3 + "-legacy_icecast 1 icecast://source:PASSWORD@127.0.0.1:PORT/ffmpeg-source");
        live("ffmpeg-http", MP3 + "-method PUT -auth_type basic http://source:PASSWORD@127.0.0.1:PORT/ffmpeg-http");
        live("ffmpeg-aac", MUSIC + """
                -c:a aac -b:a 96k -f adts -content_type audio/aac
                icecast://source:PASSWORD@127.0.0.1:PORT/ffmpeg-aac""");
        live("ffmpeg-opus", MUSIC + """
                -c:a libopus -b:a 96k -f ogg -content_type application/ogg
                icecast://source:PASSWORD@127.0.0.1:PORT/ffmpeg-opus""");
        file("radio.liq", """
                settings.log.stdout.set(true)
                output.icecast(%mp3(bitrate=64), host="127.0.0.1", port=PORT, password="PASSWORD",
                  mount="/liquidsoap", sine(440.))
                """);
        live("liquidsoap", "liquidsoap ../radio.liq");
        file("shoutcast.liq", """
                settings.log.stdout.set(true)
                output.shoutcast(%mp3(bitrate=64), host="127.0.0.1", port=BELOW_SOURCES,
                  password="liquidsoap-shoutcast:PASSWORD", sine(440.))
                """);
        live("liquidsoap-shoutcast", "liquidsoap ../shoutcast.liq");
        file("ezstream.xml", """
                <ezstream>
                  <servers><server>
                    <hostname>127.0.0.1</hostname><port>PORT</port><password>PASSWORD</password><tls>none</tls>
                  </server></servers>
                  <streams><stream><mountpoint>/ezstream</mountpoint><format>MP3</format></stream></streams>
                  <intakes><intake><type>file</type><filename>../music.mp3</filename></intake></intakes>
                </ezstream>
                """);
        live("ezstream", "ezstream -v -c ../ezstream.xml");
        file("ices.xml", """
                <ices>
                  <background>0</background><logpath>.</logpath><logfile>ices.log</logfile><loglevel>4</loglevel>
                  <stream>
                    <metadata><name>ices</name></metadata>
                    <input>
                      <module>playlist</module><param name="type">basic</param><param name="file">list.txt</param>
                    </input>
                    <instance>
                      <hostname>127.0.0.1</hostname><port>PORT</port><password>PASSWORD</password>
                      <mount>/ices</mount><reconnectdelay>2</reconnectdelay><reconnectattempts>5</reconnectattempts>
                    </instance>
                  </stream>
                </ices>
                """);
        script("ices", """
                for n in 1 2 3 4; do
                  ffmpeg -nostdin -v error -i ../music.mp3 -vn -t 5 -c:a libvorbis -metadata title=Part$n $n.ogg
                  echo $n.ogg >> list.txt
                done
                exec ices2 ../ices.xml
                """);
        script("curl-stdin", MUSIC + """
                -c copy -f mp3 - | curl -sS -T - -H 'Content-Type: audio/mpeg' \\
                http://source:PASSWORD@127.0.0.1:PORT/curl-stdin
                """);
        script("curl-file", """
                curl -sS -T ../music.mp3 -H 'Content-Type: audio/mpeg' http://source:PASSWORD@127.0.0.1:PORT/curl-file
                """);
        script("shoutcast", """
                exec 3<>/dev/tcp/127.0.0.1/SOURCES
                printf 'shoutcast:PASSWORD\\r\\nicy-name:raw\\r\\nicy-br:128\\r\\n\\r\\n' >&3
                """ + MUSIC + "-c copy -f mp3 - >&3\n");
    }

    @AfterAll
    static void offTheAir() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ffmpeg, ffmpeg, Motörhead - Ace of Spades",
        "ffmpeg-source, ffmpeg, It's 5 o'clock",
        "ffmpeg-http, ffmpeg, A - B",
        "ffmpeg-aac, ffmpeg, Кино - Группа крови",
        "ffmpeg-opus, ffmpeg, ''",
        "liquidsoap, liquidsoap, A - B",
        "liquidsoap-shoutcast, liquidsoap, A - B",
        "ezstream, ezstream, The Paper Harbour - Harbour Lights",
        "ices, ices2, ''",
        "curl-stdin, curl, A - B",
        "curl-file, curl, A - B",
        "shoutcast, bash, A - B",
    })
    void encoderIsHeard(String name, String program, String title) throws Exception {
        try (Player encoder = Player.start(folder, name, commands.get(name)).installed(program, "ffmpeg")) {
            awaitOnAir(name, encoder);
            if (!title.isEmpty() && !name.equals("ezstream")) { // which tells titles itself
                tell(name, title);
            }
            assertHeard(name, title);
        }
    }

    private static void assertHeard(String name, String title) throws Exception {
        try (Player listener = Player.start(
                folder, "listener-of-" + name, """
                ffmpeg -nostdin -nostats -hide_banner -loglevel level+verbose
                -i http://127.0.0.1:%d/%s -t %d -ar 44100 -ac 2 -f wav -bitexact %s""".formatted(server.port(), name, LISTEN_SECONDS, Player.SOUND))) {
            listener.ended(PATIENCE.toSeconds());
            assertThat(listener.exitCode()).as("what %s said", listener.lines()).isZero();
            assertThat(listener.lines()).noneMatch(line -> line.matches(".*\\[(warning|error|fatal|panic)].*"));
            assertThat(listener.lines()).anyMatch(line -> line.endsWith(title));
            Pcm sound = listener.sound();
            assertThat(sound.millis()).isGreaterThan((LISTEN_SECONDS - 1) * 1000.0);
            assertThat(sound.rms(0, sound.lengthFrames())).isGreaterThan(0.01);
            assertThat(sound.longestSilenceMillis(0, sound.lengthFrames(), -60)).isLessThan(150);
        }
    }

    private static void live(String name, String command) {
        commands.put(name, filledIn(command));
    }

    /** For what needs a shell. */
    private static void script(String name, String text) throws IOException {
        file(name + ".sh", text);
        live(name, "bash ../" + name + ".sh");
    }

    private static void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), filledIn(text));
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static String filledIn(String text) {
        int sourcesPort = server.shoutcastPort().orElseThrow();
        return text.replace("PORT", Integer.toString(server.port()))
                .replace("BELOW_SOURCES", Integer.toString(sourcesPort - 1)) // it adds one itself
                .replace("SOURCES", Integer.toString(sourcesPort))
                .replace("PASSWORD", PASSWORD);
    }

    private static void awaitOnAir(String mount, Player encoder) {
        HttpRequest head = HttpRequest.newBuilder(url("/" + mount))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                client.send(head, BodyHandlers.discarding()).statusCode())
                        .as("%s said %s", mount, encoder.lines())
                        .isEqualTo(200));
    }

    /** As whoever goes live by Icecast's protocol tells a title. */
    private static void tell(String mount, String title) throws Exception {
        String login = Base64.getEncoder().encodeToString(("source:" + PASSWORD).getBytes(UTF_8));
        HttpRequest update = HttpRequest.newBuilder(url("/admin/metadata?mode=updinfo&mount=/%s&song=%s"
                        .formatted(mount, URLEncoder.encode(title, UTF_8))))
                .header("Authorization", "Basic " + login)
                .build();
        assertThat(client.send(update, BodyHandlers.ofString()).body()).contains("<return>1</return>");
    }

    private static URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}

package icy.server.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.IcyServer;
import icy.server.config.ListenConfig;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.ServerConfig;
import icy.server.testing.IcyStripper;
import icy.server.testing.IcyStripper.TitleAt;
import icy.server.testing.PacedSource;
import icy.server.testing.Pcm;
import icy.server.testing.StreamClient;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What players show of the titles that live sources give while they are on the air: each, in order, and in time. */
@Tag("peers")
@Timeout(120)
class LiveTitlesTest {
    private static final String PASSWORD = "hackmeplease";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int METAINT = 16_000;
    private static final int SECONDS = 16;
    /** How long a title lasts: longer than the music between two blocks. */
    private static final Duration PACE = Duration.ofMillis(1700);
    /** A listener joins within a flush and a frame of the edge that was shown. */
    private static final int JOIN_BYTES = 3000;

    private static final List<String> TITLES =
            List.of("First", "Motörhead - Ace of Spades", "It's 5 o'clock", "Кино - Группа крови", "Last - One");

    /** Each lasts five seconds. */
    private static final List<String> COMMENTS = List.of("Part 1", "Part 2", "Part 3", "Part 4", "Part 5", "Part 6");

    private static final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static IcyServer server;

    @BeforeAll
    static void begin() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path music = folder.resolve("music.mp3");
        Files.copy(TestData.path("demo/01-harbour-lights.mp3"), music);
        server = IcyServer.start(ServerConfig.of(MountConfig.of("/stream"))
                .withListen(new ListenConfig("127.0.0.1", 0))
                .withPasswords(PasswordsConfig.of(PASSWORD, "adminsecret")));
    }

    @AfterAll
    static void offTheAir() {
        server.close();
    }

    @Test
    void titlesToldApartReachPlayersOfMp3() throws Exception {
        try (PacedSource source = PacedSource.put(server.port(), "/told", "source", PASSWORD)) {
            source.play(TestData.sound("demo/01-harbour-lights.mp3"));
            assertShown("/told", List.of("ffmpeg", "mpg123", "vlc"), title -> {
                long before = edge("/told");
                tell("/told", title);
                // Where the music of the moment is: no earlier, and no later than what had come from the source.
                assertThat(titlePosition("/told", title)).isBetween(before, edge("/told"));
            });
        }
    }

    @Test
    void titlesInTheSourcesOwnStreamReachPlayersOfMp3() throws Exception {
        try (PacedSource source =
                PacedSource.source(server.port(), "/in-band", "source", PASSWORD, "icy-metaint: 4000")) {
            source.play(TestData.sound("demo/01-harbour-lights.mp3"));
            assertShown("/in-band", List.of("ffmpeg", "mpg123", "vlc"), source::title);
        }
    }

    @Test
    void titlesToldApartReachPlayersOfAac() throws Exception {
        String command = """
                ffmpeg -nostdin -v error -re -stream_loop -1 -i ../music.mp3 -map 0:a -c:a aac -b:a 96k -f adts
                -content_type audio/aac icecast://source:%s@127.0.0.1:%d/aac""".formatted(PASSWORD, server.port());
        try (Player source = Player.start(folder, "aac", command).installed()) {
            assertShown("/aac", List.of("ffmpeg", "vlc"), title -> tell("/aac", title));
        }
    }

    /** All at once, because each takes twenty seconds. */
    @Test
    void commentsOfOggReachPlayers() throws Exception {
        List<Chain> chains = new ArrayList<>();
        try {
            for (String each :
                    List.of("vlc libvorbis", "mpv libvorbis", "ffprobe libvorbis", "vlc libopus", "ffprobe flac")) {
                String[] words = each.split(" ");
                chains.add(Chain.start(words[0], words[1]));
            }
            for (Chain chain : chains) {
                chain.assertShown();
            }
        } finally {
            chains.forEach(Chain::close);
        }
    }

    /** A source that sends one link of Ogg after the other, and one who listens. */
    private record Chain(String program, Player source, Player listener) {

        static Chain start(String program, String encoder) throws IOException {
            String mount = "ogg-" + program + "-" + encoder;
            Path script = folder.resolve(mount + ".sh");
            Files.writeString(script, """
                    n=0
                    while n=$((n + 1)); [ $n -le %d ]; do
                      ffmpeg -nostdin -v error -re -i ../music.mp3 -vn -t 5 -c:a %s -strict -2 -metadata artist=Chain \\
                        -metadata title="Part $n" -f ogg -
                    done | curl -sS -T - -H 'Content-Type: application/ogg' http://source:%s@127.0.0.1:%d/%s
                    """.formatted(COMMENTS.size(), encoder, PASSWORD, server.port(), mount));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
            Player source =
                    Player.start(folder, mount, "bash ../" + mount + ".sh").installed("curl", "ffmpeg");
            try {
                awaitOnAir("/" + mount, source);
                return new Chain(
                        program, source, Player.start(folder, "listener-of-" + mount, command(program, "/" + mount)));
            } catch (IOException | RuntimeException | AssertionError e) {
                source.close();
                throw e;
            }
        }

        void assertShown() throws InterruptedException {
            listener.ended(PATIENCE.toSeconds());
            assertNoComplaints(program, listener);
            List<String> shown = shown(program, listener);
            assertThat(shown).as("%s said %s", program, listener.lines()).isNotEmpty();
            int first = COMMENTS.indexOf(shown.get(0));
            assertThat(shown).isEqualTo(COMMENTS.subList(first, first + shown.size()));
            switch (program) {
                case "mpv" -> assertThat(shown).hasSizeGreaterThan(2);
                case "vlc" ->
                    assertThat(first).as("it tells the title it ended with").isGreaterThan(1);
                default -> assertThat(shown).as("it looks once").hasSize(1);
            }
        }

        void close() {
            listener.close();
            source.close();
        }
    }

    private interface Teller {
        void tell(String title) throws Exception;
    }

    /** All players tune in, then titles are given; each shows them all, and has nothing else to say. */
    private static void assertShown(String mount, List<String> programs, Teller teller) throws Exception {
        awaitOnAir(mount, null);
        teller.tell("Before");
        List<Player> players = new ArrayList<>();
        try {
            for (String program : programs) {
                players.add(Player.start(folder, program + "-of-" + mount.substring(1), command(program, mount)));
            }
            assertInTime(mount, teller);
            for (int i = 0; i < programs.size(); i++) {
                Player player = players.get(i).ended(PATIENCE.toSeconds());
                assertNoComplaints(programs.get(i), player);
                assertThat(shown(programs.get(i), player))
                        .as("%s said %s", programs.get(i), player.lines())
                        .containsSubsequence(TITLES);
                Pcm sound = player.sound();
                assertThat(sound.millis()).isGreaterThan((SECONDS - 2) * 1000.0);
                assertThat(sound.longestSilenceMillis(0, sound.lengthFrames(), -60))
                        .isLessThan(150);
            }
        } finally {
            players.forEach(Player::close);
        }
    }

    /** Each title comes with the first block behind the stream position at which it was given. */
    private static void assertInTime(String mount, Teller teller) throws Exception {
        long joinedAfter = edge(mount);
        try (StreamClient wire =
                StreamClient.open(server.port(), "GET " + mount + "?burst=0 HTTP/1.0\nIcy-MetaData: 1")) {
            byte[] first = wire.read(1);
            long joinedBefore = edge(mount);
            int bytes = 14 * METAINT;
            CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> read(wire, bytes));
            await().atMost(PATIENCE).until(() -> wireIsWarm(mount, joinedBefore));
            List<Long> given = new ArrayList<>();
            for (String title : TITLES) {
                teller.tell(title);
                given.add(titlePosition(mount, title));
                long next = edge(mount) + 16 * PACE.toMillis();
                await().atMost(PATIENCE).until(() -> edge(mount) >= next || rest.isDone());
            }
            byte[] body = new byte[bytes + 1];
            body[0] = first[0];
            System.arraycopy(rest.get(), 0, body, 1, bytes);
            List<TitleAt> received = IcyStripper.strip(body, METAINT).titles();
            for (int i = 0; i < TITLES.size(); i++) {
                String title = TITLES.get(i);
                TitleAt block = received.stream()
                        .filter(each -> each.title().equals(title))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + title + " in " + received));
                long late = joinedAfter + block.audioPosition() - given.get(i);
                assertThat(late)
                        .as("bytes from %s to its block", title)
                        .isBetween(-JOIN_BYTES - (joinedBefore - joinedAfter), (long) METAINT + JOIN_BYTES);
            }
        }
    }

    /** Players need a moment to join, and the first title must find them there. */
    private static boolean wireIsWarm(String mount, long since) throws Exception {
        return edge(mount) >= since + METAINT;
    }

    private static byte[] read(StreamClient wire, int bytes) {
        try {
            return wire.read(bytes);
        } catch (IOException e) {
            throw new AssertionError("the stream ended", e);
        }
    }

    private static String command(String program, String mount) {
        String command = switch (program) {
            case "ffmpeg" ->
                "ffmpeg -nostdin -nostats -hide_banner -loglevel level+verbose -i STREAM -t SECONDS"
                        + " -ar 44100 -ac 2 -f wav -bitexact SOUND";
            case "mpg123" -> "mpg123 -n FRAMES -e s16 -w SOUND STREAM";
            case "mpv" -> "mpv --no-config --no-video --ao=null --length=SECONDS --term-status-msg= STREAM";
            case "vlc" ->
                "cvlc -vv --no-color --no-metadata-network-access --aout=afile"
                        + " --audiofile-file=SOUND --audiofile-format=s16 --run-time=SECONDS --play-and-exit STREAM"
                        + " vlc://quit";
            default -> "ffprobe -v warning -show_entries stream_tags=title -of default=nw=1:nk=1 STREAM";
        };
        return command.replace("STREAM", "http://127.0.0.1:" + server.port() + mount)
                .replace("SECONDS", Integer.toString(SECONDS))
                .replace("FRAMES", Integer.toString(SECONDS * 44_100 / 1152))
                .replace("SOUND", Player.SOUND);
    }

    private static List<String> shown(String program, Player player) {
        Pattern line = Pattern.compile(
                switch (program) {
                    case "ffmpeg" -> ".*Metadata update for StreamTitle: (.*)";
                    case "mpg123" -> "ICY-META: StreamTitle='(.*)';";
                    case "mpv" -> " +(?:TITLE|Title|title): (.*)";
                    case "vlc" -> ".*(?:New Icy-Title=(.*)|deleting item `(Part .*)')";
                    default -> "(.*)";
                });
        List<String> shown = new ArrayList<>();
        for (String each : player.lines()) {
            Matcher matcher = line.matcher(each);
            if (matcher.matches()) {
                shown.add(matcher.group(matcher.groupCount() > 1 && matcher.group(1) == null ? 2 : 1));
            }
        }
        return shown.stream().distinct().toList();
    }

    private static void assertNoComplaints(String program, Player player) {
        assertThat(player.exitCode())
                .as("what %s said: %s", program, player.lines())
                .isZero();
        String complaint = switch (program) {
            case "ffmpeg" -> ".*\\[(warning|error|fatal|panic)].*";
            // It warns of metadata as such, of the first frame that libfaad decodes, and of every link of a chain.
            case "vlc" ->
                ".*(decoder|demux|packetizer|stream|audio output) (error|warning):"
                        + "(?! ICY metaint=| decoded zero sample| Consider increasing access caching variable).*";
            default -> "(?i).*(error|warning|illegal|invalid|missing|resync|corrupt).*";
        };
        assertThat(player.lines().stream().filter(line -> line.matches(complaint)))
                .as("complaints of %s", program)
                .isEmpty();
    }

    private static void awaitOnAir(String mount, Player encoder) {
        HttpRequest head = HttpRequest.newBuilder(url(mount))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                client.send(head, BodyHandlers.discarding()).statusCode())
                        .as("%s said %s", mount, encoder == null ? "nothing" : encoder.lines())
                        .isEqualTo(200));
    }

    private static void tell(String mount, String title) throws Exception {
        String login = Base64.getEncoder().encodeToString(("source:" + PASSWORD).getBytes(UTF_8));
        HttpRequest update = HttpRequest.newBuilder(url("/admin/metadata?mode=updinfo&mount=%s&song=%s"
                        .formatted(mount, URLEncoder.encode(title, UTF_8))))
                .header("Authorization", "Basic " + login)
                .build();
        assertThat(client.send(update, BodyHandlers.ofString()).body()).contains("<return>1</return>");
    }

    private static long edge(String mount) throws Exception {
        return number(mountJson(mount), "\"live_edge\":\\{\"stream_position\":(\\d+)");
    }

    /** Where this title came into force, as soon as it is. */
    private static long titlePosition(String mount, String title) {
        String json = await().atMost(PATIENCE)
                .until(() -> mountJson(mount), text -> text.contains("\"title\":\"" + title + "\""));
        return number(json, "\"title_position\":(\\d+)");
    }

    private static String mountJson(String mount) throws Exception {
        return client.send(HttpRequest.newBuilder(url("/api/mounts" + mount)).build(), BodyHandlers.ofString())
                .body();
    }

    private static long number(String json, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(json);
        assertThat(matcher.find()).as("%s in %s", pattern, json).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}

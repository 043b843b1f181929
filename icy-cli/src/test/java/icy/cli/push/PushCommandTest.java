package icy.cli.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.cli.CommandRun;
import icy.cli.RunningCommand;
import icy.cli.push.SourceServer.Peer;
import icy.cli.push.SourceServer.Talk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class PushCommandTest {

    private static final Path TRACKS = Path.of(System.getProperty("icy.root")).resolve("testdata/tracks");
    /** Two seconds of one bitrate, whose frames lie one behind the other in the file. */
    private static final Path SHORT = TRACKS.resolve("formats/cbr-320.mp3");
    /** Ten seconds whose frames point far back. */
    private static final Path BUSY = TRACKS.resolve("formats/cbr-128-busy.mp3");

    private static final Talk TAKES_PUT = peer -> {
        peer.readHead();
        peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n");
        peer.readBody(Integer.MAX_VALUE);
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aFileArrivesWholeInRealTimeWithItsTitle() throws IOException {
        try (SourceServer server = SourceServer.of(TAKES_PUT)) {
            long beganNanos = System.nanoTime();
            CommandRun run = CommandRun.of(
                    "push",
                    "--name",
                    "Rádio\r\nX-Evil: 1",
                    "--genre",
                    "Talk",
                    "--public",
                    "--json",
                    icecast(server),
                    SHORT.toString());
            double seconds = (System.nanoTime() - beganNanos) / 1e9;

            assertThat(run.exitCode()).as(run.err()).isZero();
            Peer source = server.sources().get(0);
            assertThat(source.head().lines())
                    .startsWith("PUT /live.mp3 HTTP/1.1")
                    .contains(
                            "Authorization: Basic c291cmNlOnMzY3JldA==",
                            "Content-Type: audio/mpeg",
                            "Ice-Name: Rádio  X-Evil: 1",
                            "Ice-Genre: Talk",
                            "Ice-Public: 1",
                            "Ice-Bitrate: 320",
                            "Ice-Audio-Info: ice-samplerate=44100;ice-bitrate=320;ice-channels=2",
                            "Expect: 100-continue");
            byte[] file = Files.readAllBytes(SHORT);
            assertThat(indexOf(file, source.wholeBody()))
                    .as("place of the stream in the file")
                    .isPositive();
            assertThat(source.wholeBody().length).isGreaterThan(file.length * 9 / 10);
            assertThat(seconds).as("seconds for two of audio").isBetween(1.9, 5.0);
            await().until(() -> !server.titleRequests().isEmpty());
            assertThat(URLDecoder.decode(server.titleRequests().get(0), UTF_8))
                    .isEqualTo("GET /admin/metadata?mode=updinfo&mount=/live.mp3&charset=UTF-8"
                            + "&song=Formats - Cbr 320 HTTP/1.0");
            assertThat(run.out().lines().map(line -> line.replaceFirst("\"time\":\"[^\"]*\",", "")))
                    .startsWith(
                            "{\"event\":\"connected\",\"url\":\"http://127.0.0.1:%d/live.mp3\","
                                            .formatted(server.port())
                                    + "\"contentType\":\"audio/mpeg\",\"kbps\":320}",
                            "{\"event\":\"playing\",\"title\":\"Formats - Cbr 320\"}")
                    .anyMatch(line -> line.startsWith("{\"event\":\"ended\""));
            assertThat(run.out() + run.err()).doesNotContain("s3cret");
        }
    }

    @Test
    void noMoreIsSentAheadThanAllowed() throws Exception {
        try (SourceServer server = SourceServer.of(TAKES_PUT);
                RunningCommand command =
                        new RunningCommand(folder, "push", "--ahead", "1s", icecast(server), BUSY.toString())) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !server.sources().isEmpty()
                            && server.sources().get(0).body().length > 0);
            long beganNanos = System.nanoTime();
            Peer source = server.sources().get(0);

            await().until(() -> source.body().length > 30_000);
            double seconds = (System.nanoTime() - beganNanos) / 1e9;

            // Thirty thousand bytes are 1.9 s: one is sent ahead, the other takes its time.
            assertThat(seconds).isBetween(0.7, 2.5);
            command.terminate();
            assertThat(command.awaitExit()).as(command.err()).isZero();
            assertThat(command.err()).contains("ended after");
        }
    }

    @Test
    void aServerThatDoesNotKnowPutIsAskedWithSource() throws IOException {
        Talk refuses = peer -> {
            peer.readHead();
            peer.write("HTTP/1.0 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n");
        };
        Talk takesSource = peer -> {
            peer.readHead();
            peer.write("HTTP/1.0 200 OK\r\n\r\n");
            peer.readBody(Integer.MAX_VALUE);
        };
        try (SourceServer server = SourceServer.of(refuses, takesSource)) {
            CommandRun run = CommandRun.of("push", icecast(server), SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.sources().get(1).head())
                    .startsWith("SOURCE /live.mp3 HTTP/1.0\r\n")
                    .doesNotContain("Expect");
            assertThat(server.sources().get(1).wholeBody()).isNotEmpty();
        }
    }

    @Test
    void aServerThatSaysContinueAndNothingMoreGetsTheStream() throws IOException {
        Talk continues = peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 100 Continue\r\n\r\n");
            peer.readBody(Integer.MAX_VALUE);
        };
        try (SourceServer server = SourceServer.of(continues)) {
            CommandRun run = CommandRun.of("push", icecast(server), SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.sources()).hasSize(1);
            assertThat(server.sources().get(0).wholeBody()).isNotEmpty();
        }
    }

    @Test
    void aWrongPasswordStopsAtOnceAndIsNotShown() throws IOException {
        Talk refuses = peer -> {
            peer.readHead();
            peer.write("HTTP/1.0 401 Authentication Required\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n"
                    + "You need to authenticate\r\n");
        };
        try (SourceServer server = SourceServer.of(refuses)) {
            CommandRun run = CommandRun.of("push", icecast(server), SHORT.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("icy push: the server does not take this user and password"
                            + " (401 Authentication Required: You need to authenticate): check both")
                    .doesNotContain("s3cret");
            assertThat(server.sources()).hasSize(1);
        }
    }

    @Test
    void aTypeTheServerDoesNotCarryStopsAtOnce() throws IOException {
        Talk refuses = peer -> {
            peer.readHead();
            peer.write("HTTP/1.0 403 Content-type not supported\r\n\r\n");
        };
        try (SourceServer server = SourceServer.of(refuses)) {
            CommandRun run = CommandRun.of("push", icecast(server), SHORT.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("the server refuses the stream: 403 Content-type not supported");
            assertThat(server.sources()).hasSize(1);
        }
    }

    @Test
    void aMountInUseIsAskedForAgain() throws IOException {
        Talk refuses = peer -> {
            peer.readHead();
            peer.write("HTTP/1.0 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html><head><title>Error 403</title>"
                    + "</head><body><b>403 - Mountpoint in use</b></body></html>\r\n");
        };
        try (SourceServer server = SourceServer.of(refuses, TAKES_PUT)) {
            CommandRun run = CommandRun.of("push", icecast(server), SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains(
                            "the server refuses the stream: 403 Forbidden: 403 - Mountpoint in use; trying again in ");
            assertThat(indexOf(
                            Files.readAllBytes(SHORT), server.sources().get(1).wholeBody()))
                    .as("all of it: the clock begins with the first connection")
                    .isPositive();
        }
    }

    @Test
    void afterABrokenLinkItGoesOnWithWhatWouldPlayNow() throws IOException {
        Talk breaks = peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n");
            peer.readBody(20_000);
            peer.reset();
        };
        try (SourceServer server = SourceServer.of(breaks, TAKES_PUT)) {
            CommandRun run = CommandRun.of("push", "--ahead", "0.2s", icecast(server), BUSY.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("; trying again in ");
            byte[] file = Files.readAllBytes(BUSY);
            byte[] first = server.sources().get(0).wholeBody();
            byte[] second = server.sources().get(1).wholeBody();
            assertThat(second[0])
                    .as("the second connection begins with a frame")
                    .isEqualTo((byte) 0xFF);
            int place = primedPlaceOf(second, file);
            double leftOutSeconds = (place - indexOf(file, first) - first.length) / 16_000.0;
            assertThat(leftOutSeconds).as("seconds left out").isBetween(0.5, 3.0);
        }
    }

    @Test
    void onRequestItEndsWhenTheLinkBreaks() throws IOException {
        Talk closes = peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n");
            peer.readBody(1000);
        };
        try (SourceServer server = SourceServer.of(closes)) {
            CommandRun run = CommandRun.of("push", "--fail", icecast(server), BUSY.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("icy push: ").doesNotContain("trying again");
        }
    }

    @Test
    void shoutcastIsSpokenOnThePortAbove() throws IOException {
        Talk takes = peer -> {
            peer.write("OK2\r\nicy-caps:11\r\n\r\n");
            peer.readHead();
            peer.readBody(Integer.MAX_VALUE);
        };
        try (SourceServer server = SourceServer.withPortAbove(takes)) {
            CommandRun run = CommandRun.in(
                    Map.of("ICY_PUSH_PASSWORD", "sw&rdfish"),
                    "push",
                    "--name",
                    "Station",
                    "--bitrate",
                    "192",
                    "shout://127.0.0.1:" + server.port(),
                    SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            Peer source = server.sources().get(0);
            assertThat(source.head())
                    .startsWith("sw&rdfish\r\n")
                    .contains("\r\nicy-name:Station\r\n", "\r\nicy-br:192\r\n", "\r\ncontent-type:audio/mpeg\r\n");
            assertThat(indexOf(Files.readAllBytes(SHORT), source.wholeBody())).isPositive();
            await().until(() -> !server.titleRequests().isEmpty());
            assertThat(server.titleRequests().get(0))
                    .startsWith("GET /admin.cgi?mode=updinfo&pass=sw%26rdfish&")
                    .contains("song=Formats+-+Cbr+320");
        }
    }

    @Test
    void shoutcastServersWithOnePortAreFoundToo() throws IOException {
        Talk takes = peer -> {
            peer.write("OK2\r\nicy-caps:11\r\n\r\n");
            peer.readHead();
            peer.readBody(Integer.MAX_VALUE);
        };
        try (SourceServer server = SourceServer.of(takes)) {
            CommandRun run = CommandRun.of("push", "shout://live:s3cret@127.0.0.1:" + server.port(), SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.sources().get(0).head()).startsWith("live:s3cret\r\n");
        }
    }

    @Test
    void aPasswordThatShoutcastDoesNotTakeStopsAtOnce() throws IOException {
        try (SourceServer server = SourceServer.withPortAbove(peer -> peer.write("invalid password\r\n"))) {
            CommandRun run = CommandRun.of("push", "shout://s3cret@127.0.0.1:" + server.port(), SHORT.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("the server does not take this password: check it")
                    .doesNotContain("s3cret");
            assertThat(server.sources()).hasSize(1);
        }
    }

    @Test
    void standardInputIsPassedOn() throws IOException {
        try (SourceServer server = SourceServer.of(TAKES_PUT);
                InputStream in = new ByteArrayInputStream(Files.readAllBytes(SHORT))) {
            StringWriter err = new StringWriter();
            int exitCode = new CommandLine(new PushCommand(Map.of(), in))
                    .setErr(new PrintWriter(err))
                    .execute(icecast(server), "-");

            assertThat(exitCode).as(err.toString()).isZero();
            assertThat(indexOf(
                            Files.readAllBytes(SHORT), server.sources().get(0).wholeBody()))
                    .isPositive();
            assertThat(server.titleRequests()).isEmpty();
        }
    }

    @Test
    void aacIsRecognisedWhateverTheFileIsCalled() throws IOException {
        Path aac = TRACKS.resolve("../broken/aac.mp3");
        try (SourceServer server = SourceServer.of(TAKES_PUT)) {
            CommandRun run = CommandRun.of("push", icecast(server), aac.toString(), SHORT.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            Peer source = server.sources().get(0);
            assertThat(source.head()).contains("Content-Type: audio/aac\r\n");
            assertThat(source.wholeBody()).isEqualTo(Files.readAllBytes(aac));
            assertThat(run.err()).contains(SHORT + " skipped: the stream is AAC, and this is MP3");
        }
    }

    @Test
    void oggFilesBecomeOneChainWhoseSerialNumbersDiffer() throws IOException {
        Path opus = TRACKS.resolve("streams/opus.opus");
        try (SourceServer server = SourceServer.of(TAKES_PUT)) {
            CommandRun run = CommandRun.of("push", icecast(server), opus.toString(), opus.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            Peer source = server.sources().get(0);
            assertThat(source.head()).contains("Content-Type: application/ogg\r\n");
            OggReading once = OggReading.of(Files.readAllBytes(opus));
            OggReading twice = OggReading.of(source.wholeBody());
            assertThat(twice.links()).isEqualTo(2);
            assertThat(Set.copyOf(twice.serials())).hasSize(2);
            assertThat(twice.durationUnits()).isEqualTo(2 * once.durationUnits());
            assertThat(twice.uselessPages()).isZero();
            assertThat(server.titleRequests()).as("titles are in the stream").isEmpty();
        }
    }

    @Test
    void anOggStreamBeginsAgainWithItsHeaders() throws IOException {
        Talk breaks = peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\n");
            peer.readBody(10_000);
            peer.reset();
        };
        Path vorbis = TRACKS.resolve("streams/vorbis.ogg");
        try (SourceServer server = SourceServer.of(breaks, TAKES_PUT)) {
            CommandRun run = CommandRun.of(
                    "push", "--ahead", "0s", icecast(server), vorbis.toString(), vorbis.toString(), vorbis.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            OggReading second = OggReading.of(server.sources().get(1).wholeBody());
            assertThat(second.uselessPages()).isZero();
            assertThat(second.links()).isPositive();
            assertThat(second.durationUnits()).isPositive();
        }
    }

    @Test
    void whatCannotBeSentIsNamedAndTheRestIsSent() throws IOException {
        Path broken = Files.writeString(folder.resolve("a.mp3"), "<html>no music</html>");
        try (SourceServer server = SourceServer.of(TAKES_PUT)) {
            CommandRun run = CommandRun.of("push", icecast(server), broken.toString(), SHORT.toString());
            CommandRun nothing = CommandRun.of("push", icecast(server), broken.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains(broken + " skipped: not an MP3: this is a web page or XML");
            assertThat(server.sources().get(0).wholeBody()).isNotEmpty();
            assertThat(nothing.exitCode()).isEqualTo(1);
            assertThat(nothing.err()).contains("icy push: nothing of it can be sent");
        }
    }

    @Test
    void whatIsAskedForWronglyIsSaid() {
        assertThat(CommandRun.of("push", "http://localhost:8000/live", "x.mp3").err())
                .contains("there is no password: set the variable ICY_PUSH_PASSWORD");
        assertThat(CommandRun.of("push", "ftp://s3cret@localhost", "x.mp3").err())
                .contains("the address must begin with http://")
                .doesNotContain("s3cret");
        assertThat(CommandRun.of("push", "--loop", "http://a:b@localhost:8000/live", "-")
                        .err())
                .contains("standard input comes as it is");
        assertThat(CommandRun.of("push", "--ahead", "1h", "http://a:b@localhost:8000/live", "x")
                        .exitCode())
                .isEqualTo(2);
        CommandRun missing = CommandRun.of("push", "http://a:b@localhost:8000/live", "no-such.mp3");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("no-such.mp3: does not exist", "no track was found");
    }

    private static String icecast(SourceServer server) {
        return "http://source:s3cret@127.0.0.1:" + server.port() + "/live.mp3";
    }

    /** Where in the file a stream goes on that may begin with a primer, which is no frame of the file. */
    private static int primedPlaceOf(byte[] stream, byte[] file) {
        for (int from = 0; from < 1500; from++) {
            int place =
                    stream[from] == (byte) 0xFF ? indexOf(file, Arrays.copyOfRange(stream, from, stream.length)) : -1;
            if (place > 0) {
                return place;
            }
        }
        throw new AssertionError("the stream is no part of the file");
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; part.length > 0 && at + part.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}

package icy.cli.listen;

import static icy.cli.ScriptedStation.head;
import static icy.cli.ScriptedStation.join;
import static org.assertj.core.api.Assertions.assertThat;

import icy.cli.CommandRun;
import icy.cli.ScriptedStation;
import icy.core.icy.MetadataBlock;
import icy.core.icy.StreamTitle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class ListenCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void printsEachTitleOnceAsTheyCome() throws IOException {
        byte[] audio = new byte[100];
        byte[] stream = join(
                head("""
                        HTTP/1.0 200 OK
                        Content-Type: audio/mpeg
                        icy-name:Radio Ágætis
                        icy-br:128
                        icy-metaint:100

                        """),
                audio,
                title("Sigur Rós – Ágætis byrjun"),
                audio,
                new byte[1],
                audio,
                title("Sigur Rós – Ágætis byrjun"),
                audio,
                title("It's 5 o'clock; don't 'stop'"));
        try (ScriptedStation station = new ScriptedStation(stream)) {
            CommandRun run = CommandRun.of("listen", "--retry", "0", station.url("/stream"));

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d  ", "")))
                    .containsExactly("Sigur Rós – Ágætis byrjun", "It's 5 o'clock; don't 'stop'");
            assertThat(run.err())
                    .contains("Radio Ágætis · 128 kbit/s · audio/mpeg")
                    .contains("400 bytes of audio, 2 titles");
            assertThat(station.requests().get(0)).contains("\r\nIcy-MetaData: 1\r\n");
        }
    }

    @Test
    void aPathBeyondAsciiIsAskedForAsItsBytesAndAPasswordIsNeverShown() throws IOException {
        String lengthy = "A title of " + "more than eighty letters, ".repeat(5);
        byte[] stream = join(head("ICY 200 OK\nicy-metaint:50\n\n"), new byte[50], title(lengthy));
        try (ScriptedStation station = new ScriptedStation(stream, head("HTTP/1.0 401 Unauthorized\n\n"))) {
            String url = station.url("/Ágætis?x=ü").replace("//", "//dj:hunter22@");

            CommandRun joined = CommandRun.of("listen", "--retry", "0", url);
            CommandRun refused = CommandRun.of("listen", "--retry", "0", url);

            assertThat(station.requests().get(0))
                    .startsWith("GET /%C3%81g%C3%A6tis?x=%C3%BC HTTP/1.1\r\n")
                    .contains("Authorization: Basic ZGo6aHVudGVyMjI=\r\n");
            assertThat(joined.out()).contains(lengthy.strip());
            assertThat(refused.err()).contains(station.url("/Ágætis?x=ü") + ": 401 Unauthorized");
            assertThat(joined.err() + refused.err())
                    .contains("joined http://127")
                    .doesNotContain("hunter22");
        }
    }

    @Test
    void jsonHasThePositionOfEachTitle() throws IOException {
        byte[] stream = join(head("ICY 200 OK\nicy-metaint:50\n\n"), new byte[50], title("A \"quoted\" one"));
        try (ScriptedStation station = new ScriptedStation(stream)) {
            CommandRun run = CommandRun.of("listen", "--json", "--retry", "0", station.url("/"));

            assertThat(run.out())
                    .matches("\\{\"time\":\"[^\"]+Z\",\"position\":50,\"title\":\"A \\\\\"quoted\\\\\" one\"}\\R");
        }
    }

    @Test
    void chunksAreNoAudio() throws IOException {
        byte[] stream = join(head("""
                        HTTP/1.1 200 OK
                        Content-Type: audio/mpeg
                        Transfer-Encoding: chunked

                        """), head("3\nabc\n00A;name=value\n0123456789\n0\n\n"));

        assertThat(audioOf(stream)).isEqualTo("abc0123456789");
    }

    @Test
    void followsARedirectAndAPlaylistToTheStream() throws IOException {
        try (ScriptedStation station = new ScriptedStation(
                head("HTTP/1.1 302 Found\nLocation: /listen.pls\nContent-Length: 0\n\n"),
                head("""
                        HTTP/1.1 200 OK
                        Content-Type: audio/x-scpls

                        [playlist]
                        File1=/gone
                        File2=/stream
                        NumberOfEntries=2
                        """),
                head("HTTP/1.1 404 Not Found\n\n"),
                head("HTTP/1.1 200 OK\nContent-Type: audio/mpeg\n\nmusic"))) {
            ByteArrayOutputStream audio = new ByteArrayOutputStream();

            int exitCode = run(audio, "--stdout", "--retry", "0", station.url("/radio"));

            assertThat(exitCode).isZero();
            assertThat(audio.toString(StandardCharsets.US_ASCII)).isEqualTo("music");
            assertThat(station.requests().stream().map(request -> request.split(" ", 3)[1]))
                    .containsExactly("/radio", "/listen.pls", "/gone", "/stream");
        }
    }

    @Test
    void aRefusalIsAFailureThatNamesIt() throws IOException {
        try (ScriptedStation station = new ScriptedStation(head("HTTP/1.0 403 mountpoint unavailable\n\n"))) {
            CommandRun run = CommandRun.of("listen", station.url("/x"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .isEqualTo("icy listen: " + station.url("/x") + ": 403 mountpoint unavailable"
                            + System.lineSeparator());
        }
    }

    @Test
    void whatIsNoAnswerIsShown() throws IOException {
        try (ScriptedStation station = new ScriptedStation(head("SSH-2.0-OpenSSH_9.2\n"))) {
            CommandRun run = CommandRun.of("listen", station.url("/x"));

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("not HTTP: SSH-2.0-OpenSSH_9.2");
        }
    }

    @Test
    void joinsAgainWhenTheStreamBreaksOff() throws IOException {
        byte[] stream = head("HTTP/1.0 200 OK\n\naudio");
        try (ScriptedStation station = new ScriptedStation(stream, stream)) {
            CommandRun run = CommandRun.of("listen", "--retry", "1", station.url("/x"));

            assertThat(station.requests()).hasSize(2);
            assertThat(run.err()).contains("the stream ended; joining again in 1 s");
        }
    }

    @Test
    void addressesThatCannotBeAreUsageErrors() {
        CommandRun run = CommandRun.of("listen", "ftp://x/y");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("ftp://x/y is no address; write it like http://host:8000/stream");
    }

    @Test
    void anHlsPlaylistIsNamedForWhatItIs() throws IOException {
        byte[] playlist = head("""
                HTTP/1.1 200 OK
                Content-Type: application/vnd.apple.mpegurl

                #EXTM3U
                #EXT-X-VERSION:3
                """);
        try (ScriptedStation station = new ScriptedStation(playlist)) {
            assertThat(CommandRun.of("listen", station.url("/live.m3u8")).err()).contains("is HLS");
        }
    }

    @Test
    void recordsOneFilePerTitleAndReplacesNone() throws IOException {
        Files.writeString(folder.resolve("B_C.audio"), "precious");
        byte[] stream = join(
                head("HTTP/1.0 200 OK\nContent-Type: audio/x-strange\nicy-metaint:4\n\n"),
                ascii("aaaa"),
                title("A"),
                ascii("AAAA"),
                title("B/C"),
                ascii("bbbb"),
                title("../D"),
                ascii("dd"));
        try (ScriptedStation station = new ScriptedStation(stream)) {
            CommandRun run = CommandRun.of("listen", "--record", folder.toString(), "--retry", "0", station.url("/x"));

            assertThat(run.exitCode()).isZero();
        }
        assertThat(folder.resolve("A (incomplete).audio")).hasContent("aaaaAAAA");
        assertThat(folder.resolve("B_C.audio")).hasContent("precious");
        assertThat(folder.resolve("B_C (2).audio")).hasContent("bbbb");
        assertThat(folder.resolve("_D (incomplete).audio")).hasContent("dd");
        assertThat(Files.list(folder)).hasSize(4);
    }

    @Test
    void stopsAfterTheSecondsAskedFor() throws Exception {
        try (EndlessStation station = new EndlessStation()) {
            long began = System.nanoTime();
            CommandRun run = CommandRun.of("listen", "--seconds", "0.3", station.url());

            assertThat(run.exitCode()).isZero();
            assertThat(System.nanoTime() - began).isBetween(300_000_000L, 10_000_000_000L);
        }
    }

    private static String audioOf(byte[] answer) throws IOException {
        try (ScriptedStation station = new ScriptedStation(answer)) {
            ByteArrayOutputStream audio = new ByteArrayOutputStream();
            assertThat(run(audio, "--stdout", "--retry", "0", station.url("/x")))
                    .isZero();
            return audio.toString(StandardCharsets.US_ASCII);
        }
    }

    private static int run(ByteArrayOutputStream audio, String... args) {
        return new CommandLine(new ListenCommand(audio))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(args);
    }

    private static byte[] title(String text) {
        return MetadataBlock.encode(StreamTitle.of(text), StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), text.length());
    }
}

package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeCommandTest {

    private static final Path ROOT = Path.of(System.getProperty("icy.root"));
    private static final Path DEMO = ROOT.resolve("testdata/demo");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void broadcastsAFolderUntilItIsToldToStop() throws Exception {
        try (RunningCommand server = serve(DEMO.toString())) {
            String url = server.awaitUrl();
            try (InputStream audio = URI.create(url).toURL().openStream()) {
                byte[] frame = audio.readNBytes(2);
                assertThat(frame[0]).isEqualTo((byte) 0xFF);
                assertThat(frame[1] & 0xE0).isEqualTo(0xE0);

                long toldNanos = System.nanoTime();
                server.terminate();
                assertThat(server.awaitExit()).as(server.err()).isZero();
                assertThat(System.nanoTime() - toldNanos)
                        .as("nanoseconds to stop")
                        .isLessThan(2_000_000_000L);
            }
            assertThat(server.out().lines()).containsExactly("on the air: " + url);
            assertThat(url).endsWith("/stream");
        }
    }

    @Test
    void passwordsNobodySetAreMadeShownOnceAndKept() throws Exception {
        try (RunningCommand first = serve()) {
            first.awaitUrl();
            assertThat(first.err()).contains("source password, made for you and kept in", "admin password");
            first.terminate();
            first.awaitExit();
        }
        Path kept = folder.resolve("data/passwords");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        try (RunningCommand second = serve()) {
            second.awaitUrl();
            assertThat(second.err()).doesNotContain("password");
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsSaidAndTheShowGoesOn() throws Exception {
        Path data = Files.writeString(folder.resolve("data"), "no folder");
        try (RunningCommand server = serve()) {
            server.awaitUrl();
            assertThat(server.err().lines().findFirst())
                    .hasValueSatisfying(line -> assertThat(line)
                            .startsWith("icy serve: passwords are good for this run only: " + data)
                            .endsWith("; choose a folder for them with --data"));
            assertThat(server.err()).contains("source password, made for you: ");
        }
    }

    @Test
    void aPasswordTakenOutOfTheConfigIsGoodForNothingAfterAReload() throws Exception {
        Path config = Files.writeString(folder.resolve("icy.toml"), """
                [passwords]
                source = "swordfish"
                admin = "open sesame"
                """);
        try (RunningCommand server = serve("--config", config.toString())) {
            URI listeners = URI.create(server.awaitUrl()).resolve("/admin/listclients?mount=/stream");
            assertThat(status(HttpRequest.newBuilder(listeners), "source:swordfish"))
                    .isEqualTo(200);

            Files.writeString(config, """
                    [passwords]
                    admin = "open sesame"
                    """);
            HttpRequest.Builder reload =
                    HttpRequest.newBuilder(listeners.resolve("/api/reload")).POST(BodyPublishers.noBody());
            assertThat(status(reload, "admin:open sesame")).isEqualTo(200);

            assertThat(status(HttpRequest.newBuilder(listeners), "source:swordfish"))
                    .isEqualTo(401);
            assertThat(server.err()).contains("source password, made for you and kept in");
        }
    }

    @Test
    void aMountThatWaitsForItsSourceIsNotSaidToBeOnTheAir() throws Exception {
        Path config = Files.writeString(folder.resolve("icy.toml"), """
                [[mounts]]
                mount = "/live"
                idle = "off"
                [[mounts]]
                mount = "/tones"
                """);
        try (RunningCommand server = serve("--config", config.toString())) {
            URI tones = URI.create(server.awaitUrl());
            assertThat(server.out().lines())
                    .containsExactly("on the air: " + tones + "; not on the air yet: " + tones.resolve("/live"));
        }
    }

    @Test
    void whoHasSighupIgnoredIsToldHowElseToReload() throws Exception {
        try (RunningCommand server = RunningCommand.withoutHangUps(folder, onAnyPort())) {
            server.awaitUrl();
            await().until(() -> server.err()
                    .contains("SIGHUP is ignored here (nohup does that): to have the config read again, use POST"
                            + " /api/reload"));
        }
    }

    @Test
    void sighupHasTheConfigReadAgain() throws Exception {
        int exit = new ProcessBuilder("sh", "-c", "kill -HUP $$").start().waitFor();
        assumeThat(exit)
                .as("of one that SIGHUP ends, unless this test runs under nohup")
                .isNotZero();
        try (RunningCommand server = serve()) {
            server.awaitUrl();
            server.hangUp();
            await().until(() -> server.err().contains("reload: nothing is different"));
            assertThat(server.err()).doesNotContain("SIGHUP is ignored");
        }
    }

    @Test
    void aFolderForLogsThatCannotBeMadeIsNamedWithItsKey() {
        CommandRun run = CommandRun.of(
                "serve",
                "--data",
                folder.toString(),
                "--source-password",
                "swordfish",
                "--admin-password",
                "open sesame",
                "--log-dir",
                "/etc/hosts");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("icy serve: log.dir: /etc/hosts: a file stands there, not a folder;"
                        + " choose another folder with --log-dir" + System.lineSeparator());
    }

    @Test
    void anEmptyPathIsNotTheFolderItWasStartedIn() {
        CommandRun run = CommandRun.of("serve", "--data", folder.toString(), "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("icy serve: \"\": is empty: write a file or folder" + System.lineSeparator());
    }

    @Test
    void endsByItselfWhenItPlaysOnce() throws Exception {
        Path track = shortTrack();
        try (RunningCommand server = serve("--once", track.toString())) {
            String url = server.awaitUrl();
            try (InputStream audio = URI.create(url).toURL().openStream()) {
                assertThat(audio.readAllBytes().length).isGreaterThan(15_000);
            }
            assertThat(server.awaitExit()).as(server.err()).isZero();
        }
    }

    @Test
    void onceWithNothingThatCanBePlayedIsAFailure() throws Exception {
        try (RunningCommand server =
                serve("--once", ROOT.resolve("testdata/broken/html.mp3").toString())) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).contains("icy serve: nothing of it could be played");
        }
    }

    @Test
    void whatIsHeardCanBeRecordedAndPlayed() throws Exception {
        Path recordings = folder.resolve("recordings");
        try (RunningCommand server = serve(DEMO.toString())) {
            CommandRun listening =
                    CommandRun.of("listen", "--seconds", "1", "--record", recordings.toString(), server.awaitUrl());

            assertThat(listening.exitCode()).as(listening.err()).isZero();
            assertThat(listening.out()).contains("The Paper Harbour - Harbour Lights");
        }
        Path recording = recordings.resolve("The Paper Harbour - Harbour Lights (incomplete).mp3");
        assertThat(Files.list(recordings)).containsExactly(recording);
        CommandRun probe = CommandRun.of("probe", recording.toString());
        assertThat(probe.exitCode()).isZero();
        assertThat(probe.out()).doesNotContain("damage");
    }

    @Test
    void withVerbosePutAnywhereAFaultHasItsTrace() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            for (List<String> command : List.of(
                    List.of("-v", "serve", "--bind", "127.0.0.1", "-p", port),
                    List.of("serve", "-v", "--bind", "127.0.0.1", "-p", port))) {
                try (RunningCommand server = new RunningCommand(folder, command.toArray(String[]::new))) {
                    assertThat(server.awaitExit()).isEqualTo(1);
                    assertThat(server.err()).contains("BindException", "at icy.cli.ServeCommand");
                }
            }
        }
    }

    @Test
    void theExampleConfigRuns() throws Exception {
        try (RunningCommand server =
                serve("--config", ROOT.resolve("docs/icy.example.toml").toString())) {
            String url = server.awaitUrl();
            assertThat(server.out()).contains("/stream, ").contains("/tones");
            for (String mount : new String[] {url, url.replace("/stream", "/tones")}) {
                try (InputStream audio = URI.create(mount).toURL().openStream()) {
                    assertThat(audio.readNBytes(1)).isEqualTo(new byte[] {(byte) 0xFF});
                }
            }
        }
    }

    @Test
    void aPathThatIsNotThereIsNamed() {
        CommandRun run = CommandRun.of("serve", "--data", folder.toString(), "/no/such/music");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("icy serve: /no/such/music: no such file or folder" + System.lineSeparator());
    }

    @Test
    void allThatIsWrongWithAConfigIsSaidAtOnce() throws IOException {
        Path config = Files.writeString(folder.resolve("bad.toml"), "[listen]\nport = 99999\nbnid = '::'\n");

        CommandRun run = CommandRun.of("serve", "-c", config.toString(), "--burst", "soon");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactlyInAnyOrder(
                        "icy serve: --burst soon: not a duration; write 4s, 500ms or 1m",
                        "icy serve: listen.port = 99999: must be 0 to 65535 (line 2)",
                        "icy serve: listen.bnid: no such key; did you mean bind? (line 3)");
    }

    @Test
    void aPortInUseIsSaidWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RunningCommand server = new RunningCommand(
                        folder, "serve", "--bind", "127.0.0.1", "-p", Integer.toString(taken.getLocalPort()))) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err())
                    .contains("icy serve: port " + taken.getLocalPort()
                            + " is in use: stop the other server, or choose another port with --port");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsSaidWithWhatToDo() throws Exception {
        try (RunningCommand server = new RunningCommand(folder, "serve", "--bind", "192.0.2.1", "-p", "0")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.err()).contains("192.0.2.1 is no address of this machine: choose another with --bind");
        }
    }

    private RunningCommand serve(String... args) throws IOException {
        return new RunningCommand(folder, onAnyPort(args));
    }

    private String[] onAnyPort(String... args) {
        String[] all = {
            "serve",
            "--bind",
            "127.0.0.1",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString()
        };
        String[] command = Arrays.copyOf(all, all.length + args.length);
        System.arraycopy(args, 0, command, all.length, args.length);
        return command;
    }

    private static int status(HttpRequest.Builder request, String login) throws Exception {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return HttpClient.newHttpClient()
                .send(request.header("Authorization", "Basic " + basic).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Some two seconds. */
    private Path shortTrack() throws IOException {
        byte[] whole = Files.readAllBytes(DEMO.resolve("01-harbour-lights.mp3"));
        return Files.write(folder.resolve("short.mp3"), Arrays.copyOf(whole, 32_000));
    }
}

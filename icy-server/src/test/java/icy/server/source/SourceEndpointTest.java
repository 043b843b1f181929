package icy.server.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.MountConfig;
import icy.server.config.Secret;
import icy.server.config.SourceUser;
import icy.server.config.StationInfo;
import icy.server.mount.Codec;
import icy.server.testing.TestHttp;
import java.io.IOException;
import java.net.Socket;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sources send over HTTP, word by word as they were recorded, and what they are told. */
@Timeout(60)
class SourceEndpointTest {
    private static final String WELCOME = """
            HTTP/1.0 200 OK
            Date: Fri, 06 Nov 2026 08:49:37 GMT
            Server: icy/test
            Connection: close

            """;

    private static final String LOGIN = "Authorization: Basic " + base64("source:" + Gate.PASSWORD);

    /** ffmpeg 5.1, {@code icecast://}. */
    private static final String FFMPEG_PUT = """
            PUT /live.mp3 HTTP/1.1
            User-Agent: Lavf/59.27.100
            Accept: */*
            Expect: 100-continue
            Connection: close
            Host: 127.0.0.1:28520
            Content-Type: audio/mpeg
            Icy-MetaData: 1
            Ice-Name: Test Radio
            Ice-Description: A desc
            Ice-URL: http://example.com/
            Ice-Genre: Rock
            Ice-Public: 1
            """ + LOGIN + "\n\n";

    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        MountConfig own = MountConfig.of("/own");
        gate = new Gate(
                MountConfig.of("/stream"),
                own.withSources(own.sources()
                        .withUsers(
                                new SourceUser("ann", Secret.of("annspassword"), 5),
                                new SourceUser("bob", Secret.of("bobspassword"), 0))));
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
    }

    @ParameterizedTest
    @EnumSource
    void ffmpegComesByPutAndWaitsForLeave(Gate.Arrival arrival) throws IOException {
        assertThat(said(arrival, FFMPEG_PUT + "ID3 and audio")).isEqualTo("HTTP/1.1 100 Continue\n\n" + WELCOME);

        Gate.Guest guest = gate.guest();
        assertThat(guest.hello())
                .isEqualTo(new SourceHello(
                        "/live.mp3",
                        "source",
                        0,
                        /* mayCreate= */ true,
                        "Lavf/59.27.100",
                        Codec.MP3,
                        "audio/mpeg",
                        new StationInfo("Test Radio", "Rock", "A desc", "http://example.com/", true),
                        "",
                        Wrapping.NONE));
        assertThat(guest.body()).isEqualTo("ID3 and audio");
    }

    @ParameterizedTest
    @EnumSource
    void ffmpegComesBySourceAndBeginsAtOnce(Gate.Arrival arrival) throws IOException {
        String legacy = FFMPEG_PUT.replace("PUT", "SOURCE").replace("Expect: 100-continue\n", "");

        assertThat(said(arrival, legacy + "ID3 and audio")).isEqualTo(WELCOME);
        assertThat(gate.guest().body()).isEqualTo("ID3 and audio");
        assertThat(gate.guest().hello().wrapping()).isEqualTo(Wrapping.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void ffmpegsPlainHttpOutputComesInChunks(Gate.Arrival arrival) throws IOException {
        String body = "9\nID3 audio\n0\n\n";
        assertThat(said(arrival, """
                PUT /live.mp3 HTTP/1.1
                Transfer-Encoding: chunked
                User-Agent: Lavf/59.27.100
                Accept: */*
                Connection: close
                Host: 127.0.0.1:28520
                Content-Type: audio/mpeg
                Icy-MetaData: 1
                """ + LOGIN + "\n\n" + body)).isEqualTo(WELCOME);

        assertThat(gate.guest().hello().wrapping()).isEqualTo(new Wrapping(true, Long.MAX_VALUE, 0));
        assertThat(gate.guest().body()).isEqualTo(body);
    }

    @Test
    void libshoutAsksWithoutItsPasswordFirst() throws IOException {
        String libshout = """
                SOURCE /ez.mp3 HTTP/1.0
                Host: 127.0.0.1:8000
                %sUser-Agent: libshout/2.4.6
                Content-Type: audio/mpeg
                %sConnection: Keep-Alive
                ice-public: 0
                ice-name: ez test
                ice-genre: Test
                ice-audio-info: bitrate=128;channels=2;samplerate=44100
                Prefer: return=minimal

                """;
        Socket client = gate.connect();
        TestHttp.send(client, libshout.formatted("", "Content-Length: 0\n"));
        assertThat(TestHttp.readAnswer(client)).isEqualTo("""
                HTTP/1.0 401 Unauthorized
                Date: Fri, 06 Nov 2026 08:49:37 GMT
                Server: icy/test
                Cache-Control: no-store
                WWW-Authenticate: Basic realm="icy"
                Content-Type: text/plain; charset=utf-8
                Content-Length: 25
                Connection: keep-alive

                You need to authenticate
                """);

        assertThat(Gate.askFrom(client, libshout.formatted(LOGIN + "\n", "") + "audio"))
                .isEqualTo(WELCOME);
        assertThat(gate.guest().hello().audioInfo()).isEqualTo("bitrate=128;channels=2;samplerate=44100");
        assertThat(gate.guest().hello().info().name()).isEqualTo("ez test");
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @ParameterizedTest
    @EnumSource
    void libshoutComesByPutAfterItHasReadThatItMay(Gate.Arrival arrival) throws IOException {
        assertThat(gate.ask("OPTIONS * HTTP/1.1\nHost: h\nUser-Agent: libshout/2.4.6\n"
                        + "Connection: Upgrade\nUpgrade: TLS/1.0, HTTP/1.1\n\n"))
                .startsWith("HTTP/1.1 204 No Content\n")
                .contains("\nAllow: GET, HEAD, OPTIONS, POST, PUT, SOURCE\n");
        String libshout = """
                PUT /ez.mp3 HTTP/1.1
                Host: 127.0.0.1:8000
                %sUser-Agent: libshout/2.4.6
                Content-Type: audio/mpeg
                %sConnection: Keep-Alive
                ice-public: 0

                """;
        assertThat(gate.ask(libshout.formatted("", "Content-Length: 0\n"))).startsWith("HTTP/1.1 401 ");

        assertThat(said(arrival, libshout.formatted(LOGIN + "\n", "Expect: 100-continue\n") + "audio"))
                .isEqualTo("HTTP/1.1 100 Continue\n\n" + WELCOME);
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @ParameterizedTest
    @EnumSource
    void liquidsoapSendsNoHost(Gate.Arrival arrival) throws IOException {
        assertThat(said(arrival, """
                SOURCE /lq.mp3 HTTP/1.0
                ice-url: http://www.example.org
                ice-name: Liquidsoap Radio!
                %s
                ice-description: Liquidsoap Radio!
                ice-public: 1
                User-Agent: Liquidsoap/2.1.3 (Unix; OCaml 4.13.1)
                ice-genre: Liquidsoap
                ice-audio-info: channels=2;samplerate=44100;bitrate=64
                Content-Type: audio/mpeg

                audio""".formatted(LOGIN))).isEqualTo(WELCOME);

        assertThat(gate.guest().hello().agent()).isEqualTo("Liquidsoap/2.1.3 (Unix; OCaml 4.13.1)");
        assertThat(gate.guest().hello().audioInfo()).isEqualTo("channels=2;samplerate=44100;bitrate=64");
    }

    @ParameterizedTest
    @EnumSource
    void curlSendsAFileOfKnownLength(Gate.Arrival arrival) throws IOException {
        assertThat(said(arrival, """
                PUT /file.mp3 HTTP/1.1
                Host: 127.0.0.1:8000
                %s
                User-Agent: curl/7.88.1
                Accept: */*
                Content-Type: audio/mpeg
                Content-Length: 5
                Expect: 100-continue

                audio""".formatted(LOGIN))).isEqualTo("HTTP/1.1 100 Continue\n\n" + WELCOME);

        assertThat(gate.guest().hello().wrapping()).isEqualTo(new Wrapping(false, 5, 0));
        assertThat(gate.guest().body()).isEqualTo("audio");
    }

    @ParameterizedTest
    @EnumSource
    void buttComesByPutWithoutWaiting(Gate.Arrival arrival) throws IOException {
        assertThat(said(arrival, """
                PUT /butt HTTP/1.1
                %s
                Host: 127.0.0.1:8000
                User-Agent: butt/0.1.40
                Content-Type: audio/aac
                ice-name: Café
                ice-public: 0
                ice-url: http://example.org
                ice-genre: talk
                ice-description: x
                ice-audio-info: ice-bitrate=128;ice-channels=2;ice-samplerate=44100

                audio""".formatted(LOGIN))).isEqualTo(WELCOME);

        assertThat(gate.guest().hello().codec()).isEqualTo(Codec.AAC);
        assertThat(gate.guest().hello().info().name()).isEqualTo("Café");
        assertThat(gate.guest().hello().audioInfo()).isEqualTo("ice-bitrate=128;ice-channels=2;ice-samplerate=44100");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            audio/mpeg                           | MP3 | audio/mpeg
            audio/mp3                            | MP3 | audio/mpeg
            audio/x-mpeg                         | MP3 | audio/mpeg
            AUDIO/MPEG; charset=x                | MP3 | audio/mpeg
            application/octet-stream             | MP3 | audio/mpeg
            audio/aac                            | AAC | audio/aac
            audio/aacp                           | AAC | audio/aacp
            audio/x-aac                          | AAC | audio/aac
            application/ogg                      | OGG | application/ogg
            audio/ogg; codecs=opus               | OGG | audio/ogg
            video/ogg                            | OGG | video/ogg
            audio/opus                           | OGG | application/ogg
            """)
    void typesThatAreCarried(String said, Codec codec, String told) throws IOException {
        assertThat(gate.ask("PUT /x HTTP/1.1\nHost: h\n" + LOGIN + "\nContent-Type: " + said + "\n\n"))
                .isEqualTo(WELCOME);

        assertThat(gate.guest().hello().codec()).isEqualTo(codec);
        assertThat(gate.guest().hello().contentType()).isEqualTo(told);
    }

    @Test
    void otherTypesAreRefusedInIcecastsWords() throws IOException {
        assertThat(gate.ask("PUT /x HTTP/1.1\nHost: h\n" + LOGIN + "\nContent-Type: text/plain\n\nwords"))
                .startsWith("HTTP/1.1 403 Forbidden\n")
                .contains("\nConnection: close\n")
                .contains("\n\nContent-type not supported: this server carries MP3 (audio/mpeg), ");
        assertThat(gate.ask("PUT /x HTTP/1.1\nHost: h\n" + LOGIN + "\n\nwords"))
                .startsWith("HTTP/1.1 403 Forbidden\n")
                .endsWith("\n\nNo Content-type given\n");
        assertThat(gate.guests()).isEmpty();
    }

    @Test
    void sourceThatSaysNoTypeSendsMp3() throws IOException {
        assertThat(gate.ask("SOURCE /x ICE/1.0\n" + LOGIN + "\n\naudio")).isEqualTo(WELCOME);

        assertThat(gate.guest().hello().codec()).isEqualTo(Codec.MP3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /x      | source:hackmeplease   | source | 0
            /x      | admin:adminsecret     | admin  | 0
            /own    | ann:annspassword      | ann    | 5
            /own    | bob:bobspassword      | bob    | 0
            /own/   | ann:annspassword      | ann    | 5
            /own    | admin:adminsecret     | admin  | 0
            """)
    void thoseMaySendWhoHaveARightTo(String path, String login, String user, int priority) throws IOException {
        assertThat(gate.ask(sourceWith(path, login))).isEqualTo(WELCOME);

        assertThat(gate.guest().hello().user()).isEqualTo(user);
        assertThat(gate.guest().hello().priority()).isEqualTo(priority);
        assertThat(gate.guest().hello().mount()).isEqualTo(path.replaceAll("/$", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /x      | source:wrong
            /x      | source:
            /x      | :hackmeplease
            /x      | somebody:hackmeplease
            /x      | source:adminsecret
            /x      | ann:annspassword
            /own    | source:hackmeplease
            /own    | ann:bobspassword
            /stats  | source:wrong
            """)
    void othersHear401WhateverElseIsWrong(String path, String login) throws IOException {
        gate.refuse("Mountpoint in use");

        assertThat(gate.ask(sourceWith(path, login)))
                .startsWith("HTTP/1.0 401 ")
                .contains("\nWWW-Authenticate: Basic realm=\"icy\"\n")
                .endsWith("\n\nYou need to authenticate\n");
    }

    @Test
    void busyMountIsRefusedInIcecastsWords() throws IOException {
        gate.refuse("Mountpoint in use");

        assertThat(gate.ask(FFMPEG_PUT + "ID3 and audio")).isEqualTo("""
                HTTP/1.0 403 Forbidden
                Date: Fri, 06 Nov 2026 08:49:37 GMT
                Server: icy/test
                Connection: close
                Content-Type: text/plain; charset=utf-8
                Content-Length: 18
                Cache-Control: no-store

                Mountpoint in use
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/x", "/health", "/stream/2", "/a.m3u", "/a%20b"})
    void namesThatNoMountCanHaveAreForbiddenAndNever404(String path) throws IOException {
        assertThat(gate.ask(sourceWith(path, "source:" + Gate.PASSWORD)))
                .startsWith("HTTP/1.0 403 ")
                .contains("\n\nNo mount can be called /");
    }

    @ParameterizedTest
    @CsvSource({"0", "2147483647", "4294967295", "9223372036854775807", "18446744073709551615", "1099511627776"})
    void lengthsThatMeanForEverEndNothing(String length) throws IOException {
        assertThat(gate.ask(sourceWith("/x", "source:" + Gate.PASSWORD)
                        .replace("\n\n", "\nContent-Length: " + length + "\n\n")))
                .isEqualTo(WELCOME);

        assertThat(gate.guest().hello().wrapping()).isEqualTo(Wrapping.NONE);
    }

    @Test
    void metadataBlocksInTheBodyAreAnnounced() throws IOException {
        gate.ask("SOURCE /x HTTP/1.0\nicy-metaint: 8192\n" + LOGIN + "\n\naudio");

        assertThat(gate.guest().hello().wrapping().metaint()).isEqualTo(8192);
    }

    /** What is answered to bytes that come in that way. */
    private String said(Gate.Arrival arrival, String sent) throws IOException {
        Socket client = gate.connect();
        arrival.send(client, sent.replace("\n", "\r\n").getBytes(UTF_8), new Random(1));
        client.shutdownOutput();
        return new String(client.getInputStream().readAllBytes(), UTF_8).replace("\r\n", "\n");
    }

    private static String sourceWith(String path, String login) {
        return "SOURCE %s HTTP/1.0\nAuthorization: Basic %s\nContent-Type: audio/mpeg\n\n"
                .formatted(path, base64(login));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}

package icy.server.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.testing.ManualClock;
import icy.server.testing.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class UpstreamClientTest {
    private final ManualClock clock = new ManualClock();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private final Workers workers = Workers.start(1);
    private EventLoop loop;
    private UpstreamClient.Network network;

    @BeforeEach
    void start() throws IOException {
        loop = EventLoop.start("loop-test", clock);
        network = new UpstreamClient.Network(loop, new HostResolver(workers.dns()), "icy/test (relay)");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        loop.close();
        workers.close();
    }

    @Test
    void theRequestIsWhatServersExpectOfARelay() throws Exception {
        ScriptedUpstream upstream = answering("ICY 200 OK\r\ncontent-type:audio/mpeg\r\n\r\nsound");

        Fetch fetch = fetch(upstream.url("/live?x=1").replace("http://", "http://relay:hackme@"));

        assertThat(fetch.outcome()).isEqualTo("it closed the connection");
        assertThat(fetch.body()).isEqualTo("sound");
        assertThat(upstream.requests()).containsExactly("""
                        GET /live?x=1 HTTP/1.0\r
                        Host: 127.0.0.1:%d\r
                        User-Agent: icy/test (relay)\r
                        Icy-MetaData: 1\r
                        Accept: */*\r
                        Connection: close\r
                        Authorization: Basic cmVsYXk6aGFja21l\r
                        \r
                        """.formatted(upstream.port()));
    }

    @Test
    void anAnswerThatComesByteByByteIsTheSame() throws Exception {
        byte[] answer = "HTTP/1.1 200 OK\nContent-Type: audio/mpeg\nicy-name: x\n\nsound".getBytes(ISO_8859_1);
        ScriptedUpstream upstream = playing((request, out) -> {
            for (byte b : answer) {
                out.write(b);
                out.flush();
            }
        });

        Fetch fetch = fetch(upstream.url("/"));

        assertThat(fetch.outcome()).isEqualTo("it closed the connection");
        assertThat(fetch.body()).isEqualTo("sound");
        assertThat(fetch.answer.headers().first("icy-name")).hasValue("x");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreFollowed(int status) throws Exception {
        ScriptedUpstream target = answering("HTTP/1.0 200 OK\r\n\r\nsound");
        ScriptedUpstream upstream =
                answering("HTTP/1.1 " + status + " Moved\r\nLocation: " + target.url("/there") + "\r\n\r\n");

        Fetch fetch = fetch(upstream.url("/here"));

        assertThat(fetch.outcome()).startsWith("it closed the connection");
        assertThat(fetch.from).hasToString(target.url("/there"));
        assertThat(fetch.body()).isEqualTo("sound");
    }

    @Test
    void redirectsInACircleAndWithoutEndAreFoundOut() throws Exception {
        ScriptedUpstream circle = playing((request, out) -> out.write(
                ("HTTP/1.0 302 Found\r\nLocation: " + (request.startsWith("GET /a ") ? "/b" : "/a") + "\r\n\r\n")
                        .getBytes(ISO_8859_1)));
        ScriptedUpstream endless = playing((request, out) -> out.write(
                ("HTTP/1.0 302 Found\r\nLocation: " + request.split(" ")[1] + "x\r\n\r\n").getBytes(ISO_8859_1)));

        assertThat(fetch(circle.url("/a")).outcome()).startsWith("it redirects in a circle");
        assertThat(fetch(endless.url("/")).outcome()).startsWith("it redirects more than 5 times");
        assertThat(endless.requests()).hasSize(6);
        assertThat(fetch(answering("HTTP/1.0 302 Found\r\n\r\n").url("/")).outcome())
                .isEqualTo("it redirects and does not say where to");
        assertThat(fetch(answering("HTTP/1.0 302 Found\r\nLocation: https://h/\r\n\r\n")
                                .url("/"))
                        .outcome())
                .startsWith("https is not spoken");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    audio/x-mpegurl       | #EXTM3U\\n#EXTINF:-1,x\\nURL\\n
                    audio/x-scpls         | [playlist]\\nNumberOfEntries=1\\nFile1=URL\\nTitle1=x\\n
                    application/xspf+xml  | <?xml version="1.0"?><playlist><trackList><track><location>URL</location></track></trackList></playlist>
                    audio/x-mpegurl       | /stream\\n
                    """)
    void aPlaylistInsteadOfAStreamIsFollowedOnce(String type, String document) throws Exception {
        ScriptedUpstream upstream = playing((request, out) -> {
            if (request.startsWith("GET /stream ")) {
                out.write("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\nsound".getBytes(ISO_8859_1));
            } else {
                String host = request.substring(request.indexOf("Host: ") + 6).split("\r")[0];
                String body = document.replace("\\n", "\n").replace("URL", "http://" + host + "/stream");
                out.write(("HTTP/1.0 200 OK\r\nContent-Type: " + type + "\r\n\r\n" + body).getBytes(ISO_8859_1));
            }
        });

        Fetch fetch = fetch(upstream.url("/listen.pls"));

        assertThat(fetch.outcome()).startsWith("it closed the connection");
        assertThat(fetch.body()).isEqualTo("sound");
    }

    @Test
    void aPlaylistIsReadInChunksAndToItsLengthAndOneOfNothingIsSaid() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nContent-Type: audio/x-mpegurl\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\n/stre\r\n3\r\nam\n\r\n0\r\n\r\n";
        String measured = "HTTP/1.1 200 OK\r\nContent-Type: audio/x-mpegurl\r\nContent-Length: 8\r\n\r\n/stream\n";
        for (String document : List.of(chunked, measured)) {
            ScriptedUpstream upstream = playing((request, out) -> {
                boolean isStream = request.startsWith("GET /stream ");
                out.write((isStream ? "HTTP/1.0 200 OK\r\n\r\nsound" : document).getBytes(ISO_8859_1));
                if (!isStream) {
                    ScriptedUpstream.hold(); // its end is known without the close
                }
            });
            Fetch fetch = fetch(upstream.url("/"));
            assertThat(fetch.outcome()).startsWith("it closed the connection");
            assertThat(fetch.body()).isEqualTo("sound");
        }
        assertThat(fetch(answering("HTTP/1.0 200 OK\r\nContent-Type: audio/x-mpegurl\r\n\r\n#EXTM3U\n")
                                .url("/"))
                        .outcome())
                .startsWith("it answers with a playlist that has no address of a stream");
        assertThat(fetch(answering("HTTP/1.0 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n"
                                        + "#EXTM3U\n#EXTINF:6,\nseg1.ts\n")
                                .url("/"))
                        .outcome())
                .startsWith("it answers with an HLS playlist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HTTP/1.0 404 File Not Found   | it answers 404 File Not Found: there is no such mount
                    HTTP/1.0 401 Authentication   | it wants a login; write http://user:password@host:port/path
                    HTTP/1.0 403 Forbidden        | may not listen there
                    HTTP/1.1 503                  | it answers 503: all places are taken
                    ICY 400 Server Full           | all places are taken
                    HTTP/1.0 500 x                | a problem of its own
                    HTTP/1.0 100 Continue         | that is no stream
                    220 ftp ready                 | neither HTTP nor ICY: 220 ftp ready
                    """)
    void anAnswerOtherThanAStreamIsReportedWithWhatItMeans(String statusLine, String said) throws Exception {
        assertThat(fetch(answering(statusLine + "\r\n\r\nno").url("/")).outcome())
                .contains(said);
    }

    @Test
    void aWrongLoginIsToldFromAMissingOne() throws Exception {
        ScriptedUpstream upstream = answering("HTTP/1.0 401 No\r\n\r\n");

        assertThat(fetch(upstream.url("/").replace("//", "//u:p@")).outcome())
                .contains("the user or the password is not the right one");
    }

    @Test
    void nobodyThereAndNoSuchHostAreTold() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        assertThat(fetch("http://127.0.0.1:" + port + "/").outcome())
                .startsWith("it cannot be reached at 127.0.0.1 port " + port + ": Connection refused");
        assertThat(fetch("http://no-such-host.invalid/").outcome())
                .isEqualTo("it cannot be found: no address is known for no-such-host.invalid");
    }

    @Test
    void oneThatNeverAnswersOrAnswersAByteNowAndThenIsGivenUpInTime() throws Exception {
        ScriptedUpstream silent = playing((request, out) -> ScriptedUpstream.hold());
        ScriptedUpstream slow = playing((request, out) -> {
            out.write("HTTP/1.0 20".getBytes(ISO_8859_1));
            ScriptedUpstream.hold();
        });

        for (ScriptedUpstream upstream : List.of(silent, slow)) {
            Fetch fetch = begin(upstream.url("/"), true);
            await().until(() -> upstream.requests().size() == 1);
            clock.advance(Duration.ofSeconds(9));
            onLoop(() -> {});
            assertThat(fetch.ended).isNotDone();
            clock.advance(Duration.ofSeconds(2));
            onLoop(() -> {});
            assertThat(fetch.outcome()).isEqualTo("it does not answer within 10 s");
        }
    }

    @Test
    void oneThatClosesAtOnceIsToldFromOneThatClosesLater() throws Exception {
        assertThat(fetch(playing((request, out) -> {}).url("/")).outcome())
                .isEqualTo("it closed the connection without an answer");
    }

    @Test
    void nobodyButTheConfigMayLeadToThisMachine() throws Exception {
        ScriptedUpstream upstream = answering("HTTP/1.0 200 OK\r\n\r\nsecret");

        Fetch byAddress = begin(upstream.url("/"), /* mayBeLocal= */ false);
        Fetch byName = begin(upstream.url("/").replace("127.0.0.1", "localhost"), /* mayBeLocal= */ false);

        assertThat(byAddress.outcome()).contains("127.0.0.1").contains("only a URL in the config may lead");
        assertThat(byName.outcome()).contains("only a URL in the config may lead");
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void bytesAreLeftInTheSocketWhileTheyAreNotWanted() throws Exception {
        ScriptedUpstream upstream = playing((request, out) -> {
            out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            out.write(new byte[1_000_000]);
        });
        Fetch fetch = new Fetch(/* readsAtFirst= */ false);
        fetch.start(upstream.url("/"), true);
        fetch.answered.get(5, TimeUnit.SECONDS);
        int before = fetch.length();

        onLoop(() -> fetch.client.reading(true));

        assertThat(fetch.outcome()).isEqualTo("it closed the connection");
        assertThat(before).isLessThan(100_000);
        assertThat(fetch.length()).isEqualTo(1_000_000);
    }

    @Test
    void whatTheReceiverRefusesIsEndedWithItsSentence() throws Exception {
        ScriptedUpstream upstream = answering("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
        Fetch fetch = new Fetch(true);
        fetch.refusal = "it sends text/html, which is no audio";
        fetch.start(upstream.url("/"), true);

        assertThat(fetch.outcome()).isEqualTo("it sends text/html, which is no audio");
        assertThat(fetch.length()).isZero();
    }

    private ScriptedUpstream answering(String answer) throws IOException {
        return keep(ScriptedUpstream.answering(answer));
    }

    private ScriptedUpstream playing(ScriptedUpstream.Script script) throws IOException {
        return keep(ScriptedUpstream.playing(script));
    }

    private ScriptedUpstream keep(ScriptedUpstream upstream) {
        resources.add(upstream);
        return upstream;
    }

    private Fetch fetch(String url) throws Exception {
        Fetch fetch = begin(url, true);
        fetch.ended.get(10, TimeUnit.SECONDS);
        return fetch;
    }

    private Fetch begin(String url, boolean mayBeLocal) {
        Fetch fetch = new Fetch(true);
        fetch.start(url, mayBeLocal);
        return fetch;
    }

    private void onLoop(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            work.run();
            loop.execute(() -> done.complete(null)); // in a later turn, after the timers of this one
        });
        done.join();
    }

    /** One use of the client; everything it is told is kept. */
    private final class Fetch implements UpstreamClient.Receiver {
        private final boolean readsAtFirst;
        private final CompletableFuture<Void> answered = new CompletableFuture<>();
        private final CompletableFuture<String> ended = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private String refusal = "";
        private UpstreamClient client;
        private UpstreamUrl from;
        private UpstreamAnswer answer;

        Fetch(boolean readsAtFirst) {
            this.readsAtFirst = readsAtFirst;
        }

        void start(String url, boolean mayBeLocal) {
            loop.execute(() -> {
                client = new UpstreamClient(network, UpstreamUrl.parse(url), mayBeLocal, true, this);
                client.start();
            });
        }

        @Override
        public void answered(UpstreamUrl source, UpstreamAnswer head, boolean local) {
            if (!refusal.isEmpty()) {
                throw new IllegalArgumentException(refusal);
            }
            from = source;
            answer = head;
            client.reading(readsAtFirst);
            answered.complete(null);
        }

        @Override
        public synchronized void body(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                body.write(bytes.get());
            }
        }

        @Override
        public void ended(String why) {
            assertThat(ended.complete(why)).isTrue();
        }

        String outcome() throws Exception {
            return ended.get(10, TimeUnit.SECONDS);
        }

        synchronized String body() {
            return body.toString(ISO_8859_1);
        }

        synchronized int length() {
            return body.size();
        }
    }
}

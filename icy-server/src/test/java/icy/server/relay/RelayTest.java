package icy.server.relay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.config.RelayConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.loop.Workers;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.source.SourceView;
import icy.server.source.Sources;
import icy.server.testing.ScriptedUpstream;
import icy.server.testing.ServerLog;
import icy.server.testing.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Relays of servers that do as the test wants, byte by byte. */
@Timeout(60)
class RelayTest {
    private static final String SHOUTCAST = "ICY 200 OK\ncontent-type:audio/mpeg\nicy-name:Odd FM\n";
    private static final int BYTES_A_SECOND = 16_000;

    private final byte[] sound = TestData.sound("tracks/formats/cbr-128.mp3");
    private final List<ScriptedUpstream> upstreams = new ArrayList<>();
    private final Workers workers = Workers.start(1);
    private final ServerLog log = ServerLog.open();
    private EventLoop loop;
    private Mount mount;
    private Sources sources;

    @BeforeEach
    void start() throws IOException {
        loop = EventLoop.start("loop-test", System::nanoTime);
        ServerConfig config =
                ServerConfig.of(MountConfig.of("/stream").withHandover(HandoverConfig.DEFAULT.withIdle(Idle.OFF)));
        Mounts mounts = new Mounts(config, List.of(loop), "run", entry -> {}, System::nanoTime);
        mount = mounts.numbered(1).orElseThrow();
        sources = new Sources(config, mounts, workers);
        sources.start(mount);
    }

    @AfterEach
    void stop() throws IOException {
        log.close();
        for (ScriptedUpstream upstream : upstreams) {
            upstream.close();
        }
        loop.close();
        workers.close();
    }

    @Test
    void aShoutcastServerIsRelayedWithItsTitlesAtTheirPlaces() throws Exception {
        relay(upstream((request, out) -> {
            write(out, SHOUTCAST + "icy-metaint:8192\n\n");
            play(out, withTitles(sound, 8192));
        }));

        await().until(() -> title().equals("Title 0"));
        await().until(() -> title().equals("Title 1"));
        assertThat(mount.snapshot().info().name()).isEqualTo("Odd FM");
        assertThat(view().contentType()).isEqualTo("audio/mpeg");
        assertThat(mount.titleAt(4 * 8192).text()).isEqualTo("Title 0");
    }

    @Test
    void blocksThatAreNotWhereTheHeaderSaysCostTheTitlesAndNotTheSound() throws Exception {
        relay(upstream((request, out) -> {
            boolean titles = request.contains("Icy-MetaData: 1");
            write(out, SHOUTCAST + (titles ? "icy-metaint:4000\n\n" : "\n"));
            play(out, sound);
        }));

        await().atMost(Duration.ofSeconds(15))
                .until(() -> !log.linesWith("is relayed without titles").isEmpty());
        await().atMost(Duration.ofSeconds(15)).until(mount::onAir);
        assertThat(upstreams.get(0).requests()).hasSizeBetween(2, 4);
    }

    @Test
    void anUpstreamThatIsGoneIsReplacedByTheNextAndReturnedToWithoutAGap() throws Exception {
        boolean[] up = {false};
        byte[] stream = repeated(sound, 20);
        long began = System.nanoTime();
        ScriptedUpstream.Script live = (request, out) -> {
            write(out, SHOUTCAST + "\n");
            playFrom(out, stream, began);
        };
        ScriptedUpstream first = upstream((request, out) -> {
            if (up[0]) {
                live.play(request, out);
            } else {
                write(out, "HTTP/1.0 404 Not Found\r\n\r\n");
            }
        });
        ScriptedUpstream second = upstream(live);
        relay(first, second);

        await().until(() -> mount.onAir() && view().address().equals(second.url("/")));
        assertThat(log.linesWith("404 Not Found: there is no such mount")).hasSize(1);

        up[0] = true;
        await().atMost(Duration.ofSeconds(15)).until(() -> view().address().equals(first.url("/")));

        assertThat(log.linesWith("goes on, behind")).hasSize(1);
        assertThat(sources.underruns(mount)).isZero();
    }

    @Test
    void aStreamThatGoesOnIsNotLeftForABetterOneThatHasEndedAlready() throws Exception {
        boolean[] up = {false};
        ScriptedUpstream first = upstream((request, out) -> {
            write(out, up[0] ? SHOUTCAST + "\n" : "HTTP/1.0 404 Not Found\r\n\r\n");
            if (up[0]) {
                out.write(sound, 0, 2 * BYTES_A_SECOND); // says that it is off the air
            }
        });
        ScriptedUpstream second = upstream((request, out) -> {
            write(out, SHOUTCAST + "\n");
            play(out, repeated(sound, 20));
        });
        relay(first, second);
        await().until(() -> mount.onAir() && view().address().equals(second.url("/")));

        up[0] = true;
        int refused = first.requests().size();
        await().atMost(Duration.ofSeconds(20)).until(() -> first.requests().size() >= refused + 3);

        assertThat(log.linesWith("goes on")).isEmpty();
        assertThat(view().address()).isEqualTo(second.url("/"));
        assertThat(second.requests()).hasSize(1);
        assertThat(log.linesWith("relay of " + first.url("/") + " fails")).hasSizeGreaterThan(1);
        assertThat(sources.underruns(mount)).isZero();
    }

    @Test
    void aServerThatClosesAtOnceOrSendsGarbageIsTriedLessAndLessAndSaidOnce() throws Exception {
        ScriptedUpstream closing = upstream((request, out) -> write(out, SHOUTCAST + "\n"));
        ScriptedUpstream garbage = upstream((request, out) -> {
            write(out, SHOUTCAST + "\n");
            out.write(new byte[100_000]);
        });
        relay(closing, garbage);
        int before = loopTurns();

        await().during(Duration.ofSeconds(4)).atMost(Duration.ofSeconds(6)).until(() -> !mount.onAir());

        assertThat(closing.requests()).hasSizeBetween(2, 5);
        assertThat(garbage.requests()).hasSizeBetween(2, 5);
        assertThat(log.linesWith("fails").size()).isLessThan(8);
        assertThat(loopTurns() - before).as("turns of the loop in four seconds").isLessThan(2000);
    }

    @Test
    void silenceAndBytesWithoutSoundAreBothGivenUp() throws Exception {
        ScriptedUpstream dribbling = upstream((request, out) -> {
            write(out, SHOUTCAST + "\n");
            while (true) {
                out.write(0);
                pause(50);
            }
        });
        relay(dribbling);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !log.linesWith("nothing to play has come for 10 s").isEmpty());
    }

    @Test
    void anotherConfigIsFollowedWithoutSilenceBetween() throws Exception {
        ScriptedUpstream.Script live = (request, out) -> {
            write(out, SHOUTCAST + "\n");
            play(out, sound);
        };
        ScriptedUpstream first = upstream(live);
        ScriptedUpstream second = upstream(live);
        Relay before = relay(first);
        await().until(() -> mount.onAir() && view().address().equals(first.url("/")));

        sources.replace(mount, before, relayOf(second));
        await().until(() -> view().onAir() && view().address().equals(second.url("/")));
        assertThat(log.linesWith("silence is on the air")).isEmpty();
        assertThat(sources.views(mount)).hasSize(2); // the relay and silence
    }

    @Test
    void whatIsNoAudioIsRefusedByName() throws Exception {
        relay(upstream((request, out) -> write(out, "HTTP/1.0 200 OK\r\nContent-Type: misc/ultravox\r\n\r\nZ")));

        await().until(() -> !log.linesWith("it sends misc/ultravox, which cannot be relayed")
                .isEmpty());
    }

    private Relay relay(ScriptedUpstream... from) {
        Relay relay = relayOf(from);
        sources.add(mount, relay);
        return relay;
    }

    private Relay relayOf(ScriptedUpstream... from) {
        List<RelayTarget> targets = new ArrayList<>();
        for (ScriptedUpstream upstream : from) {
            targets.add(new RelayTarget(UpstreamUrl.parse(upstream.url("/")), true));
        }
        UpstreamClient.Network network =
                new UpstreamClient.Network(loop, new HostResolver(workers.dns()), "icy/test (relay)");
        return new Relay(mount, network, targets, RelayConfig.NONE, Duration.ofSeconds(2), () -> 0.5);
    }

    private ScriptedUpstream upstream(ScriptedUpstream.Script script) throws IOException {
        ScriptedUpstream upstream = ScriptedUpstream.playing(script);
        upstreams.add(upstream);
        return upstream;
    }

    private String title() {
        return mount.snapshot().title().text();
    }

    private SourceView view() {
        return sources.views(mount).get(0);
    }

    private int loopTurns() {
        return (int) loop.figures().turns();
    }

    /** Two seconds at once, the rest as fast as it sounds. */
    private static void play(OutputStream out, byte[] stream) throws IOException {
        playFrom(out, stream, System.nanoTime());
    }

    /** As one who joins a stream that began then: four seconds of what was, then what comes. */
    private static void playFrom(OutputStream out, byte[] stream, long beganNanos) throws IOException {
        int sent = Math.max(0, due(beganNanos) - 4 * BYTES_A_SECOND);
        while (sent < stream.length) {
            int to = Math.min(stream.length, due(beganNanos));
            if (to > sent) {
                out.write(stream, sent, to - sent);
                sent = to;
            }
            pause(30);
        }
        ScriptedUpstream.hold();
    }

    private static int due(long beganNanos) {
        return (int) ((System.nanoTime() - beganNanos) * BYTES_A_SECOND / 1_000_000_000) + 2 * BYTES_A_SECOND;
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis); // the pace of a server, not a wait of the test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String head) throws IOException {
        out.write(head.getBytes(ISO_8859_1));
    }

    private static byte[] repeated(byte[] sound, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(sound);
        }
        return all.toByteArray();
    }

    /** Another title every 40 kB. */
    private static byte[] withTitles(byte[] sound, int metaint) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0, block = 0; at + metaint <= sound.length; at += metaint, block++) {
            out.write(sound, at, metaint);
            if (block % 5 == 0) {
                byte[] text = new byte[32];
                byte[] title = ("StreamTitle='Title " + block / 5 + "';").getBytes(UTF_8);
                System.arraycopy(title, 0, text, 0, title.length);
                out.write(2);
                out.writeBytes(text);
            } else {
                out.write(0);
            }
        }
        return out.toByteArray();
    }
}

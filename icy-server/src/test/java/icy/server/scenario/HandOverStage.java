package icy.server.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.config.PasswordsConfig;
import icy.server.config.PlayoutConfig;
import icy.server.config.Secret;
import icy.server.config.ServerConfig;
import icy.server.config.SourceUser;
import icy.server.config.SourcesConfig;
import icy.server.testing.Crowd;
import icy.server.testing.CutProxy;
import icy.server.testing.Decoding;
import icy.server.testing.PacedSource;
import icy.server.testing.Pcm;
import icy.server.testing.ServerLog;
import icy.server.testing.StreamClient;
import icy.server.testing.Sweep;
import icy.server.testing.Sweep.Stretch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Mounts {@code /live} and {@code /other} that share a fallback, {@value #LISTENERS} listeners who are there from beginning
 * to end, and sources whose sound says which of them it is of and how far it has come.
 *
 * <p>Thread: the test's.
 */
final class HandOverStage implements AutoCloseable {
    static final int LISTENERS = 500;
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Each has a range of pitches of its own. */
    static final Sweep FIRST = new Sweep(1000, 20);

    static final Sweep SECOND = new Sweep(5500, 20);
    static final Sweep FALLBACK = new Sweep(10_000, 20);
    private static final List<Sweep> SWEEPS = List.of(FIRST, SECOND, FALLBACK);
    private static final String NAMES = "12F";

    /** How the server introduces a mount that no source has named. */
    static final String NOBODY = "icy radio";

    private static final int KBPS = 128;
    private static final String PASSWORD = "swordfish";
    private static final int RECORDED = 4;
    private static final double FRAME_MILLIS = 1152 / 44.1;

    /** Listeners are written to every 100 ms here; the rest is for a machine that does other things as well. */
    private static final double FLUSH_MILLIS = 400;

    /** One frame, and as much again because a decoder mixes what is on both sides of it. */
    private static final double MOST_SILENT_MILLIS = 2 * FRAME_MILLIS;

    private final TestStation station;
    private final ServerLog log;
    private final CutProxy link;
    private final Crowd crowd;
    private final List<PacedSource> sources = new ArrayList<>();

    private HandOverStage(TestStation station, ServerLog log, CutProxy link, Crowd crowd) {
        this.station = station;
        this.log = log;
        this.link = link;
        this.crowd = crowd;
    }

    /** On the air with the fallback, and half of the listeners on each mount. */
    static HandOverStage open(Path folder) throws IOException {
        Path file = Files.write(folder.resolve("fallback.mp3"), FALLBACK.mp3(KBPS));
        HandoverConfig handover = HandoverConfig.DEFAULT
                .withFallback("/fallback")
                .withIdle(Idle.SILENCE)
                .withWaits(PATIENCE, HandoverConfig.DEFAULT.linger());
        SourcesConfig users = SourcesConfig.DEFAULT.withUsers(
                new SourceUser("source", Secret.of(PASSWORD), 0), new SourceUser("star", Secret.of(PASSWORD), 10));
        ServerLog log = ServerLog.open();
        TestStation station = TestStation.of(ServerConfig.of(
                        MountConfig.of("/live").withHandover(handover).withSources(users),
                        MountConfig.of("/other").withHandover(handover).withSources(users),
                        MountConfig.of("/fallback").withPlayout(PlayoutConfig.of(file)))
                .withPasswords(PasswordsConfig.of("another one", "open sesame")));
        CutProxy link = CutProxy.to(station.port());
        Crowd crowd = Crowd.of(
                LISTENERS,
                RECORDED,
                List.of(new Crowd.Station(station.port(), "/live"), new Crowd.Station(station.port(), "/other")));
        HandOverStage stage = new HandOverStage(station, log, link, crowd);
        await().atMost(Duration.ofSeconds(20)).until(() -> crowd.listening(1) == LISTENERS);
        return stage;
    }

    /** The link through which {@link #source} comes. */
    CutProxy link() {
        return link;
    }

    /** Goes live on {@code /live} through the link, and is heard when this returns. */
    PacedSource source(String name, Sweep sound, int kbps) throws IOException {
        return source("/live", "source", name, sound, kbps);
    }

    PacedSource source(String mount, String user, String name, Sweep sound, int kbps) throws IOException {
        byte[] frames = sound.mp3(kbps);
        PacedSource source = PacedSource.put(link.port(), mount, user, PASSWORD, "Ice-Name: " + name);
        sources.add(source);
        assertThat(source.isAccepted()).as(source.answer()).isTrue();
        source.play(frames);
        awaitOnAir(mount, name);
        return source;
    }

    /** Waits until this is on the air of the mount. */
    void awaitOnAir(String mount, String name) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status(mount))
                        .as(() -> link.forwardedBytes() + " bytes through the link; the server said:\n"
                                + String.join("\n", log.linesWith("mount ")))
                        .contains("\"server_name\":\"" + name + "\""));
    }

    /** Lets everybody hear so much more. */
    void listen(Duration time) {
        long bytes = crowd.heard().get(0).audioBytes() + time.toMillis() * KBPS / 8;
        await().atMost(Duration.ofSeconds(60)).until(() -> crowd.heard().get(0).audioBytes() >= bytes);
    }

    /** What was heard on {@code /live}, after all has been judged that must hold of every hand-over. */
    List<Stretch> heard() throws IOException {
        return heard(0);
    }

    /** What was heard on {@code /other}. */
    List<Stretch> heardElsewhere() throws IOException {
        return heard(1);
    }

    /** The sources in the order in which they were heard: {@code F12}. */
    static String order(List<Stretch> heard) {
        StringBuilder order = new StringBuilder();
        for (Stretch stretch : heard) {
            char name = NAMES.charAt(stretch.source());
            if (order.isEmpty() || order.charAt(order.length() - 1) != name) {
                order.append(name);
            }
        }
        return order.toString();
    }

    private List<Stretch> heard(int first) throws IOException {
        List<Crowd.Heard> all = crowd.heard();
        assertThat(crowd.disconnected()).as("listeners that were disconnected").isZero();
        for (Crowd.Heard each : all) {
            assertThat(each.longestGapMillis())
                    .as("milliseconds without a byte")
                    .isLessThan(PATIENCE.toMillis() + FRAME_MILLIS + FLUSH_MILLIS);
        }
        List<Stretch> stretches = List.of();
        for (int i = first; i < RECORDED; i += 2) {
            stretches = judge(all.get(i).body());
        }
        return stretches;
    }

    private static List<Stretch> judge(byte[] audio) {
        assertThat(Decoding.complaintsOfMpg123(audio)).isEmpty();
        Decoding decoding = Decoding.byFfmpeg(audio);
        assertThat(decoding.complaints()).isEmpty();
        Pcm pcm = decoding.pcm();
        assertThat(pcm.longestSilenceMillis(pcm.frameAtMillis(100), pcm.lengthFrames(), -40))
                .as("milliseconds of silence in what is heard")
                .isLessThan(MOST_SILENT_MILLIS);
        List<Stretch> stretches = Sweep.stretches(pcm, SWEEPS);
        requireNothingTwice(stretches);
        return stretches;
    }

    private static void requireNothingTwice(List<Stretch> stretches) {
        Stretch[] last = new Stretch[SWEEPS.size()];
        for (Stretch stretch : stretches) {
            Stretch before = last[stretch.source()];
            if (before != null) {
                double length = SWEEPS.get(stretch.source()).seconds();
                // A sweep that has come to its end begins again.
                double on = Math.IEEEremainder(stretch.firstSecond() - before.lastSecond(), length);
                assertThat(on)
                        .as("seconds that %s goes on after %s", stretch, before)
                        .isGreaterThan(-FRAME_MILLIS / 1000);
            }
            last[stretch.source()] = stretch;
        }
    }

    private String status(String mount) throws IOException {
        try (StreamClient client = station.ask("GET /status-json.xsl?mount=" + mount + " HTTP/1.0")) {
            return new String(client.readToEnd(), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        for (PacedSource source : sources) {
            source.close();
        }
        crowd.close();
        link.close();
        station.close();
        log.close();
    }
}

package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.mount.Mount;
import icy.server.mount.PlayedTitle;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mount sends of another one's, with sources that have what the test gives them. */
class FallbackMountTest {
    private static final HandoverConfig SILENT = HandoverConfig.DEFAULT.withIdle(Idle.SILENCE);

    private final SlotStage stage = new SlotStage(
            MountConfig.of("/plain").withHandover(SILENT.withFallback("/other")),
            MountConfig.of("/filed")
                    .withHandover(SILENT.withFallback("/other").withFallbackFile(Path.of("fallback.mp3"))),
            MountConfig.of("/other").withHandover(SILENT),
            MountConfig.of("/ring").withHandover(SILENT),
            MountConfig.of("/back").withHandover(SILENT.withFallback("/ring")));
    private final Mount plain = stage.mount("/plain");
    private final Mount filed = stage.mount("/filed");
    private final Mount other = stage.mount("/other");

    FallbackMountTest() throws Exception {}

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void tonesOfTheOtherMountGiveWayToTheFallbackFileAndItsNextSourceTakesTheAirBack() throws Exception {
        fallBack(filed, "/other");
        FakeSource live = stage.add(other, "live", Source.Kind.LIVE, 0);
        stage.add(other, "tones", Source.Kind.TONES, 0).has(Duration.ofHours(1));
        live.has(Duration.ofSeconds(5));
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.onAir(filed)).isEqualTo("mount /other");

        stage.add(filed, "file", Source.Kind.FALLBACK_FILE, 0).has(Duration.ofHours(1));
        stage.pass(Duration.ofSeconds(10));
        assertThat(stage.onAir(other)).isEqualTo("tones");
        assertThat(stage.onAir(filed)).isEqualTo("file");

        live.has(Duration.ofMinutes(1));
        stage.pass(Duration.ofSeconds(3));
        assertThat(stage.onAir(filed)).isEqualTo("mount /other");
        assertThat(filed.history()).extracting(PlayedTitle::title).containsExactly("live", "file", "live");
    }

    @Test
    void withoutAFileOfItsOwnAMountGoesOnWithTheOtherOnesTones() throws Exception {
        fallBack(plain, "/other");
        FakeSource live = stage.add(other, "live", Source.Kind.LIVE, 0);
        stage.add(other, "tones", Source.Kind.TONES, 0).has(Duration.ofHours(1));
        live.has(Duration.ofSeconds(5));
        stage.pass(Duration.ofSeconds(20));

        assertThat(stage.onAir(plain)).isEqualTo("mount /other");
        assertThat(stage.title(plain)).isEqualTo("tones");
        assertThat(stage.slot(plain).handOvers()).isZero();
    }

    @Test
    void aStreamThatIsFetchedOnDemandIsFetchedForThoseWhoListenHere() throws Exception {
        fallBack(plain, "/other");
        FakeSource live = stage.add(plain, "live", Source.Kind.LIVE, 0);
        live.has(Duration.ofSeconds(2));
        stage.pass(Duration.ofSeconds(1));
        plain.waiting(+1);
        stage.pass(Duration.ofMillis(200));
        assertThat(other.hasAudience()).as("while there is something better").isFalse();

        stage.pass(Duration.ofSeconds(4));
        assertThat(stage.onAir(plain)).isEqualTo("silence");
        assertThat(other.hasAudience()).isTrue();

        stage.add(other, "relay", Source.Kind.RELAY, 0).has(Duration.ofMinutes(5));
        stage.pass(Duration.ofSeconds(1));
        assertThat(stage.onAir(plain)).isEqualTo("mount /other");
        assertThat(other.hasAudience()).as("while it is heard here").isTrue();

        plain.waiting(-1);
        stage.pass(Duration.ofMillis(200));
        assertThat(other.hasAudience()).as("when nobody listens").isFalse();
    }

    @Test
    void nobodyIsWaitedForByAFallbackThatIsNotWantedAnyMore() throws Exception {
        FallbackMount fallback = fallBack(plain, "/other");
        plain.waiting(+1);
        stage.pass(Duration.ofMillis(200));
        assertThat(other.hasAudience()).isTrue();

        stage.onLoop(() -> {
            stage.slot(plain).drop(fallback, "the config has changed");
            return null;
        });
        assertThat(other.hasAudience()).isFalse();
    }

    @Test
    void mountsThatFallBackOnEachOtherDoNotGoRoundInACircle() throws Exception {
        Mount ring = stage.mount("/ring");
        Mount back = stage.mount("/back");
        ring.config(ring.config().withHandover(SILENT.withFallback("/back"))); // as an operator may say at any time
        fallBack(ring, "/back");
        fallBack(back, "/ring");
        stage.add(ring, "here", Source.Kind.LIVE, 0).has(Duration.ofSeconds(5));
        stage.add(back, "there", Source.Kind.LIVE, 0).has(Duration.ofSeconds(8));
        ring.waiting(+1);
        stage.pass(Duration.ofSeconds(20));

        assertThat(stage.onAir(ring)).isEqualTo("silence");
        assertThat(stage.onAir(back)).isEqualTo("silence");
        assertThat(back.hasAudience()).isFalse();
    }

    private FallbackMount fallBack(Mount mount, String on) throws Exception {
        stage.add(mount, new SilenceSource(mount));
        SourceSlot slot = stage.slot(mount);
        return stage.add(mount, stage.onLoop(() -> new FallbackMount(mount, stage.mounts(), on, slot::onAir)));
    }
}

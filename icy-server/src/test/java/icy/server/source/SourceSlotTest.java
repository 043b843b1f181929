package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.PlayedTitle;
import icy.server.mount.StreamFormat;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is on the air, with sources that have what the test gives them, on a clock the test moves. */
class SourceSlotTest {
    /** While nobody listens, the slot looks ten times a second. */
    private static final Duration QUIET_TICK = Duration.ofMillis(100);

    private static final long QUIET_MILLIS = QUIET_TICK.toMillis() + 30;

    private final SlotStage stage =
            new SlotStage(MountConfig.of("/stream").withHandover(HandoverConfig.DEFAULT.withIdle(Idle.OFF)));
    private final Mount mount = stage.mount("/stream");
    private final SourceSlot slot = stage.slot(mount);

    SourceSlotTest() throws Exception {}

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void theFirstSourceThatIsReadyPutsTheMountOnTheAir() throws Exception {
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        pass(Duration.ofSeconds(1));
        assertThat(mount.onAir()).isFalse();

        live.has(Duration.ofMillis(500));
        pass(QUIET_TICK);
        assertThat(mount.onAir()).isTrue();
        assertThat(onAir()).isEqualTo("live");
        assertThat(title()).isEqualTo("live");
    }

    @Test
    void aBetterOneTakesOverAsSoonAsItIsReady() throws Exception {
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(1));
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        pass(Duration.ofSeconds(2));
        assertThat(onAir()).isEqualTo("playout");

        live.has(Duration.ofSeconds(10));
        pass(QUIET_TICK);
        assertThat(onAir()).isEqualTo("live");
        assertThat(title()).isEqualTo("live");
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);
    }

    @Test
    void ofTwoLiveSourcesTheOneOfHigherPriorityIsHeard() throws Exception {
        add("standby", Source.Kind.LIVE, 0).has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        FakeSource main = add("main", Source.Kind.LIVE, 5);
        main.has(Duration.ofSeconds(2));
        pass(QUIET_TICK);
        assertThat(onAir()).isEqualTo("main");

        pass(Duration.ofMillis(3500)); // two seconds of audio, and patience
        assertThat(onAir()).isEqualTo("standby");
    }

    @Test
    void aSilentSourceIsWaitedForAsLongAsPatienceLasts() throws Exception {
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(1));
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        live.has(Duration.ofSeconds(1));
        pass(Duration.ofMillis(1800));
        assertThat(onAir()).isEqualTo("live");

        live.has(Duration.ofSeconds(1)); // it is back in time
        pass(QUIET_TICK);
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);

        pass(Duration.ofMillis(2100));
        assertThat(onAir()).isEqualTo("playout");
        assertThat(behindMillis()).as("files make up for the wait at once").isLessThan(QUIET_MILLIS);
    }

    @Test
    void aSourceThatIsOverIsFollowedAtOnce() throws Exception {
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(1));
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofMillis(1100));
        assertThat(onAir()).isEqualTo("playout");
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);
    }

    @Test
    void whatALiveSourceCannotMakeUpForIsTakenOffTheClockAndGivenBackByFiles() throws Exception {
        FakeSource first = add("first", Source.Kind.LIVE, 5);
        first.has(Duration.ofSeconds(1));
        FakeSource second = add("second", Source.Kind.LIVE, 0);
        second.has(Duration.ofSeconds(20));
        pass(Duration.ofMillis(2200));
        assertThat(onAir()).isEqualTo("second");
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);
        double before = edgeSeconds();
        assertThat(before).as("a second was waited for").isBetween(1.0, 1.5);

        second.has(Duration.ofSeconds(-20));
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(1));
        pass(Duration.ofMillis(1200));
        assertThat(onAir()).isEqualTo("playout");
        assertThat(edgeSeconds() - before).as("1.2 s and what was owed").isBetween(2.1, 2.4);
    }

    @Test
    void aLinkThatFailsAgainAndAgainMustHoldLongerEachTime() throws Exception {
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(10));
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        for (int i = 0; i < 3; i++) {
            live.has(Duration.ofMillis(500));
            pass(Duration.ofSeconds(i == 0 ? 1 : 2 * i)); // until it is let back, which takes longer each time
            pass(Duration.ofSeconds(2));
            assertThat(onAir()).as("loss " + i).isEqualTo("playout");
        }
        long handOvers = slot.handOvers();
        live.has(Duration.ofMinutes(5));
        pass(Duration.ofMillis(1500));
        assertThat(slot.handOvers()).as("it has to hold first").isEqualTo(handOvers);
        pass(Duration.ofSeconds(10));
        assertThat(onAir()).isEqualTo("live");
    }

    @Test
    void whatIsHeardInsteadOfABadLinkIsNeverSilence() throws Exception {
        add("silence", Source.Kind.SILENCE, 0).has(Duration.ofHours(1));
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        for (int failures = 0; failures < 4; failures++) {
            live.has(Duration.ofSeconds(1));
            pass(QUIET_TICK);
            assertThat(onAir()).isEqualTo("live");
            pass(Duration.ofMillis(2500));
            assertThat(onAir()).isEqualTo("silence");
        }
    }

    @Test
    void aMountWithoutASourceIsKeptForLingerAndThenGoesOffTheAir() throws Exception {
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        stage.add(mount, new SilenceSource(mount));
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofSeconds(2));
        assertThat(onAir()).isEqualTo("silence");
        pass(Duration.ofSeconds(7));
        assertThat(mount.onAir()).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(mount.onAir()).isFalse();
        assertThat(stage.emptied()).hasSize(1);
    }

    @Test
    void aMountThatWasOffTheAirBeginsAfreshWithAnotherCodecEven() throws Exception {
        FakeSource live = add("live", Source.Kind.LIVE, 0);
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofSeconds(12));
        assertThat(mount.onAir()).isFalse();
        String firstRun = mount.snapshot().runId();

        FakeSource aac = add("aac", Source.Kind.LIVE, 0);
        StreamFormat format = new StreamFormat(Codec.AAC, 48_000, 2);
        aac.sends(format);
        aac.has(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(1));
        assertThat(mount.onAir()).isTrue();
        assertThat(mount.format()).isEqualTo(format);
        assertThat(mount.snapshot().runId()).isNotEqualTo(firstRun);
        assertThat(edgeSeconds()).isLessThan(2);
    }

    @Test
    void aSourceOfAnotherCodecIsNotPutOnTheAir() throws Exception {
        add("playout", Source.Kind.PLAYOUT, 0).has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        FakeSource aac = add("aac", Source.Kind.LIVE, 0);
        aac.sends(new StreamFormat(Codec.AAC, 44_100, 2));
        aac.has(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(2));
        assertThat(onAir()).isEqualTo("playout");
    }

    @Test
    void tonesHoldBackForAFirstChanceOfWhatMayCome() throws Exception {
        add("relay", Source.Kind.RELAY, 0);
        add("tones", Source.Kind.TONES, 0).has(Duration.ofHours(1));
        pass(Mount.FIRST_CHANCE.minus(QUIET_TICK));
        assertThat(mount.onAir()).isFalse();
        pass(QUIET_TICK.multipliedBy(2));
        assertThat(onAir()).isEqualTo("tones");
    }

    @Test
    void aRetiredSourceIsHeardUntilItsSuccessorIsReady() throws Exception {
        FakeSource old = add("old", Source.Kind.PLAYOUT, 0);
        old.has(Duration.ofMinutes(1));
        add("tones", Source.Kind.TONES, 0).has(Duration.ofHours(1));
        pass(Duration.ofSeconds(1));
        FakeSource next = add("next", Source.Kind.PLAYOUT, 0);
        retire(old);
        pass(Duration.ofSeconds(3));
        assertThat(onAir()).isEqualTo("old");
        assertThat(old.closedWhy()).isEmpty();

        next.has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        assertThat(onAir()).isEqualTo("next");
        assertThat(old.closedWhy()).isEqualTo("another one is wanted");
        assertThat(slot.views()).extracting(SourceView::description).containsExactly("next", "tones");
        assertThat(mount.history()).extracting(PlayedTitle::title).containsExactly("next", "old");
    }

    @Test
    void aRetiredSourceGoesWhenItsSuccessorDoesNotComeForLong() throws Exception {
        FakeSource old = add("old", Source.Kind.RELAY, 0);
        old.has(Duration.ofMinutes(1));
        add("tones", Source.Kind.TONES, 0).has(Duration.ofHours(1));
        pass(Duration.ofSeconds(1));
        FakeSource next = add("next", Source.Kind.RELAY, 0);
        retire(old);
        pass(Duration.ofSeconds(10));
        assertThat(onAir()).isEqualTo("tones");
        assertThat(old.closedWhy()).isEqualTo("another one is wanted");

        next.has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        assertThat(onAir()).isEqualTo("next");
    }

    @Test
    void aRetiredSourceThatIsNotHeardGoesAtOnce() throws Exception {
        add("live", Source.Kind.LIVE, 0).has(Duration.ofMinutes(1));
        FakeSource old = add("old", Source.Kind.PLAYOUT, 0);
        pass(Duration.ofSeconds(1));
        retire(old);
        assertThat(old.closedWhy()).isEqualTo("another one is wanted");
    }

    private void retire(FakeSource source) throws Exception {
        stage.onLoop(() -> {
            slot.retire(source, "another one is wanted");
            slot.tick();
            return null;
        });
    }

    private FakeSource add(String name, Source.Kind kind, int priority) throws Exception {
        return stage.add(mount, name, kind, priority);
    }

    private String onAir() throws Exception {
        return stage.onAir(mount);
    }

    private String title() {
        return stage.title(mount);
    }

    private double edgeSeconds() throws Exception {
        return stage.edgeSeconds(mount);
    }

    private long behindMillis() throws Exception {
        return stage.behindMillis(mount);
    }

    private void pass(Duration time) throws Exception {
        stage.pass(time);
    }
}

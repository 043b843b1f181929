package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.icy.StreamTitle;
import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.SilentFrame;
import icy.core.ring.StreamTime;
import icy.server.config.HandoverConfig;
import icy.server.config.Idle;
import icy.server.config.MountConfig;
import icy.server.config.ServerConfig;
import icy.server.loop.EventLoop;
import icy.server.mount.Codec;
import icy.server.mount.Mount;
import icy.server.mount.Mounts;
import icy.server.mount.StreamFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is on the air, with sources that have what the test gives them, on a clock the test moves. */
class SourceSlotTest {
    private static final FrameFormat FRAMES = FrameFormat.layer3(44_100, 2);
    private static final Duration STEP = Duration.ofMillis(20);
    /** While nobody listens, the slot looks ten times a second. */
    private static final Duration QUIET_TICK = Duration.ofMillis(100);

    private static final long QUIET_MILLIS = QUIET_TICK.toMillis() + 30;

    private volatile long nowNanos = 1_000_000_000;
    private final List<String> emptied = new ArrayList<>();
    private final EventLoop loop;
    private Mount mount;
    private SourceSlot slot;

    SourceSlotTest() throws Exception {
        loop = EventLoop.start("slot", () -> nowNanos);
        begin(Idle.OFF);
    }

    private void begin(Idle idle) throws Exception {
        MountConfig config = MountConfig.of("/stream").withHandover(HandoverConfig.DEFAULT.withIdle(idle));
        Mounts mounts = new Mounts(ServerConfig.of(config), List.of(loop), "run", entry -> {}, () -> nowNanos);
        mount = mounts.first().orElseThrow();
        slot = new SourceSlot(mount, () -> emptied.add("emptied"));
        onLoop(() -> {
            slot.start();
            return null;
        });
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void theFirstSourceThatIsReadyPutsTheMountOnTheAir() throws Exception {
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
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
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(1));
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
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
        add(new Fake("standby", Source.Kind.LIVE, 0)).has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        Fake main = add(new Fake("main", Source.Kind.LIVE, 5));
        main.has(Duration.ofSeconds(2));
        pass(QUIET_TICK);
        assertThat(onAir()).isEqualTo("main");

        pass(Duration.ofMillis(3500)); // two seconds of audio, and patience
        assertThat(onAir()).isEqualTo("standby");
    }

    @Test
    void aSilentSourceIsWaitedForAsLongAsPatienceLasts() throws Exception {
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(1));
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
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
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(1));
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofMillis(1100));
        assertThat(onAir()).isEqualTo("playout");
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);
    }

    @Test
    void whatALiveSourceCannotMakeUpForIsTakenOffTheClockAndGivenBackByFiles() throws Exception {
        Fake first = add(new Fake("first", Source.Kind.LIVE, 5));
        first.has(Duration.ofSeconds(1));
        Fake second = add(new Fake("second", Source.Kind.LIVE, 0));
        second.has(Duration.ofSeconds(20));
        pass(Duration.ofMillis(2200));
        assertThat(onAir()).isEqualTo("second");
        assertThat(behindMillis()).isLessThan(QUIET_MILLIS);
        double before = edgeSeconds();
        assertThat(before).as("a second was waited for").isBetween(1.0, 1.5);

        second.has(Duration.ofSeconds(-20));
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(1));
        pass(Duration.ofMillis(1200));
        assertThat(onAir()).isEqualTo("playout");
        assertThat(edgeSeconds() - before).as("1.2 s and what was owed").isBetween(2.1, 2.4);
    }

    @Test
    void aLinkThatFailsAgainAndAgainMustHoldLongerEachTime() throws Exception {
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(10));
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
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
    void aMountWithoutASourceIsKeptForLingerAndThenGoesOffTheAir() throws Exception {
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
        add(new SilenceSource(mount));
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofSeconds(2));
        assertThat(onAir()).isEqualTo("silence");
        pass(Duration.ofSeconds(7));
        assertThat(mount.onAir()).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(mount.onAir()).isFalse();
        assertThat(emptied).hasSize(1);
    }

    @Test
    void aMountThatWasOffTheAirBeginsAfreshWithAnotherCodecEven() throws Exception {
        Fake live = add(new Fake("live", Source.Kind.LIVE, 0));
        live.has(Duration.ofSeconds(1));
        live.ends();
        pass(Duration.ofSeconds(12));
        assertThat(mount.onAir()).isFalse();
        String firstRun = mount.snapshot().runId();

        Fake aac = add(new Fake("aac", Source.Kind.LIVE, 0));
        aac.format = new StreamFormat(Codec.AAC, 48_000, 2);
        aac.has(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(1));
        assertThat(mount.onAir()).isTrue();
        assertThat(mount.format()).isEqualTo(aac.format);
        assertThat(mount.snapshot().runId()).isNotEqualTo(firstRun);
        assertThat(edgeSeconds()).isLessThan(2);
    }

    @Test
    void aSourceOfAnotherCodecIsNotPutOnTheAir() throws Exception {
        add(new Fake("playout", Source.Kind.PLAYOUT, 0)).has(Duration.ofMinutes(1));
        pass(QUIET_TICK);
        Fake aac = add(new Fake("aac", Source.Kind.LIVE, 0));
        aac.format = new StreamFormat(Codec.AAC, 44_100, 2);
        aac.has(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(2));
        assertThat(onAir()).isEqualTo("playout");
    }

    private <S extends Source> S add(S source) throws Exception {
        return onLoop(() -> {
            slot.add(source);
            return source;
        });
    }

    private String onAir() throws Exception {
        return onLoop(() -> {
            Source present = slot.onAir();
            return present == null ? "nobody" : present.view().description();
        });
    }

    private String title() {
        return mount.snapshot().title().text();
    }

    private double edgeSeconds() throws Exception {
        return onLoop(() -> StreamTime.toSeconds(mount.edgeTime()));
    }

    private long behindMillis() throws Exception {
        return onLoop(() -> StreamTime.toMillis(mount.dueTime(nowNanos) - mount.edgeTime()));
    }

    private void pass(Duration time) throws Exception {
        for (long left = time.toNanos(); left > 0; left -= STEP.toNanos()) {
            nowNanos += Math.min(left, STEP.toNanos());
            CompletableFuture<Void> done = new CompletableFuture<>();
            loop.execute(() -> loop.schedule(nowNanos, () -> done.complete(null)));
            done.get(10, TimeUnit.SECONDS);
        }
    }

    private <T extends @Nullable Object> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    /** Has as much silence as the test says. */
    private final class Fake implements Source {
        private static final long FRAME = 26_122_449;

        private final String name;
        private final Kind kind;
        private final int priority;
        private final byte[] frame = SilentFrame.of(FRAMES, 128_000);
        private volatile long frames;
        private volatile boolean over;
        private volatile boolean onAir;
        private volatile StreamFormat format = new StreamFormat(Codec.MP3, 44_100, 2);

        Fake(String name, Kind kind, int priority) {
            this.name = name;
            this.kind = kind;
            this.priority = priority;
        }

        void has(Duration more) {
            frames = Math.max(0, frames + more.toNanos() / FRAME);
        }

        void ends() {
            over = true;
        }

        @Override
        public Kind kind() {
            return kind;
        }

        @Override
        public int priority() {
            return priority;
        }

        @Override
        public SourceView view() {
            return SourceView.own(kind, name, onAir, "audio/mpeg", Instant.EPOCH);
        }

        @Override
        public void tend(long nowNanos) {}

        @Override
        public boolean ready() {
            return frames > 0;
        }

        @Override
        public boolean present() {
            return !over;
        }

        @Override
        public long stockUnits() {
            return kind == Kind.LIVE ? 0 : frames * FRAMES.frameUnits();
        }

        @Override
        public StreamFormat format() {
            return format;
        }

        @Override
        public int kbps() {
            return 128;
        }

        @Override
        public void enter() {
            onAir = true;
            mount.title(StreamTitle.of(name), 128);
        }

        @Override
        public Step step(long due) {
            if (frames == 0) {
                return over ? Step.OVER : Step.DRY;
            }
            if (mount.edgeTime() + FRAMES.frameUnits() > due) {
                return Step.EARLY;
            }
            frames--;
            mount.append(frame, 0, frame.length, FRAMES.frameUnits());
            return Step.AIRED;
        }

        @Override
        public void leave() {
            onAir = false;
        }

        @Override
        public void close(String why) {}
    }
}

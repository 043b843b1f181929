package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import icy.server.config.DeliveryConfig;
import icy.server.config.MountConfig;
import icy.server.config.SlowPolicy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final int UNIT_BYTES = 418;

    @Test
    void theBurstLeavesInTheFirstWrite() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            stage.pass(Duration.ofSeconds(10));
            Stage.FakeWire wire = stage.join(Duration.ofSeconds(4), 0, () -> Integer.MAX_VALUE);

            assertThat(wire.writes()).isEqualTo(1);
            assertThat(wire.taken.size()).isBetween(1 + 153 * UNIT_BYTES, 1 + 154 * UNIT_BYTES);
        }
    }

    @Test
    void oneWhoReadsIsWrittenToTenTimesASecond() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            Stage.FakeWire wire = stage.join(Duration.ZERO, 0, () -> Integer.MAX_VALUE);
            long before = wire.writes();
            for (int i = 0; i < 500; i++) {
                stage.pass(Duration.ofMillis(20));
            }

            assertThat(wire.writes() - before).isBetween(99L, 101L);
        }
    }

    @Test
    void oneWhoTakesNothingIsSkippedOnceAndThenDropped() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            int[] room = {100_000};
            Stage.FakeWire wire = stage.join(Duration.ofSeconds(1), 0, () -> room[0]);
            room[0] = 0;
            passSeconds(stage, 31);
            assertThat(stage.mount().snapshot().audience().skips()).isEqualTo(1);
            assertThat(wire.connection.closed()).isFalse();
            passSeconds(stage, 30);

            assertThat(wire.connection.closed()).isTrue();
            assertThat(stage.mount().snapshot().audience().endings()).containsEntry("stalled", 1L);
            assertThat(stage.accessLog()).hasSize(1);
        }
    }

    @Test
    void wherePolicySaysSoTheSlowAreDropped() throws Exception {
        try (Stage stage = stage(SlowPolicy.DROP)) {
            int[] room = {100_000};
            Stage.FakeWire wire = stage.join(Duration.ofSeconds(1), 0, () -> room[0]);
            room[0] = 0;
            passSeconds(stage, 31);

            assertThat(wire.connection.closed()).isTrue();
            assertThat(stage.mount().snapshot().audience().endings()).containsEntry("too slow", 1L);
        }
    }

    @Test
    void oneWhoIsSkippedWithALimitShorterThanTheBurstStays() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP, Duration.ofSeconds(3), null)) {
            int[] room = {1_000_000};
            Stage.FakeWire wire = stage.join(Duration.ofSeconds(1), 0, () -> room[0]);
            passSeconds(stage, 10);
            room[0] = 0;
            passSeconds(stage, 4);
            room[0] = 1_000_000;
            passSeconds(stage, 10);

            assertThat(wire.connection.closed()).isFalse();
            assertThat(stage.mount().snapshot().audience().skips()).isEqualTo(1);
        }
    }

    @Test
    void oneWhoTakesEverythingIsNeverSlowHoweverRarelyItIsWrittenTo() throws Exception {
        try (Stage stage = stage(SlowPolicy.DROP, Duration.ofSeconds(4), Duration.ofSeconds(5))) {
            Stage.FakeWire wire = stage.join(Duration.ofSeconds(1), 0, () -> Integer.MAX_VALUE);
            passSeconds(stage, 60);

            assertThat(wire.connection.closed()).isFalse();
            assertThat(stage.mount().snapshot().audience().skips()).isZero();
        }
    }

    @Test
    void oneWhoseTimeIsOverHearsTheLastUnitToItsEnd() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            int[] room = {Integer.MAX_VALUE};
            Stage.FakeWire wire = stage.join(
                    Duration.ofSeconds(1),
                    () -> room[0],
                    (request, entry) -> new Ticket(
                            request,
                            Stage.HEAD,
                            entry,
                            new byte[0],
                            /* metaint= */ 0,
                            /* prompt= */ false,
                            /* takesPlace= */ false,
                            TimeUnit.SECONDS.toNanos(10)));
            passSeconds(stage, 9);
            room[0] = 100; // less than a unit, and so one is under way whenever one looks
            passSeconds(stage, 2);
            assertThat(wire.connection.closed()).isFalse();
            room[0] = Integer.MAX_VALUE;
            passSeconds(stage, 1);

            assertThat(wire.connection.closed()).isTrue();
            assertThat((wire.taken.size() - Stage.HEAD.length) % UNIT_BYTES).isZero();
            assertThat(stage.mount().snapshot().audience().endings()).containsEntry("time is over", 1L);
        }
    }

    @Test
    void oneWhoseTimeIsOverAndWhoTakesNothingIsClosedAllTheSame() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            int[] room = {Integer.MAX_VALUE};
            Stage.FakeWire wire = stage.join(
                    Duration.ofSeconds(1),
                    () -> room[0],
                    (request, entry) -> new Ticket(
                            request, Stage.HEAD, entry, new byte[0], 0, false, false, TimeUnit.SECONDS.toNanos(3)));
            room[0] = 0;
            passSeconds(stage, 7);
            assertThat(wire.connection.closed()).isFalse();
            passSeconds(stage, 2);
            assertThat(wire.connection.closed()).isTrue();
        }
    }

    @Test
    void promptListenersHaveTheirOwnShareOfTheBudget() {
        FlushBudget budget = new FlushBudget();
        int prompt = 0;
        while (budget.tryPrompt()) {
            prompt++;
        }
        assertThat(prompt * 10).isLessThanOrEqualTo(FlushBudget.WRITES_PER_SECOND / 5);
        budget.promptLeft();
        assertThat(budget.tryPrompt()).isTrue();
    }

    @Test
    void aConnectionIsAListenerAfterTwoSeconds() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            stage.join(Duration.ofSeconds(1), 0, () -> Integer.MAX_VALUE);
            passSeconds(stage, 1);
            assertThat(stage.mount().snapshot().audience().listeners()).isZero();
            assertThat(stage.mount().snapshot().audience().connections()).isEqualTo(1);
            passSeconds(stage, 2);
            assertThat(stage.mount().snapshot().audience().listeners()).isEqualTo(1);
            assertThat(stage.mount().snapshot().audience().listenerPeak()).isEqualTo(1);
        }
    }

    @Test
    void atTheEndEverybodyGetsTheLastByteAndThenTheClose() throws Exception {
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            Stage.FakeWire fast = stage.join(Duration.ZERO, 0, () -> Integer.MAX_VALUE);
            Stage.FakeWire slow = stage.join(Duration.ofSeconds(4), 0, () -> 5_000);
            stage.stopFeeding();
            long edge = stage.mount().snapshot().edge().position();
            stage.onLoop(() -> {
                stage.mount().end();
                return null;
            });
            passSeconds(stage, 5);

            assertThat(fast.ended).isTrue();
            assertThat(slow.ended).isTrue();
            assertThat(slow.firstPosition + slow.taken.size() - 1).isEqualTo(edge);
            assertThat(stage.mount().audience(stage.mount().home())).isNull();
        }
    }

    @Test
    void flushesAllocateNothing() throws Exception {
        long few = allocatedInTwoHundredRounds(1);
        long many = allocatedInTwoHundredRounds(201);

        // What the stage itself allocates is the same for one listener as for two hundred more.
        assertThat((many - few) / (200.0 * 200)).as("bytes a flush").isLessThan(1);
    }

    private static long allocatedInTwoHundredRounds(int listeners) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Stage stage = stage(SlowPolicy.SKIP)) {
            for (int i = 0; i < listeners; i++) {
                stage.join(Duration.ofSeconds(1), i % 2 == 0 ? 0 : 4_096, Stage.FakeWire.FORGETS);
            }
            passSeconds(stage, 30); // the JIT and every lazy thing have had their turn
            long thread = stage.onLoop(() -> Thread.currentThread().getId());
            long sentBefore = stage.mount().snapshot().audience().bytesSent();
            long before = threads.getThreadAllocatedBytes(thread);
            passSeconds(stage, 20);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(stage.mount().snapshot().audience().bytesSent() - sentBefore)
                    .as("bytes sent meanwhile")
                    .isGreaterThan(listeners * 300_000L);
            return allocated;
        }
    }

    private static void passSeconds(Stage stage, int seconds) throws Exception {
        for (int i = 0; i < seconds * 10; i++) {
            stage.pass(Duration.ofMillis(100));
        }
    }

    private static Stage stage(SlowPolicy slow) throws Exception {
        return stage(slow, Duration.ofSeconds(30), null);
    }

    private static Stage stage(SlowPolicy slow, Duration slowAfter, @Nullable Duration flush) throws Exception {
        MountConfig config = MountConfig.of("/stream")
                .withDelivery(DeliveryConfig.DEFAULT.withFlush(flush).withSlow(slow, slowAfter));
        return new Stage(config, unit -> UNIT_BYTES);
    }
}

package icy.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers timers = new Timers();
    private final List<String> ran = new ArrayList<>();

    @Test
    void timersRunInTheOrderOfTheirDeadlines() {
        arm("late", 30);
        arm("early", 10);
        arm("middle", 20);

        expire(25);

        assertThat(ran).containsExactly("early", "middle");
        expire(30);
        assertThat(ran).containsExactly("early", "middle", "late");
    }

    @Test
    void cancelledTimersLeaveNothingBehind() {
        List<Timer> all = new ArrayList<>();
        for (int n = 0; n < 10_000; n++) {
            all.add(arm("t" + n, n));
        }
        all.forEach(Timer::cancel);

        assertThat(timers.size()).isZero();
        assertThat(timers.sleepMillis(0)).isEqualTo(-1);
    }

    @Test
    void armingAgainMovesTheDeadline() {
        Timer timer = arm("moved", 10);
        timer.at(50);

        expire(49);
        assertThat(ran).isEmpty();
        expire(50);
        assertThat(ran).containsExactly("moved");
        assertThat(timer.armed()).isFalse();
    }

    @Test
    void timerThatArmsItselfForThePastLetsTheOthersLive() {
        Timer[] self = new Timer[1];
        self[0] = new Timer(timers, () -> {
            ran.add("again");
            self[0].at(0);
        });
        self[0].at(0);

        expire(100);

        assertThat(ran).containsExactly("again");
        assertThat(timers.sleepMillis(100)).isZero();
    }

    @Test
    void timerCancelledByAnEarlierOneDoesNotRun() {
        Timer second = new Timer(timers, () -> ran.add("second"));
        new Timer(timers, second::cancel).at(1);
        second.at(2);

        expire(10);

        assertThat(ran).isEmpty();
    }

    @Test
    void sleepIsRoundedUpSoThatNobodySpinsTheLastFraction() {
        arm("x", 1_000_001);

        assertThat(timers.sleepMillis(0)).isEqualTo(2);
        assertThat(timers.sleepMillis(1_000_000)).isEqualTo(1);
        assertThat(timers.sleepMillis(1_000_001)).isZero();
    }

    @Test
    void deadlinesMayWrap() {
        arm("after the wrap", Long.MIN_VALUE + 5);
        arm("before the wrap", Long.MAX_VALUE - 5);

        expire(Long.MAX_VALUE);
        assertThat(ran).containsExactly("before the wrap");
        expire(Long.MIN_VALUE + 5);
        assertThat(ran).hasSize(2);
    }

    /** The law: whatever is armed, moved and cancelled, what runs is what is left, by deadline. */
    @Property
    void heapBehavesLikeASortedList(@ForAll @Size(max = 200) List<@IntRange(max = 1_000) Integer> moves) {
        Timers heap = new Timers();
        List<Timer> pool = new ArrayList<>();
        List<Timer> fired = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            Timer[] self = new Timer[1];
            self[0] = new Timer(heap, () -> fired.add(self[0]));
            pool.add(self[0]);
        }
        for (int move : moves) {
            Timer timer = pool.get(move % pool.size());
            if (move % 3 == 0) {
                timer.cancel();
            } else {
                timer.at(move * 31 % 257);
            }
        }
        List<Timer> armed = pool.stream().filter(Timer::armed).toList();
        assertThat(heap.size()).isEqualTo(armed.size());

        heap.expire(1_000, Runnable::run);

        assertThat(fired).containsExactlyInAnyOrderElementsOf(armed);
        assertThat(fired).isSortedAccordingTo(Comparator.comparingLong(t -> t.deadlineNanos));
        assertThat(heap.size()).isZero();
    }

    private Timer arm(String name, long deadlineNanos) {
        Timer timer = new Timer(timers, () -> ran.add(name));
        timer.at(deadlineNanos);
        return timer;
    }

    private void expire(long nowNanos) {
        timers.expire(nowNanos, Runnable::run);
    }
}

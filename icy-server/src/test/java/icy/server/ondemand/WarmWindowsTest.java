package icy.server.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import icy.server.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmWindowsTest {
    private final ManualClock clock = new ManualClock();
    private final WarmWindows windows = new WarmWindows(10L * WarmWindows.WINDOW_BYTES, clock);

    @Test
    void whatWasReadIsWarmForSomeSeconds() {
        assertThat(windows.isWarm(3)).isFalse();

        windows.read(3);
        assertThat(windows.isWarm(3)).isTrue();
        assertThat(windows.isWarm(2)).isFalse();
        clock.advance(Duration.ofSeconds(WarmWindows.WARM_SECONDS));
        assertThat(windows.isWarm(3)).isTrue();
        clock.advance(Duration.ofSeconds(1));

        assertThat(windows.isWarm(3)).isFalse();
    }

    @Test
    void whatIsOldIsReadAgainBeforeItIsCold() {
        assertThat(windows.isAgeing(3)).isTrue();
        windows.read(3);
        assertThat(windows.isAgeing(3)).isFalse();
        clock.advance(Duration.ofSeconds(WarmWindows.WARM_SECONDS / 2 + 1));
        assertThat(windows.isAgeing(3)).isTrue();
        assertThat(windows.isWarm(3)).isTrue();

        windows.await(3, () -> {});
        assertThat(windows.isAgeing(3)).as("somebody reads it already").isFalse();
    }

    @Test
    void whatCannotBeReadIsKnownToThoseWhoWaitForItAlone() {
        List<String> woken = new ArrayList<>();
        windows.await(3, () -> woken.add("third"));

        windows.fail(3);

        assertThat(woken).containsExactly("third");
        assertThat(windows.hasFailed(3)).isTrue();
        assertThat(windows.isWarm(3)).isFalse();
        assertThat(windows.hasFailed(2)).isFalse();
        windows.read(3);
        assertThat(windows.hasFailed(3)).isFalse();
    }

    @Test
    void aThousandWhoWaitForOneWindowHaveItReadOnce() {
        List<Integer> woken = new ArrayList<>();
        int readers = 0;
        for (int n = 0; n < 1000; n++) {
            int client = n;
            readers += windows.await(0, () -> woken.add(client)) ? 1 : 0;
        }
        assertThat(windows.await(1, () -> woken.add(-1))).isTrue();
        assertThat(woken).isEmpty();

        windows.read(0);

        assertThat(readers).isEqualTo(1);
        assertThat(woken).hasSize(1000).doesNotContain(-1);
        assertThat(windows.await(0, () -> {}))
                .as("the next one, when it has cooled")
                .isTrue();
    }

    @Test
    void whereNobodyReadsItTheOthersAskAgain() {
        List<String> woken = new ArrayList<>();
        Runnable first = () -> woken.add("first");
        windows.await(0, first);
        windows.await(0, () -> woken.add("second"));

        windows.abandon(0, first);

        assertThat(woken).containsExactly("second");
        assertThat(windows.isWarm(0)).isFalse();
    }
}

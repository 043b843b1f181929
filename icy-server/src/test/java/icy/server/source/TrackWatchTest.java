package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackWatchTest {
    @ParameterizedTest
    @CsvSource({"1, 5000", "83, 5000", "500, 30000", "5000, 300000", "60000, 300000"})
    void aFolderThatTakesLongToLookThroughIsLookedAtLessOften(long tookMillis, long intervalMillis) {
        long interval = TrackWatch.intervalNanos(Duration.ofMillis(tookMillis).toNanos());

        assertThat(interval).isEqualTo(Duration.ofMillis(intervalMillis).toNanos());
    }
}

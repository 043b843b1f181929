package icy.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTimeTest {
    @ParameterizedTest
    @ValueSource(ints = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350})
    void oneSampleOfEveryRateIsAWholeNumber(int sampleRate) {
        assertThat(StreamTime.ofSamples(1, sampleRate) * sampleRate).isEqualTo(StreamTime.UNITS_PER_SECOND);
    }

    @Property
    void nanosecondsComeBackToTheUnit(@ForAll @LongRange(min = 0, max = 1L << 55) long units) {
        assertThat(StreamTime.ofNanos(StreamTime.toNanos(units) + 36)).isBetween(units, units + 1);
    }

    @Test
    void aCenturyDoesNotOverflow() {
        long nanos = Duration.ofDays(36_525).toNanos();
        assertThat(StreamTime.ofNanos(nanos)).isEqualTo(36_525L * 86_400 * StreamTime.UNITS_PER_SECOND);
        assertThat(StreamTime.ofDuration(Duration.ofMillis(2500))).isEqualTo(70_560_000);
        assertThat(StreamTime.toMillis(70_560_000)).isEqualTo(2500);
    }
}

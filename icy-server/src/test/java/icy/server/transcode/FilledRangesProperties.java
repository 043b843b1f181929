package icy.server.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FilledRangesProperties {
    private static final int LENGTH = 64;

    @Property
    void knowsOfEachByteWhetherItIsThere(
            @ForAll @Size(max = 40) List<@IntRange(max = LENGTH - 1) Integer> starts,
            @ForAll @Size(min = 40, max = 40) List<@IntRange(max = 9) Integer> lengths) {
        FilledRanges ranges = new FilledRanges();
        BitSet expected = new BitSet();
        for (int i = 0; i < starts.size(); i++) {
            int end = Math.min(LENGTH, starts.get(i) + lengths.get(i));
            ranges.add(starts.get(i), end);
            expected.set(starts.get(i), Math.max(starts.get(i), end));

            assertThat(ranges.total()).isEqualTo(expected.cardinality());
            for (int at = 0; at < LENGTH; at++) {
                assertThat(ranges.endFrom(at)).isEqualTo(expected.nextClearBit(at));
                int next = expected.nextSetBit(at);
                assertThat(ranges.nextFrom(at, LENGTH)).isEqualTo(next < 0 ? LENGTH : next);
            }
        }
    }
}

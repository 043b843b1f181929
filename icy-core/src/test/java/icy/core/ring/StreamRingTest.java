package icy.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StreamRingTest {
    private static final long SECOND = StreamTime.UNITS_PER_SECOND;
    private static final long FRAME = StreamTime.ofSamples(1152, 44_100);

    @Test
    void anEmptyRingHasNoUnit() {
        StreamRing ring = new StreamRing(10 * SECOND, 65_536, 65_536);

        assertThat(ring.unitAtTime(0)).isEqualTo(StreamRing.NO_UNIT);
        assertThat(ring.edgePosition()).isZero();
        assertThat(ring.retainedFromPosition()).isZero();
    }

    @Test
    void retainsSecondsNotBytes() {
        StreamRing ring = new StreamRing(10 * SECOND, 65_536, 4 << 20);
        appendSeconds(ring, 15, 418);
        long slow = ring.edgeTime() - ring.unitTime(ring.retainedFromUnit());
        appendSeconds(ring, 15, 1044);
        long fast = ring.edgeTime() - ring.unitTime(ring.retainedFromUnit());

        assertThat(slow).isBetween(10 * SECOND, 10 * SECOND + FRAME);
        assertThat(fast).isBetween(10 * SECOND, 10 * SECOND + FRAME);
        assertThat(ring.capacityBytes()).isBetween(10 * 1044 * 38, 10 * 1044 * 38 * 3 / 2 + 32_768);
    }

    @Test
    void neverGrowsBeyondItsMaximumAndThenRetainsLess() {
        StreamRing ring = new StreamRing(10 * SECOND, 65_536, 131_072);
        appendSeconds(ring, 30, 1044);

        assertThat(ring.capacityBytes()).isEqualTo(131_072);
        assertThat(ring.holds(ring.retainedFromPosition())).isTrue();
        assertThat(ring.edgeTime() - ring.unitTime(ring.retainedFromUnit())).isLessThan(10 * SECOND);
    }

    @Test
    void marksGrowWhenTheBytesNoLongerMay() {
        StreamRing ring = new StreamRing(60 * SECOND, 65_536, 131_072);
        appendSeconds(ring, 30, 1044);
        appendSeconds(ring, 90, 60);
        long oldest = ring.retainedFromUnit();

        assertThat(ring.units() - oldest).isGreaterThan(1024);
        assertThat(ring.unitPosition(oldest)).isEqualTo(ring.edgePosition() - 60 * (ring.units() - oldest));
        assertThat(ring.holds(ring.retainedFromPosition())).isTrue();
    }

    @Test
    void findsTheUnitThatPlaysAtATime() {
        StreamRing ring = new StreamRing(10 * SECOND, 262_144, 262_144);
        appendSeconds(ring, 20, 418);

        assertThat(ring.unitAtTime(ring.edgeTime())).isEqualTo(ring.units() - 1);
        assertThat(ring.unitAtTime(0)).isEqualTo(ring.retainedFromUnit());
        long unit = ring.unitAtTime(ring.edgeTime() - 4 * SECOND);
        assertThat(ring.unitTime(unit)).isBetween(ring.edgeTime() - 4 * SECOND - FRAME, ring.edgeTime() - 4 * SECOND);
        assertThat(ring.unitAtPosition(ring.unitPosition(unit) + 417)).isEqualTo(unit);
        assertThat(ring.unitAtPosition(ring.unitPosition(unit))).isEqualTo(unit);
    }

    @Test
    void historyBeforeTheWindowIsKept() {
        StreamRing ring = new StreamRing(10 * SECOND, 262_144, 262_144);
        appendSeconds(ring, 40, 418);
        long before = ring.retainedFromUnit() - 10;

        byte[] unit = new byte[418];
        assertThat(ring.copy(ring.unitPosition(before), unit, 0, 418)).isTrue();
        assertThat(unit).isEqualTo(unitBytes(before, 418));
    }

    @Property(tries = 200)
    void whatIsHeldIsWhatWasAppended(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int units) {
        Random random = new Random(seed);
        StreamRing ring = new StreamRing(2 * SECOND, 33_000, 512 << 10);
        int[] sizes = new int[units];
        for (int i = 0; i < units; i++) {
            sizes[i] = 24 + random.nextInt(i % 500 < 250 ? 400 : 1400);
            ring.append(unitBytes(i, sizes[i]), 0, sizes[i], FRAME);
        }
        for (long unit = ring.retainedFromUnit(); unit < units; unit++) {
            byte[] out = new byte[sizes[(int) unit]];
            assertThat(ring.unitPosition(unit + 1) - ring.unitPosition(unit)).isEqualTo(out.length);
            assertThat(ring.copy(ring.unitPosition(unit), out, 0, out.length)).isTrue();
            assertThat(out).isEqualTo(unitBytes(unit, out.length));
        }
    }

    @Test
    void readersOfAnotherThreadSeeWholeBytesOrAreToldThatTheyDoNot() throws InterruptedException {
        StreamRing ring = new StreamRing(SECOND, 65_536, 65_536);
        Thread writer = new Thread(() -> {
            for (long unit = 0; unit < 300_000; unit++) {
                ring.append(unitBytes(unit, 417), 0, 417, FRAME);
            }
        });
        writer.start();
        int whole = 0;
        byte[] out = new byte[417];
        while (writer.isAlive()) {
            long units = ring.units();
            if (units > 0) {
                long unit = units - 1;
                long position = ring.unitPosition(unit);
                if (ring.copy(position, out, 0, out.length) && position == unit * 417) {
                    assertThat(out).isEqualTo(unitBytes(unit, 417));
                    whole++;
                }
            }
        }
        writer.join();
        assertThat(whole).isPositive();
    }

    private static void appendSeconds(StreamRing ring, int seconds, int unitSize) {
        long until = ring.edgeTime() + seconds * SECOND;
        while (ring.edgeTime() < until) {
            ring.append(unitBytes(ring.units(), unitSize), 0, unitSize, FRAME);
        }
    }

    private static byte[] unitBytes(long unit, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) (unit * 31 + 7));
        return bytes;
    }
}

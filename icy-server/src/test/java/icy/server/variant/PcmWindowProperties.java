package icy.server.variant;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Laws of the way from samples to stream time and back, and of what readers of a window get. */
class PcmWindowProperties {
    private static final int[] RATES = {32_000, 44_100, 48_000};
    private static final long TEN_YEARS_OF_FRAMES = 48_000L * 86_400 * 3_653;

    @Property
    void aFrameIsFoundAgainAtItsStreamTime(
            @ForAll @IntRange(max = 2) int rate, @ForAll @LongRange(max = TEN_YEARS_OF_FRAMES) long frame) {
        PcmFormat format = new PcmFormat(RATES[rate], 2);

        assertThat(format.frames(format.duration(frame))).isEqualTo(frame);
        assertThat(format.duration(frame + RATES[rate]))
                .isEqualTo(format.duration(frame) + StreamTime.UNITS_PER_SECOND);
    }

    @Property
    void unitsOfMp3AreWholeFramesHoweverManyThereAre(
            @ForAll @IntRange(max = 2) int rate, @ForAll @LongRange(max = 10_000_000_000L) long unit) {
        PcmFormat format = new PcmFormat(RATES[rate], 2);
        long unitTime = StreamTime.ofSamples(1152, RATES[rate]);

        assertThat(format.frames((unit + 1) * unitTime) - format.frames(unit * unitTime))
                .isEqualTo(1152);
    }

    @Property(tries = 200)
    void aReaderGetsEachFrameOnceAndInOrderOrIsToldThatItIsTooLate(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 700) Integer> pieces,
            @ForAll @IntRange(min = 1, max = 900) int most)
            throws InterruptedException {
        PcmFormat mono = new PcmFormat(32_000, 1);
        PcmWindow window = new PcmWindow("run", mono, 7, mono.duration(2_000));
        byte[] read = new byte[most * mono.frameBytes()];
        long next = 0;
        int value = 0;
        for (int frames : pieces) {
            byte[] piece = new byte[frames * mono.frameBytes()];
            for (int i = 0; i < frames; i++) {
                piece[2 * i] = (byte) value;
                piece[2 * i + 1] = (byte) (value++ >> 8);
            }
            window.append(piece, frames);
            int got = window.read(next, read, 0);
            if (got == PcmWindow.OVER) {
                assertThat(next).isLessThan(window.oldest());
                next = window.oldest();
                continue;
            }
            for (int i = 0; i < got; i++) {
                assertThat((read[2 * i] & 0xFF | read[2 * i + 1] << 8) & 0xFFFF).isEqualTo((int) (next + i) & 0xFFFF);
            }
            next += got;
        }
        assertThat(window.edge()).isEqualTo(value);
        window.end();
        assertThat(window.read(window.edge(), read, 0)).isEqualTo(PcmWindow.OVER);
    }
}

package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import icy.core.testing.Seeds;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a live source or a file sends as MP3. */
class FrameFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void framesAreTheSameHoweverTheInputIsCut(byte[] input) {
        Scan whole = Scan.inPieces(input, Integer.MAX_VALUE, 0);
        Scan pieces = Scan.inPieces(input, 1 + (Arrays.hashCode(input) & 0xFFF), 1);
        assertThat(pieces.slices).isEqualTo(whole.slices);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
        assertThat(pieces.mostUndecidedBytes).isLessThanOrEqualTo(FrameScanner.MAX_BUFFER_BYTES);
        assertThat(whole.frameBytes() + whole.skippedBytes()).isEqualTo(input.length);
        joins(whole);
    }

    /** What airs are frames of the format they are said to be, and not many more than there were. */
    private static void joins(Scan scan) {
        int[] aired = {0};
        FrameHeader said = new FrameHeader();
        FrameJoiner joiner = new FrameJoiner(new FrameJoiner.Sink() {
            @Override
            public void frame(byte[] bytes, int offset, int length, FrameFormat format, long units, boolean joint) {
                assertThat(said.parse(bytes, offset)).isTrue();
                assertThat(said.format()).isEqualTo(format);
                assertThat(said.frameBytes()).isEqualTo(length);
                assertThat(units).isEqualTo(format.frameUnits());
                aired[0]++;
            }

            @Override
            public void dropped(long position, long bytes, String reason) {
                assertThat(bytes).isPositive();
            }
        });
        FrameHeader header = new FrameHeader();
        for (Scan.Slice slice : scan.slices) {
            assertThat(header.parse(slice.bytes(), 0)).isTrue();
            joiner.frame(slice.bytes(), 0, header, slice.position());
        }
        assertThat(aired[0]).isLessThanOrEqualTo(2 * scan.slices.size()); // each may have a primer before it
    }

    static Stream<byte[]> seeds() {
        return Stream.concat(Seeds.of("tracks/formats", ".mp3"), Seeds.of("broken", ".mp3"));
    }
}

package icy.core.aac;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import icy.core.testing.Seeds;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a live source sends as AAC. That every byte comes out once and in order {@link AdtsScan} asserts. */
class AdtsFuzz {

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void framesAreTheSameHoweverTheInputIsCut(byte[] input) {
        AdtsScan whole = AdtsScan.of(input);
        AdtsScan pieces = AdtsScan.inPieces(input, 1 + (Arrays.hashCode(input) & 0xFFF), 1);
        assertThat(pieces.slices).isEqualTo(whole.slices);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
        assertThat(pieces.mostUndecidedBytes).isLessThanOrEqualTo(AdtsScanner.MAX_BUFFER_BYTES);
        assertThat(AdtsScan.of(whole.audio()).skippedBytes()).isLessThanOrEqualTo(whole.audio().length);
    }

    static Stream<byte[]> seeds() {
        return Seeds.of("tracks/streams", ".aac");
    }
}

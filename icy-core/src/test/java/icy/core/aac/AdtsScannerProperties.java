package icy.core.aac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The scanner's laws. That every byte comes out once and in order is asserted by {@link AdtsScan} itself. */
class AdtsScannerProperties {

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void concatenatedFramesComeBackExactly(@ForAll("runs") List<byte[]> frames) {
        AdtsScan scan = AdtsScan.of(AdtsFrames.join(frames));
        assertThat(scan.slices).hasSize(frames.size());
        assertThat(scan.audio()).isEqualTo(AdtsFrames.join(frames));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anySplitOfTheInputGivesTheSame(
            @ForAll("anything") byte[] input, @ForAll @IntRange(min = 1, max = 3000) int most, @ForAll long seed) {
        AdtsScan whole = AdtsScan.of(input);
        AdtsScan pieces = AdtsScan.inPieces(input, most, seed);
        assertThat(pieces.slices).isEqualTo(whole.slices);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
        assertThat(pieces.mostUndecidedBytes).isLessThanOrEqualTo(AdtsScanner.MAX_BUFFER_BYTES);
    }

    /** Overwritten bytes cost the frames whose headers they hit, and one more at each end at most. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void overwrittenBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] input = AdtsFrames.join(frames);
        int damage = Math.min(length, input.length / 3);
        int from = new Random(seed).nextInt(input.length - damage);
        System.arraycopy(AdtsFrames.noise(damage, seed), 0, input, from, damage);
        assertCostsLittle(frames, input, from, from + damage, damage);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void removedBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] whole = AdtsFrames.join(frames);
        int damage = Math.min(length, whole.length / 3);
        int from = new Random(seed).nextInt(whole.length - damage);
        byte[] input =
                AdtsFrames.join(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, from + damage, whole.length));
        assertCostsLittle(frames, input, from, from + damage, 0);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void insertedBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] whole = AdtsFrames.join(frames);
        int from = new Random(seed).nextInt(whole.length);
        byte[] input = AdtsFrames.join(
                Arrays.copyOf(whole, from),
                AdtsFrames.noise(length, seed),
                Arrays.copyOfRange(whole, from, whole.length));
        assertCostsLittle(frames, input, from, from, length);
    }

    /**
     * Of the frames that the damage [{@code from}, {@code to}) did not touch two are missing at most, and no more is
     * skipped than the {@code strange} bytes, the rest of touched frames, and those two.
     */
    private static void assertCostsLittle(List<byte[]> frames, byte[] input, int from, int to, int strange) {
        AdtsScan scan = AdtsScan.of(input);
        int untouched = 0;
        int position = 0;
        int longest = 0;
        for (byte[] frame : frames) {
            int end = position + frame.length;
            boolean touched = from == to ? position < from && from < end : position < to && from < end;
            untouched += touched ? 0 : 1;
            longest = Math.max(longest, frame.length);
            position = end;
        }
        assertThat(scan.slices.size()).isGreaterThanOrEqualTo(untouched - 2);
        assertThat(scan.skippedBytes()).isLessThanOrEqualTo(strange + 4L * longest);
    }

    @Provide
    Arbitrary<List<byte[]>> runs() {
        return AdtsFrames.runs(1, 40);
    }

    @Provide
    Arbitrary<List<byte[]>> longRuns() {
        return AdtsFrames.runs(20, 40);
    }

    /** Streams of frames, tags, noise with false headers, holes and cuts. */
    @Provide
    Arbitrary<byte[]> anything() {
        Arbitrary<byte[]> frames = AdtsFrames.runs(1, 8).map(AdtsFrames::join);
        Arbitrary<byte[]> cut = frames.map(bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3));
        Arbitrary<byte[]> tags = Arbitraries.integers()
                .between(0, 3000)
                .map(size -> AdtsFrames.join(AdtsFrames.id3v2(size), AdtsFrames.noise(size, size)));
        Arbitrary<byte[]> lies = Arbitraries.integers().between(0, 0xFFF_FFFF).map(AdtsFrames::id3v2);
        Arbitrary<byte[]> marks = Arbitraries.of("TAG", "ID3", "I", "T").map(mark -> mark.getBytes());
        Arbitrary<byte[]> headers = Arbitraries.longs().map(word -> new byte[] {
            -1,
            (byte) (0xF0 | word & 9),
            (byte) (word >> 8),
            (byte) (word >> 16),
            (byte) (word >> 24),
            (byte) (word >> 32),
            (byte) (word >> 40)
        });
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        return Arbitraries.oneOf(frames, frames, cut, tags, lies, marks, headers, noise)
                .list()
                .ofMaxSize(12)
                .map(AdtsFrames::join);
    }
}

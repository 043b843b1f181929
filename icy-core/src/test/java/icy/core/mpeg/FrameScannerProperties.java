package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** The scanner's laws. */
class FrameScannerProperties {

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void concatenatedFramesComeBackExactly(@ForAll("runs") List<byte[]> frames) {
        assertThat(Scan.of(Frames.join(frames)).frames()).containsExactlyElementsOf(frames);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void anySplitOfTheInputGivesTheSame(
            @ForAll("anything") byte[] input, @ForAll @IntRange(min = 1, max = 3000) int most, @ForAll long seed) {
        Scan whole = Scan.inPieces(input, Integer.MAX_VALUE, 0);
        Scan pieces = Scan.inPieces(input, most, seed);
        assertThat(pieces.slices).isEqualTo(whole.slices);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void everyByteIsInOneFrameOrOneGap(@ForAll("anything") byte[] input) {
        Scan scan = Scan.of(input);
        long position = 0;
        int slice = 0;
        int gap = 0;
        while (slice < scan.slices.size() || gap < scan.gaps.size()) {
            if (slice < scan.slices.size() && scan.slices.get(slice).position() == position) {
                position += scan.slices.get(slice++).bytes().length;
            } else {
                assertThat(scan.gaps.get(gap).position()).isEqualTo(position);
                position += scan.gaps.get(gap++).bytes();
            }
        }
        assertThat(position).isEqualTo(input.length);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void neverKeepsMoreThanItsBuffer(@ForAll("anything") byte[] input, @ForAll long seed) {
        assertThat(Scan.inPieces(input, 5000, seed).mostUndecidedBytes)
                .isLessThanOrEqualTo(FrameScanner.MAX_BUFFER_BYTES / 2);
    }

    /** Overwritten bytes cost the frames whose headers they hit, and one more at each end at most. */
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void overwrittenBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] input = Frames.join(frames);
        Random random = new Random(seed);
        int damage = Math.min(length, input.length / 3);
        int from = random.nextInt(input.length - damage);
        System.arraycopy(Frames.noise(damage, seed), 0, input, from, damage);
        assertCostsLittle(frames, Scan.of(input), from, from + damage, damage);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void removedBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] whole = Frames.join(frames);
        int damage = Math.min(length, whole.length / 3);
        int from = new Random(seed).nextInt(whole.length - damage);
        byte[] input = Frames.join(Arrays.copyOf(whole, from), Arrays.copyOfRange(whole, from + damage, whole.length));
        assertCostsLittle(frames, Scan.of(input), from, from + damage, 0);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void insertedBytesCostTwoFramesAndThemselvesAtMost(
            @ForAll("longRuns") List<byte[]> frames,
            @ForAll @IntRange(min = 1, max = 4000) int length,
            @ForAll long seed) {
        byte[] whole = Frames.join(frames);
        int from = new Random(seed).nextInt(whole.length);
        byte[] input = Frames.join(
                Arrays.copyOf(whole, from), Frames.noise(length, seed), Arrays.copyOfRange(whole, from, whole.length));
        assertCostsLittle(frames, Scan.of(input), from, from, length);
    }

    /**
     * Every frame that the damage [{@code from}, {@code to}) of the whole did not touch is found, save two at most; and
     * no more is skipped than the bytes of {@code strange} origin, the rest of touched frames, and those two.
     */
    private static void assertCostsLittle(List<byte[]> frames, Scan scan, int from, int to, int strange) {
        List<byte[]> untouched = new ArrayList<>();
        int position = 0;
        int longest = 0;
        for (byte[] frame : frames) {
            int end = position + frame.length;
            boolean touched = from == to ? position < from && from < end : position < to && from < end;
            if (!touched) {
                untouched.add(frame);
            }
            longest = Math.max(longest, frame.length);
            position = end;
        }
        List<byte[]> found = scan.frames();
        int missing = 0;
        int next = 0;
        for (byte[] frame : untouched) {
            int at = next;
            while (at < found.size() && !Arrays.equals(found.get(at), frame)) {
                at++;
            }
            if (at < found.size()) {
                next = at + 1;
            } else {
                missing++;
            }
        }
        assertThat(missing).isLessThanOrEqualTo(2);
        assertThat(scan.skippedBytes()).isLessThanOrEqualTo(strange + 4L * longest);
    }

    @Provide
    Arbitrary<List<byte[]>> runs() {
        return Frames.runs(1, 40);
    }

    @Provide
    Arbitrary<List<byte[]>> longRuns() {
        return Frames.runs(20, 40);
    }

    /** Files of frames, tags, noise with false headers, holes and cuts. */
    @Provide
    Arbitrary<byte[]> anything() {
        Arbitrary<byte[]> frames = Frames.runs(1, 12).map(Frames::join);
        Arbitrary<byte[]> cut = frames.map(bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3));
        Arbitrary<byte[]> tags = Arbitraries.integers()
                .between(0, 3000)
                .map(size -> Frames.join(Frames.id3v2(size), Frames.noise(size, size)));
        Arbitrary<byte[]> marks = Arbitraries.of(
                        "TAG", "TAG+", "APETAGEX", "LYRICSBEGIN", "LYRICS200", "LYRICSEND", "ID3", "RIFF")
                .map(Frames::ascii);
        Arbitrary<byte[]> headers = Arbitraries.integers().map(word ->
                new byte[] {(byte) 0xFF, (byte) (0xE0 | word >> 16), (byte) (word >> 8), (byte) word.intValue()});
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        Arbitrary<byte[]> zeros = Arbitraries.integers().between(0, 5000).map(byte[]::new);
        return Arbitraries.oneOf(frames, frames, cut, tags, marks, headers, noise, zeros)
                .list()
                .ofMaxSize(12)
                .map(Frames::join);
    }
}

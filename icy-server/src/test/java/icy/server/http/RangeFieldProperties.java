package icy.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RangeFieldProperties {
    private static final int GAP = 80;

    /** As it is written; null for what is left out. */
    private record Asked(@Nullable Integer first, @Nullable Integer last) {
        @Override
        public String toString() {
            return (first == null ? "" : first) + "-" + (last == null ? "" : last);
        }

        void mark(BitSet bytes, int size) {
            int from = first == null ? Math.max(size - (last == null ? 0 : last), 0) : first;
            int to = first == null || last == null ? size : Math.min(last + 1, size);
            if (from < to) {
                bytes.set(from, to);
            }
        }
    }

    @Property
    void anySetOfRangesGivesExactlyThoseBytesAndSmallGaps(
            @ForAll("asked") List<Asked> asked, @ForAll @IntRange(min = 1, max = 5000) int size) {
        BitSet wanted = new BitSet();
        asked.forEach(each -> each.mark(wanted, size));

        List<ByteRange> given = RangeField.parse(field(asked), size).orElseThrow();

        BitSet got = new BitSet();
        for (ByteRange range : given) {
            assertThat(range.end()).isLessThanOrEqualTo(size);
            assertThat(got.get((int) range.first(), (int) range.end()).isEmpty())
                    .as("sent once")
                    .isTrue();
            got.set((int) range.first(), (int) range.end());
        }
        assertThat(covers(got, wanted)).isTrue();
        got.andNot(wanted);
        for (int at = got.nextSetBit(0); at >= 0; at = got.nextSetBit(got.nextClearBit(at))) {
            assertThat(got.nextClearBit(at) - at).as("bytes nobody asked for").isLessThanOrEqualTo(GAP);
        }
    }

    @Property
    void rangesLieApartAndTheirFirstsKeepTheOrderAskedFor(
            @ForAll("asked") List<Asked> asked, @ForAll @IntRange(min = 1, max = 5000) int size) {
        List<ByteRange> given = RangeField.parse(field(asked), size).orElseThrow();

        List<Integer> firstAskedIn = new ArrayList<>();
        for (ByteRange range : given) {
            assertThat(given.stream().filter(other -> other.isNear(range, GAP))).containsExactly(range);
            firstAskedIn.add(indexOfFirstIn(range, asked, size));
        }
        assertThat(firstAskedIn).isSorted();
    }

    @Property
    void whateverIsWrittenIsRangesOfTheDocumentOrIgnored(@ForAll("anything") String field, @ForAll long seed) {
        long size = seed & Long.MAX_VALUE;

        Optional<List<ByteRange>> ranges = RangeField.parse(field, size);

        ranges.ifPresent(all -> {
            assertThat(all).hasSizeLessThanOrEqualTo(RangeField.MOST_RANGES);
            assertThat(all).allSatisfy(range -> assertThat(range.end()).isBetween(range.first() + 1, size));
        });
    }

    private static String field(List<Asked> asked) {
        return "bytes=" + asked.stream().map(Asked::toString).collect(Collectors.joining(","));
    }

    private static boolean covers(BitSet all, BitSet some) {
        BitSet missing = (BitSet) some.clone();
        missing.andNot(all);
        return missing.isEmpty();
    }

    private static int indexOfFirstIn(ByteRange range, List<Asked> asked, int size) {
        for (int i = 0; i < asked.size(); i++) {
            BitSet bytes = new BitSet();
            asked.get(i).mark(bytes, size);
            int first = bytes.nextSetBit(0);
            if (first >= range.first() && first < range.end()) {
                return i;
            }
        }
        throw new AssertionError("nobody asked for " + range);
    }

    @Provide
    Arbitrary<List<Asked>> asked() {
        Arbitrary<Integer> position = Arbitraries.integers().between(0, 6000);
        Arbitrary<Asked> closed = Combinators.combine(
                        position, Arbitraries.integers().between(0, 700))
                .as((first, more) -> new Asked(first, first + more));
        Arbitrary<Asked> open = position.map(first -> new Asked(first, null));
        Arbitrary<Asked> suffix = position.map(last -> new Asked(null, last));
        return Arbitraries.frequencyOf(Tuple.of(8, closed), Tuple.of(1, open), Tuple.of(1, suffix))
                .list()
                .ofMinSize(1)
                .ofMaxSize(RangeField.MOST_RANGES);
    }

    @Provide
    Arbitrary<String> anything() {
        Arbitrary<String> piece = Arbitraries.of(
                "bytes=",
                "Bytes =",
                "-",
                ",",
                " ",
                "0",
                "1",
                "99",
                "18446744073709551616",
                "9223372036854775807",
                "x",
                "\t",
                "=");
        return piece.list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces))
                .flatMap(tail -> Arbitraries.of(tail, "bytes=" + tail));
    }
}

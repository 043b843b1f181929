package icy.core.ogg;

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

/** The laws of scanner and stream reader. That every byte comes out once and in order {@link OggScan} asserts itself. */
class OggProperties {

    private static final List<String> SAMPLES = List.of(
            "vorbis.ogg",
            "vorbis-long-comments.ogg",
            "opus.opus",
            "opus-cover.opus",
            "chained.opus",
            "flac.oga",
            "speex.spx");

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anySplitOfTheInputGivesTheSame(
            @ForAll("anything") byte[] input, @ForAll @IntRange(min = 1, max = 3000) int most, @ForAll long seed) {
        OggScan whole = OggScan.of(input);
        OggScan pieces = OggScan.inPieces(input, most, seed);
        assertThat(pieces.pages).isEqualTo(whole.pages);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
        assertThat(pieces.problems).isEqualTo(whole.problems);
        assertThat(pieces.mostUndecidedBytes).isLessThan(OggScanner.MAX_BUFFER_BYTES);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void damageCostsThePagesItTouchesAndNoOther(
            @ForAll("samples") byte[] input, @ForAll @IntRange(min = 1, max = 4000) int length, @ForAll long seed) {
        Random random = new Random(seed);
        int damage = Math.min(length, input.length / 3);
        int from = random.nextInt(input.length - damage);
        byte[] noise = OggScan.noise(damage, seed);
        byte[] overwritten = input.clone();
        System.arraycopy(noise, 0, overwritten, from, damage);
        byte[] removed =
                OggScan.join(Arrays.copyOf(input, from), Arrays.copyOfRange(input, from + damage, input.length));
        byte[] inserted =
                OggScan.join(Arrays.copyOf(input, from), noise, Arrays.copyOfRange(input, from, input.length));

        assertLosesNoMore(overwritten, untouched(input, from, from + damage));
        assertLosesNoMore(removed, untouched(input, from, from + damage));
        assertLosesNoMore(inserted, untouched(input, from, from));
    }

    /** A touched page may be found all the same: noise overwrites a byte with itself now and then. */
    private static void assertLosesNoMore(byte[] input, List<byte[]> untouched) {
        assertThat(OggScan.of(input).pageBytes).containsSubsequence(untouched);
    }

    /** However pages are lost, disordered or repeated: what is said of them stays sane. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void shuffledPagesKeepTheirMeaningSane(@ForAll("samples") byte[] input, @ForAll long seed) {
        List<byte[]> pages = new ArrayList<>(OggScan.of(input).pageBytes);
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            byte[] moved = pages.remove(random.nextInt(pages.size()));
            if (random.nextBoolean()) {
                pages.add(random.nextInt(pages.size()), moved);
            }
        }
        OggScan scan = OggScan.of(OggScan.join(pages));
        for (OggScan.Page page : scan.pages) {
            assertThat(page.units()).isBetween(0L, 4L * 28_224_000);
            if (page.entry() || page.units() > 0) {
                assertThat(page.kind()).isEqualTo(OggStream.Kind.AUDIO);
            }
        }
    }

    private static List<byte[]> untouched(byte[] input, int from, int to) {
        List<byte[]> pages = new ArrayList<>();
        int position = 0;
        for (byte[] page : OggScan.of(input).pageBytes) {
            int end = position + page.length;
            boolean touched = from == to ? position < from && from < end : position < to && from < end;
            if (!touched) {
                pages.add(page);
            }
            position = end;
        }
        return pages;
    }

    @Provide
    Arbitrary<byte[]> samples() {
        return Arbitraries.of(SAMPLES).map(OggScan::sample);
    }

    /** Streams, cut and joined, with noise and beginnings of pages between. */
    @Provide
    Arbitrary<byte[]> anything() {
        Arbitrary<byte[]> whole = samples();
        Arbitrary<byte[]> cut = whole.map(bytes -> Arrays.copyOf(bytes, bytes.length * 2 / 3));
        Arbitrary<byte[]> end = whole.map(bytes -> Arrays.copyOfRange(bytes, bytes.length / 3, bytes.length));
        Arbitrary<byte[]> heads = whole.map(bytes -> Arrays.copyOf(bytes, 27));
        Arbitrary<byte[]> marks = Arbitraries.of("OggS", "Ogg", "O", "OggS\0\2").map(String::getBytes);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(400);
        return Arbitraries.oneOf(whole, cut, end, heads, marks, noise)
                .list()
                .ofMaxSize(8)
                .map(OggScan::join);
    }
}

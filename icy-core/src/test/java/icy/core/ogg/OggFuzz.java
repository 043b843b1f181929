package icy.core.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import icy.core.ogg.OggStream.Kind;
import icy.core.ring.StreamTime;
import icy.core.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a live source sends as Ogg. Right checksums are made for the fuzzer, which could not find them; that every
 * byte comes out once and in order {@link OggScan} asserts.
 */
class OggFuzz {

    /** 255 packets of FLAC's longest block at a rate of 8 kHz. */
    private static final long LONGEST_PAGE_SECONDS = 255 * 65_536 / 8000;

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void pagesAreTheSameHoweverTheInputIsCutAndMakeALegalChain(byte[] damaged) {
        byte[] input = withRightChecksums(damaged);
        OggScan whole = OggScan.of(input);
        OggScan pieces = OggScan.inPieces(input, 1 + (Arrays.hashCode(input) & 0xFFF), 1);
        assertThat(pieces.pages).isEqualTo(whole.pages);
        assertThat(pieces.gaps).isEqualTo(whole.gaps);
        assertThat(pieces.problems).isEqualTo(whole.problems);
        assertThat(pieces.mostUndecidedBytes).isLessThan(OggScanner.MAX_BUFFER_BYTES);
        for (OggScan.Page page : whole.pages) {
            assertThat(page.units()).isNotNegative();
            assertThat(page.kind() == Kind.AUDIO || (page.units() == 0 && !page.entry()))
                    .isTrue();
        }
        whole.links.stream()
                .filter(link -> link.sampleRate() >= 8000)
                .findAny()
                .ifPresent(link -> assertThat(whole.pages)
                        .allMatch(page -> whole.links.size() > 1
                                || page.units() <= LONGEST_PAGE_SECONDS * StreamTime.UNITS_PER_SECOND));
        chains(whole);
    }

    /** Without the damaged checksum test unreachable code would stay so. */
    private static byte[] withRightChecksums(byte[] damaged) {
        byte[] input = damaged.clone();
        OggPage page = new OggPage();
        int at = 0;
        while (at < input.length) {
            if (page.wrap(input, at, input.length)) {
                OggPage.putLittleEndian(
                        input, at + OggPage.CRC_OFFSET, OggCrc.ofPage(input, at, at + page.pageBytes()));
                at += page.pageBytes();
            } else {
                at++;
            }
        }
        return input;
    }

    private static void chains(OggScan scan) {
        OggChain chain = new OggChain(1);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        OggPage page = new OggPage();
        int pages = 0;
        for (int i = 0; i < scan.pages.size(); i++) {
            if (scan.pages.get(i).begins()) {
                sent.writeBytes(chain.end());
            }
            byte[] copy = scan.pageBytes.get(i).clone();
            if (scan.pages.get(i).kind() != Kind.STRAY && page.wrap(copy, 0, copy.length)) {
                chain.stamp(page);
                sent.writeBytes(copy);
                pages++;
            }
        }
        sent.writeBytes(chain.end());
        for (OggLink link : scan.links) {
            byte[] headers = chain.begin(link);
            assertThat(chain.headers(link)).isEqualTo(headers);
            sent.writeBytes(headers);
            OggSilence.of(link).ifPresent(silence -> {
                assertThat(silence.pageUnits()).isPositive();
                sent.writeBytes(chain.silence(silence));
            });
            sent.writeBytes(chain.end());
            assertThat(link.displayTitle().length())
                    .isLessThanOrEqualTo(2 * link.headers().remaining());
        }
        OggScan again = OggScan.of(sent.toByteArray());
        assertThat(again.gaps).isEmpty();
        assertThat(again.pages.size()).isGreaterThanOrEqualTo(pages);
        // FLAC that begins to sound before all its headers have come is taken for what it is, but is no model.
        long wholeLinks = scan.pages.stream()
                .filter(one -> one.completes() && one.kind() == Kind.HEADER)
                .count();
        assertThat((long) again.links.size()).isGreaterThanOrEqualTo(wholeLinks);
    }

    static Stream<byte[]> seeds() {
        return Seeds.of("tracks/streams", ".ogg", ".opus", ".oga", ".spx");
    }
}

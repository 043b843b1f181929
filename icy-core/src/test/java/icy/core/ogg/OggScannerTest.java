package icy.core.ogg;

import static icy.core.ogg.OggScan.join;
import static icy.core.ogg.OggScan.noise;
import static icy.core.ogg.OggScan.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import icy.core.scan.Skipped;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OggScannerTest {

    private static final byte[] VORBIS = sample("vorbis.ogg");
    private static final List<byte[]> PAGES = OggScan.of(VORBIS).pageBytes;

    @Test
    void findsEveryPageOfAStream() {
        OggScan scan = OggScan.of(VORBIS);
        assertThat(scan.gaps).isEmpty();
        assertThat(join(scan.pageBytes)).isEqualTo(VORBIS);
        assertThat(scan.pages).hasSizeGreaterThan(4);
    }

    @Test
    void findsPagesBehindGarbageAndBetween() {
        OggScan scan = OggScan.of(join(noise(70_000, 1), PAGES.get(0), noise(500, 2), PAGES.get(1)));
        assertThat(scan.pageBytes).containsExactly(PAGES.get(0), PAGES.get(1));
        assertThat(scan.gaps).extracting(OggScan.Gap::bytes).containsExactly(70_000L, 500L);
        assertThat(scan.gaps).extracting(OggScan.Gap::reason).containsOnly(Skipped.GARBAGE);
    }

    @Test
    void losesOnlyThePageThatIsDamaged() {
        byte[] hurt = VORBIS.clone();
        int third = PAGES.get(0).length + PAGES.get(1).length + 100;
        hurt[third] ^= 1;
        OggScan scan = OggScan.of(hurt);
        assertThat(scan.pageBytes).hasSize(PAGES.size() - 1).doesNotContain(PAGES.get(2));
        assertThat(scan.gaps).containsExactly(new OggScan.Gap(third - 100, PAGES.get(2).length, Skipped.CHECKSUM));
    }

    @Test
    void findsThePagesThatALyingLengthReachesOver() {
        byte[] liar = PAGES.get(2).clone();
        liar[26] = (byte) 255;
        Arrays.fill(liar, 27, 282, (byte) 255);
        OggScan scan = OggScan.of(join(liar, VORBIS));
        assertThat(join(scan.pageBytes)).isEqualTo(VORBIS);
    }

    @Test
    void leavesOutALastPageThatIsNotWhole() {
        OggScan scan = OggScan.of(Arrays.copyOf(VORBIS, VORBIS.length - 1));
        assertThat(scan.pages).hasSize(PAGES.size() - 1);
        assertThat(scan.gaps).extracting(OggScan.Gap::reason).containsExactly(Skipped.CUT_SHORT);
    }

    @Test
    void givesALivePageWithItsLastByte() {
        OggScanner scanner = new OggScanner();
        OggScan scan = new OggScan();
        byte[] page = PAGES.get(0);
        scanner.push(ByteBuffer.wrap(page, 0, page.length - 1), scan);
        assertThat(scan.pages).isEmpty();
        scanner.push(ByteBuffer.wrap(page, page.length - 1, 1), scan);
        assertThat(scan.pages).hasSize(1);
    }

    @Test
    void takesTheLongestPageThereIs() {
        PageBuilder builder = new PageBuilder(0, 0);
        builder.add(new byte[254 * 255 + 254]);
        byte[] longest = builder.build(1, 2);
        longest[27 + 254]++; // 255 segments of 255 bytes: the packet goes on
        longest = Arrays.copyOf(longest, OggPage.MAX_PAGE_BYTES);
        OggPage.putLittleEndian(longest, OggPage.CRC_OFFSET, OggCrc.ofPage(longest, 0, longest.length));
        byte[] three = join(longest, longest, longest);
        assertThat(OggScan.inPieces(three, 1000, 1).pages).hasSize(3);
    }

    @Test
    void checksumIsThatOfTheReferenceImplementation() {
        OggPage page = new OggPage();
        byte[] bytes = PAGES.get(1).clone();
        page.wrap(bytes, 0, bytes.length);
        assertThat(page.hasRightChecksum()).isTrue();
        int slow = 0;
        Arrays.fill(bytes, OggPage.CRC_OFFSET, OggPage.CRC_OFFSET + 4, (byte) 0);
        for (byte next : bytes) {
            slow ^= next << 24;
            for (int bit = 0; bit < 8; bit++) {
                slow = slow < 0 ? slow << 1 ^ 0x04C1_1DB7 : slow << 1;
            }
        }
        assertThat(OggCrc.ofPage(bytes, 0, bytes.length)).isEqualTo(slow);
    }

    /** Beginnings of pages and nothing else, each of which claims kilobytes: checked now and then, not every time. */
    @Test
    void hostileInputCostsABoundedNumberOfChecksums() {
        byte[] head = Arrays.copyOf(PAGES.get(2), 27);
        head[26] = (byte) 255;
        byte[] hostile = new byte[27 * 40_000];
        for (int at = 0; at < hostile.length; at += head.length) {
            System.arraycopy(head, 0, hostile, at, head.length);
        }
        OggScan.of(hostile);
        long began = System.nanoTime();
        OggScan scan = OggScan.of(join(hostile, VORBIS));
        double seconds = (System.nanoTime() - began) / 1e9;
        assertThat(seconds).isLessThan(1.0); // unbounded it takes 40,000 × 14 kB = 560 MB of checksums
        assertThat(scan.pages.size()).isGreaterThan(1);
    }

    @Test
    void scanningMakesNoGarbage() {
        byte[] sound = join(PAGES.subList(3, PAGES.size()));
        byte[] input = join(sound, noise(3000, 1), sound);
        OggStream stream = new OggStream();
        OggPage header = new OggPage();
        for (byte[] page : PAGES.subList(0, 3)) {
            header.wrap(page, 0, page.length);
            stream.read(header);
        }
        long[] units = {0};
        OggScanner.Sink sink = new OggScanner.Sink() {
            @Override
            public void page(OggPage page, long position) {
                stream.read(page);
                units[0] += stream.durationUnits();
            }

            @Override
            public void skipped(long position, long bytes, Skipped reason) {}
        };
        OggScanner scanner = new OggScanner();
        ByteBuffer chunks = ByteBuffer.wrap(input);
        for (int i = 0; i < 20; i++) {
            pushAll(scanner, chunks, sink);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 20; i++) {
            pushAll(scanner, chunks, sink);
        }

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(units[0]).isPositive();
        assertThat(allocated).isLessThan(1000); // the measuring itself makes a little
    }

    private static void pushAll(OggScanner scanner, ByteBuffer input, OggScanner.Sink sink) {
        for (int from = 0; from < input.capacity(); from += 1400) {
            input.limit(Math.min(from + 1400, input.capacity())).position(from);
            scanner.push(input, sink);
        }
    }
}

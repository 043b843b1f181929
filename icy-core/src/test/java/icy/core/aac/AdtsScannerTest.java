package icy.core.aac;

import static icy.core.aac.AdtsFrames.CD;
import static icy.core.aac.AdtsFrames.id3v2;
import static icy.core.aac.AdtsFrames.join;
import static icy.core.aac.AdtsFrames.noise;
import static icy.core.aac.AdtsFrames.run;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import icy.core.ring.StreamTime;
import icy.core.scan.Allocation;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdtsScannerTest {

    private static final List<byte[]> FRAMES = run(CD, 10, new Random(5));
    private static final byte[] TEN = join(FRAMES);

    @Test
    void givesNothingForNothing() {
        check(new byte[0], "nothing");
    }

    @Test
    void findsFramesFromTheFirstByteToTheLast() {
        check(TEN, "10 frames");
    }

    @Test
    void findsFramesBehindGarbage() {
        check(join(noise(70_000, 1), TEN), "70000 GARBAGE, 10 frames");
    }

    @Test
    void takesASingleFrameThatIsTheWholeInput() {
        check(FRAMES.get(0), "1 frames");
    }

    @Test
    void doesNotTakeALoneHeaderInGarbage() {
        int length = FRAMES.get(1).length;
        check(join(noise(1000, 1), FRAMES.get(1), noise(9000, 2)), 10_000 + length + " GARBAGE");
    }

    @Test
    void doesNotTakeMpegAudioForAac() {
        byte[] layerThree = new byte[20_000];
        for (int i = 0; i + 4 < layerThree.length; i += 417) {
            layerThree[i] = (byte) 0xFF;
            layerThree[i + 1] = (byte) 0xFB;
            layerThree[i + 2] = (byte) 0x90;
        }
        check(layerThree, "20000 GARBAGE");
    }

    @Test
    void passesTags() {
        byte[] body = noise(500, 3);
        check(join(id3v2(500), body, TEN), "510 ID3V2, 10 frames");
        check(join(id3v2(500), body, id3v2(500), body, TEN), "1020 ID3V2, 10 frames");
        check(join(TEN, id3v2(500), body, TEN), "10 frames, 510 ID3V2, 10 frames");
        check(join(TEN, "TAG".getBytes(US_ASCII), noise(125, 4)), "10 frames, 128 ID3V1");
        check(join(TEN, "TAG".getBytes(US_ASCII), noise(125, 4), TEN), "10 frames, 128 ID3V1, 10 frames");
    }

    @Test
    void doesNotBelieveATagThatHasFramesInIt() {
        check(join(id3v2(200_000_000), noise(300, 7), TEN), "310 ID3V2, 10 frames");
    }

    @Test
    void passesATagOfAnySizeInConstantMemory() {
        AdtsScanner scanner = new AdtsScanner();
        AdtsScan scan = new AdtsScan();
        scanner.push(ByteBuffer.wrap(id3v2(0x1FF_FFFF)), scan);
        byte[] chunk = noise(1 << 20, 8);
        for (int i = 0; i < 32; i++) {
            int length = Math.min(chunk.length, 0x1FF_FFFF - i * chunk.length);
            scanner.push(ByteBuffer.wrap(chunk, 0, length), scan);
            assertThat(scanner.undecidedBytes()).isLessThan(AdtsScanner.MAX_BUFFER_BYTES);
        }
        scanner.push(ByteBuffer.wrap(TEN), scan);
        scanner.finish(scan);
        assertThat(scan.story()).isEqualTo("33554441 ID3V2, 10 frames");
    }

    @Test
    void losesOnlyTheFrameThatWasCutShort() {
        byte[] cut = join(
                join(FRAMES.subList(0, 4)),
                Arrays.copyOf(FRAMES.get(4), FRAMES.get(4).length - 5),
                join(FRAMES.subList(5, 10)));
        check(cut, "4 frames, " + (FRAMES.get(4).length - 5) + " CUT_SHORT, 5 frames");
    }

    @Test
    void losesOnlyTheFrameWhoseHeaderIsOverwritten() {
        byte[] hurt = TEN.clone();
        int fifth = join(FRAMES.subList(0, 5)).length;
        Arrays.fill(hurt, fifth, fifth + 4, (byte) 0);
        check(hurt, "5 frames, " + FRAMES.get(5).length + " GARBAGE, 4 frames");
    }

    @Test
    void leavesOutALastFrameThatIsNotWhole() {
        check(Arrays.copyOf(TEN, TEN.length - 7), "9 frames, " + (FRAMES.get(9).length - 7) + " CUT_SHORT");
    }

    @Test
    void givesALiveFrameAsSoonAsTheNextHeaderIsThere() {
        AdtsScanner scanner = new AdtsScanner();
        AdtsScan scan = new AdtsScan();
        int eightFrames = join(FRAMES.subList(0, 8)).length;
        scanner.push(ByteBuffer.wrap(TEN, 0, eightFrames + AdtsHeader.HEADER_BYTES), scan);
        assertThat(scan.slices).hasSize(8);
    }

    @Test
    void followsAChangeOfFormat() {
        AdtsFormat mono = new AdtsFormat(2, 22050, 1);
        AdtsScan scan = AdtsScan.of(join(TEN, join(run(mono, 10, new Random(6))), TEN));
        assertThat(scan.story()).isEqualTo("30 frames");
        assertThat(scan.slices.stream().map(AdtsScan.Slice::format).distinct()).containsExactly(CD, mono);
    }

    @Test
    void readsWhatAHeaderSays() {
        AdtsHeader header = new AdtsHeader();
        assertThat(header.parse(new byte[] {-1, (byte) 0xF1, 0x50, (byte) 0x80, 0x2E, 0x7F, (byte) 0xFC}, 0))
                .isTrue();
        assertThat(header.format()).hasToString("AAC-LC, 44100 Hz, stereo");
        assertThat(header.frameBytes()).isEqualTo(371);
        assertThat(header.blocks()).isEqualTo(1);
        assertThat(header.durationUnits()).isEqualTo(1024 * 640);
        assertThat(header.headerBytes()).isEqualTo(7);
        assertThat(header.parse(new byte[] {-1, (byte) 0xF9, 0x74, 0, 1, (byte) 0x1F, (byte) 0xFC}, 0))
                .as("13 is no sample rate")
                .isFalse();
    }

    @Test
    void aBlockOfEveryRateIsAWholeNumberOfUnits() {
        for (int rate :
                new int[] {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}) {
            long units = new AdtsFormat(2, rate, 2).blockUnits();
            assertThat(units * rate).isEqualTo(1024 * StreamTime.UNITS_PER_SECOND);
        }
    }

    @Test
    void scanningMakesNoGarbage() {
        byte[] input = join(TEN, TEN, noise(3000, 1), TEN, TEN);
        long[] frames = {0};
        AdtsScanner.Sink sink = new AdtsScanner.Sink() {
            @Override
            public void frame(byte[] bytes, int offset, AdtsHeader header, long position) {
                frames[0]++;
            }

            @Override
            public void skipped(long position, long bytes, Skipped reason) {}
        };

        long allocated = Allocation.of(new AdtsScanner(), sink, input);

        assertThat(frames[0]).isGreaterThan(2 * 20 * 38);
        assertThat(allocated).isLessThan(1000); // the measuring itself makes a little
    }

    /** The input as one piece, and as a stream of small pieces, tells the same story. */
    private static void check(byte[] input, String story) {
        assertThat(AdtsScan.of(input).story()).isEqualTo(story);
        assertThat(AdtsScan.inPieces(input, 700, 1).story()).isEqualTo(story);
    }
}

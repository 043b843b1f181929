package icy.core.mpeg;

import static icy.core.mpeg.Frames.CD;
import static icy.core.mpeg.Frames.ascii;
import static icy.core.mpeg.Frames.join;
import static icy.core.mpeg.Frames.noise;
import static icy.core.mpeg.Frames.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private static final byte[] TEN = join(run(CD, 10, new Random(5)));

    @Test
    void givesNothingForNothing() {
        check(new byte[0], "nothing");
    }

    @Test
    void passesZeroBytesAsPadding() {
        check(new byte[100_000], "100000 PADDING");
    }

    @Test
    void takesZerosForDamageOnlyBetweenFrames() {
        check(join(TEN, new byte[500]), "10 frames, 500 PADDING");
        check(join(TEN, new byte[500], TEN), "10 frames, 500 GARBAGE, 10 frames");
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
    void takesASingleFrameThatIsTheWholeFile() {
        check(Frames.frame(CD, 9), "1 frames");
    }

    @Test
    void doesNotTakeALoneHeaderInGarbage() {
        check(join(noise(1000, 1), Frames.frame(CD, 9), noise(1000, 2)), "2417 GARBAGE");
    }

    @Test
    void passesTagsOfEveryKind() {
        byte[] body = noise(500, 3);
        check(join(Frames.id3v2(500), body, TEN), "510 ID3V2, 10 frames");
        check(join(Frames.id3v2(500), body, Frames.id3v2(500), body, TEN), "1020 ID3V2, 10 frames");
        check(join(TEN, Frames.id3v2(500), body, TEN), "10 frames, 510 ID3V2, 10 frames");
        check(join(TEN, ascii("TAG"), noise(125, 4)), "10 frames, 128 ID3V1");
        check(join(TEN, ascii("TAG+"), noise(223, 4), ascii("TAG"), noise(125, 4)), "10 frames, 355 ID3V1");
        check(join(apeMark(532, true), body, apeMark(532, false), TEN), "564 APE, 10 frames");
        check(join(TEN, apeMark(532, true), body, apeMark(532, false)), "10 frames, 564 APE");
        check(join(TEN, ascii("LYRICSBEGIN"), body, ascii("LYRICSEND"), TEN), "10 frames, 520 LYRICS3, 10 frames");
        check(
                join(TEN, ascii("LYRICSBEGIN"), body, ascii("000511LYRICS200"), ascii("TAG"), noise(125, 4)),
                "10 frames, 526 LYRICS3, 128 ID3V1");
    }

    @Test
    void knowsAnApeTagByItsFooterAlone() {
        check(join(TEN, noise(500, 3), apeMark(532, false)), "10 frames, 532 APE");
    }

    @Test
    void passesZeroPaddingBehindATag() {
        check(join(Frames.id3v2(500), noise(500, 3), new byte[777], TEN), "510 ID3V2, 777 PADDING, 10 frames");
    }

    @Test
    void findsTheFramesInARiffFile() {
        byte[] format = join(ascii("fmt "), littleEndian(30), noise(30, 5));
        byte[] riff = join(ascii("RIFF"), littleEndian(1_000_000), ascii("WAVE"));
        byte[] data = join(ascii("data"), littleEndian(TEN.length));
        byte[] list = join(ascii("LIST"), littleEndian(25), noise(26, 6));
        check(join(riff, format, data, TEN, list), "58 CONTAINER, 10 frames, 34 CONTAINER");
    }

    @Test
    void doesNotBelieveATagThatClaimsMoreThanThereIs() {
        byte[] input = join(Frames.id3v2(200_000_000), noise(300, 7), TEN);
        assertThat(Scan.of(input).story()).isEqualTo("10 ID3V2, 300 GARBAGE, 10 frames");
    }

    @Test
    void doesNotBelieveATagThatHasFramesInIt() {
        byte[] input = join(Frames.id3v2(5000), noise(300, 7), TEN, TEN, TEN);
        check(input, "310 ID3V2, 30 frames");
    }

    @Test
    void passesATagOfAnySizeInConstantMemory() {
        FrameScanner scanner = new FrameScanner();
        Scan scan = new Scan();
        scanner.push(ByteBuffer.wrap(Frames.id3v2(0xFFF_FFFF)), scan);
        byte[] chunk = noise(1 << 20, 8);
        for (int i = 0; i < 256; i++) {
            int length = Math.min(chunk.length, 0xFFF_FFFF - i * chunk.length);
            scanner.push(ByteBuffer.wrap(chunk, 0, length), scan);
            assertThat(scanner.undecidedBytes()).isLessThan(FrameScanner.MAX_BUFFER_BYTES);
        }
        scanner.push(ByteBuffer.wrap(TEN), scan);
        scanner.finish(scan);
        assertThat(scan.story()).isEqualTo("268435465 ID3V2, 10 frames");
    }

    @Test
    void losesOnlyTheFrameThatWasCutShort() {
        int fifth = Scan.of(TEN).slices.get(5).position() > 0
                ? (int) Scan.of(TEN).slices.get(5).position()
                : 0;
        byte[] cut = join(Arrays.copyOf(TEN, fifth - 20), Arrays.copyOfRange(TEN, fifth, TEN.length));
        int lost = fifth - 20 - (int) Scan.of(TEN).slices.get(4).position();
        check(cut, "4 frames, " + lost + " CUT_SHORT, 5 frames");
    }

    @Test
    void losesOnlyTheFrameWhoseHeaderIsOverwritten() {
        byte[] hurt = TEN.clone();
        Scan whole = Scan.of(TEN);
        int fifth = (int) whole.slices.get(5).position();
        Arrays.fill(hurt, fifth, fifth + 4, (byte) 0);
        check(hurt, "5 frames, " + whole.slices.get(5).bytes().length + " GARBAGE, 4 frames");
    }

    @Test
    void leavesOutALastFrameThatIsNotWhole() {
        Scan whole = Scan.of(TEN);
        int last = whole.slices.get(9).bytes().length;
        check(Arrays.copyOf(TEN, TEN.length - 7), "9 frames, " + (last - 7) + " CUT_SHORT");
        check(
                join(Arrays.copyOf(TEN, TEN.length - 30), ascii("TAG"), noise(125, 1)),
                "9 frames, " + (last - 30) + " CUT_SHORT, 128 ID3V1");
    }

    @Test
    void followsAChangeOfFormat() {
        FrameFormat mono = new FrameFormat(MpegVersion.MPEG_2, 3, 22050, 1);
        byte[] input = join(TEN, join(run(mono, 10, new Random(6))), TEN);
        Scan scan = Scan.of(input);
        assertThat(scan.story()).isEqualTo("30 frames");
        assertThat(scan.slices.stream().map(Scan.Slice::format).distinct()).containsExactly(CD, mono);
    }

    @Test
    void recognisesFreeFormatAndSkipsIt() {
        byte[] free = freeFormat(20, 1200);
        check(free, free.length + " FREE_FORMAT");
        check(
                join(Frames.id3v2(500), noise(500, 3), free, TEN),
                "510 ID3V2, " + free.length + " FREE_FORMAT, 10 frames");
    }

    @Test
    void isNotMisledByConstantSamples() {
        for (int value = 0; value < 256; value++) {
            byte[] wave = new byte[20_000];
            for (int i = 0; i < wave.length; i += 2) {
                wave[i] = (byte) value;
                wave[i + 1] = (byte) 0xFF;
            }
            assertThat(Scan.of(wave).slices).isEmpty();
        }
    }

    /** The input as one piece with its length known, and as a stream of small pieces, tells the same story. */
    private static void check(byte[] input, String story) {
        assertThat(Scan.of(input).story()).isEqualTo(story);
        assertThat(Scan.inPieces(input, 700, 1).story()).isEqualTo(story);
    }

    private static byte[] freeFormat(int count, int frameBytes) {
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            boolean padded = i % 3 == 1;
            frames[i] =
                    Arrays.copyOf(Frames.frame(CD, 14, padded, false, new Random(i)), frameBytes + (padded ? 1 : 0));
            for (int j = 4; j < frames[i].length; j++) {
                frames[i][j] &= 0x7F;
            }
            frames[i][2] &= 0x0F; // no bitrate
        }
        return join(List.of(frames));
    }

    private static byte[] apeMark(int size, boolean isHeader) {
        ByteBuffer mark = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        mark.put(ascii("APETAGEX")).putInt(2000).putInt(size).putInt(3).putInt(isHeader ? 0xA000_0000 : 0x8000_0000);
        return mark.array();
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}

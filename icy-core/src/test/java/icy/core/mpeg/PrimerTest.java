package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrimerTest {

    private static final byte[] BUSY = Parse.of(TestData.read("tracks/formats/cbr-128-busy.mp3")).stream();

    @Test
    void aFrameThatStandsAloneNeedsNone() {
        Entry entry = new Entry(BUSY);
        assertThat(entry.reach(0)).isZero();
        assertThat(Primer.before(BUSY, entry.offsets, 0))
                .hasValueSatisfying(primer -> assertThat(primer).isEmpty());
    }

    @Test
    void endsWithExactlyTheBytesPointedTo() {
        Entry entry = new Entry(BUSY);
        int primed = 0;
        for (int i = 20; i < entry.offsets.length; i++) {
            int reach = entry.reach(i);
            byte[] primer = Primer.before(BUSY, entry.offsets, i).orElseThrow();
            if (reach > 0) {
                primed++;
                byte[] pointedTo = entry.mainDataBefore(i, reach);
                assertThat(Arrays.copyOfRange(primer, primer.length - reach, primer.length))
                        .isEqualTo(pointedTo);
                FrameHeader header = new FrameHeader();
                assertThat(header.parse(primer, 0)).isTrue();
                assertThat(header.frameBytes()).isEqualTo(primer.length);
                assertThat(header.format()).isEqualTo(Frames.CD);
                assertThat(header.hasCrc()).isFalse();
                assertThat(Primer.reach(primer, 0, header)).isZero();
                assertThat(Arrays.copyOfRange(primer, 4, primer.length - reach)).containsOnly(0);
            }
        }
        assertThat(primed).isGreaterThan(100);
    }

    @Test
    void isAsSmallAsFits() {
        FrameHeader header = new FrameHeader();
        header.parse(Frames.frame(Frames.CD, 9), 0);
        // 32 kbit/s: 104 bytes, of which 36 are header and side information; 40 kbit/s: 130
        assertThat(SilentFrame.holding(68, header)).hasSize(104);
        assertThat(SilentFrame.holding(69, header)).hasSize(130);
        // 160 kbit/s: 522 bytes; 192 kbit/s: 626
        assertThat(SilentFrame.holding(486, header)).hasSize(522);
        assertThat(SilentFrame.holding(Primer.MAX_REACH, header)).hasSize(626);
    }

    @Test
    void everyFormatHasRoomForTheFarthestReach() {
        for (MpegVersion version : MpegVersion.values()) {
            for (int rate : FrameHeader.sampleRates(version)) {
                FrameHeader header = new FrameHeader();
                header.parse(Frames.frame(new FrameFormat(version, 3, rate, 2), 14), 0);
                int reach = version == MpegVersion.MPEG_1 ? 511 : 255;
                assertThat(SilentFrame.holding(reach, header).length).isGreaterThan(reach);
            }
        }
    }

    @Test
    void saysSoWhenThereAreTooFewUnitsBefore() {
        Entry entry = new Entry(BUSY);
        int far = 0;
        while (entry.reach(far) < 200) {
            far++;
        }
        byte[] alone = Arrays.copyOfRange(BUSY, entry.offsets[far], BUSY.length);
        assertThat(Primer.before(alone, new int[] {0}, 0)).isEmpty();
    }

    @Test
    void doesNotTakeBitsFromAnotherFormat() {
        Entry entry = new Entry(BUSY);
        int far = 50;
        while (entry.reach(far) == 0) {
            far++;
        }
        byte[] other = Frames.frame(new FrameFormat(MpegVersion.MPEG_1, 3, 48000, 2), 14);
        byte[] unit = Arrays.copyOfRange(BUSY, entry.offsets[far], entry.offsets[far + 1]);
        assertThat(Primer.before(Frames.join(other, unit), new int[] {0, other.length}, 1))
                .isEmpty();
    }

    @Test
    void otherLayersNeedNone() {
        byte[] layer2 = Frames.frame(new FrameFormat(MpegVersion.MPEG_1, 2, 44100, 2), 9, false, false, new Random(1));
        assertThat(Primer.before(layer2, new int[] {0}, 0))
                .hasValueSatisfying(primer -> assertThat(primer).isEmpty());
    }

    /** A stream cut into its units. */
    private static final class Entry {
        private final byte[] stream;
        final int[] offsets;

        Entry(byte[] stream) {
            this.stream = stream;
            offsets = Scan.of(stream).slices.stream()
                    .mapToInt(slice -> (int) slice.position())
                    .toArray();
        }

        int reach(int unit) {
            FrameHeader header = new FrameHeader();
            header.parse(stream, offsets[unit]);
            return Primer.reach(stream, offsets[unit], header);
        }

        byte[] mainDataBefore(int unit, int length) {
            byte[] all = {};
            for (int i = 0; i < unit; i++) {
                FrameHeader header = new FrameHeader();
                header.parse(stream, offsets[i]);
                all = Frames.join(
                        all, Arrays.copyOfRange(stream, offsets[i] + header.mainDataOffset(), offsets[i + 1]));
            }
            return Arrays.copyOfRange(all, all.length - length, all.length);
        }
    }
}

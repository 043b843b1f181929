package icy.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measuring kit measures what it says, shown on files whose answers are known. */
class DecodingTest {
    private static final byte[] CBR = TestData.sound("tracks/formats/cbr-128.mp3");
    private static final byte[] VBR = TestData.sound("tracks/formats/vbr-v2.mp3");
    private static final byte[] BUSY = TestData.sound("tracks/formats/cbr-128-busy.mp3");

    @Test
    void walksEveryFrameTheManifestCounts() {
        for (TestData.Entry entry : TestData.manifest()) {
            if (entry.layer() == 3
                    && entry.path().startsWith("tracks/formats/")
                    && !entry.path().contains("vbri")) {
                List<FrameWalk.Frame> frames = FrameWalk.frames(TestData.sound(entry.path()));
                assertThat(frames).as(entry.path()).hasSize(entry.frames());
                assertThat(frames.get(0).sampleRate()).as(entry.path()).isEqualTo(entry.sampleRate());
                assertThat(frames.get(0).channels()).as(entry.path()).isEqualTo(entry.channels());
            }
        }
    }

    @Test
    void theWalkNamesTheFirstByteThatBelongsToNoFrame() {
        byte[] damaged = CBR.clone();
        int third = FrameWalk.frames(CBR).get(2).offset();
        damaged[third] = 0;
        assertThatThrownBy(() -> FrameWalk.frames(damaged))
                .hasMessageStartingWith("byte " + third + " of " + CBR.length);
    }

    @Test
    void decodersAreSilentOverAWholeTrack() {
        assertThat(Decoding.byFfmpeg(BUSY).complaints()).isEmpty();
        assertThat(Decoding.byMpg123(BUSY).complaints()).isEmpty();
    }

    @Test
    void mpg123SpeaksOfAFrameThatFindsTheReservoirOfAnother() {
        byte[] foreign =
                concatenated(Arrays.copyOf(BUSY, FrameWalk.frames(BUSY).get(49).offset()), orphaned());
        assertThat(Decoding.byMpg123(foreign).complaints()).isNotEmpty();
    }

    @Test
    void aJoinWithoutItsReservoirIsHeardInTheSamples() {
        Pcm whole = Decoding.byFfmpeg(BUSY).pcm();
        byte[] cut = orphaned();
        Pcm joined = Decoding.byFfmpeg(cut).pcm();
        long joint = whole.lengthFrames() - joined.lengthFrames();

        assertThat(joined.firstDifference(1152, whole, joint + 1152)).isPresent();
        assertThat(joined.firstDifference(20 * 1152, whole, joint + 20 * 1152)).isEmpty();
    }

    @Test
    void bothDecodersHearTheSameLength() throws Exception {
        Pcm ffmpeg = Decoding.byFfmpeg(CBR).pcm();
        Pcm jlayer = Decoding.byJLayer(CBR);
        assertThat(ffmpeg.lengthFrames()).isEqualTo(jlayer.lengthFrames()).isEqualTo(384 * 1152);
    }

    @Test
    void silenceAtAJointIsTheEncodersDelayAndPadding() {
        Pcm joined = Decoding.byFfmpeg(concatenated(CBR, VBR)).pcm();
        // LAME begins with 1,105 silent samples, 25.06 ms; the end is padded to a whole frame.
        assertThat(joined.jointSilenceMillis(384 * 1152)).isBetween(20.0, 52.0);
        assertThat(joined.jointSilenceMillis(100 * 1152)).isLessThan(2);
    }

    @Test
    void findsTheFirstSampleThatDiffers() {
        Pcm whole = new Pcm(new short[] {1, 1, 2, 2, 3, 3, 4, 4}, 44_100, 2);
        Pcm part = new Pcm(new short[] {2, 2, 3, 3, 4, 5}, 44_100, 2);
        assertThat(whole.firstDifference(1, part, 0)).hasValue(2);
        assertThat(whole.firstDifference(2, new Pcm(new short[] {3, 3}, 44_100, 2), 0))
                .isEmpty();
        assertThatThrownBy(() -> whole.firstDifference(4, part, 0)).hasMessageContaining("nothing to compare");
    }

    @Test
    void measuresLevelFrequencyAndSilence() {
        short[] samples = new short[44_100];
        for (int i = 0; i < 22_050; i++) {
            samples[i] = (short) Math.round(16_384 * Math.sin(2 * Math.PI * 440 * i / 44_100));
        }
        Pcm half = new Pcm(samples, 44_100, 1);
        assertThat(half.amplitude(440, 0, 22_050)).isCloseTo(0.5, within(0.001));
        assertThat(half.amplitude(554, 0, 22_050)).isLessThan(0.01);
        assertThat(half.rms(0, 22_050)).isCloseTo(0.3536, within(0.001));
        assertThat(half.longestSilenceMillis(0, 44_100, -60)).isCloseTo(500, within(1.0));
        assertThat(half.largestStep(0, 22_050)).isLessThan(1_030); // 16,384 × 2π × 440 / 44,100
    }

    /** The busy track from the first frame after the sixtieth that needs more than 400 bytes of what came before. */
    private static byte[] orphaned() {
        FrameWalk.Frame first = FrameWalk.frames(BUSY).stream()
                .skip(60)
                .filter(frame -> frame.mainDataBegin() > 400)
                .findFirst()
                .orElseThrow();
        return Arrays.copyOfRange(BUSY, first.offset(), BUSY.length);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}

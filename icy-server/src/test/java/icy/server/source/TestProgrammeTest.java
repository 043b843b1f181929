package icy.server.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import icy.core.ring.StreamTime;
import icy.server.testing.Decoding;
import icy.server.testing.FrameWalk;
import icy.server.testing.Pcm;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestProgrammeTest {
    private static final TestProgramme PROGRAMME = TestProgramme.encode(44_100, 2, 128_000);

    @ParameterizedTest
    @CsvSource({
        "44100, 2, 128000", "44100, 1, 64000", "48000, 2, 192000", "32000, 2, 96000", "44100, 2, 320000",
                "44100, 2, 32000",
        "22050, 2, 64000", "24000, 1, 32000", "16000, 2, 48000", "11025, 2, 32000", "12000, 1, 16000", "8000, 2, 24000",
        "8000, 1, 8000"
    })
    void speaksEveryFormatOfLayerThree(int sampleRate, int channels, int bitrateBps) throws Exception {
        TestProgramme programme = TestProgramme.encode(sampleRate, channels, bitrateBps);

        byte[] audio = frames(programme, 0, programme.roundFrames());
        List<FrameWalk.Frame> frames = FrameWalk.frames(audio);

        assertThat(programme.bitrateBps()).isEqualTo(bitrateBps);
        assertThat(frames).hasSize(programme.roundFrames()).allSatisfy(frame -> {
            assertThat(frame.sampleRate()).isEqualTo(sampleRate);
            assertThat(frame.channels()).isEqualTo(channels);
            assertThat(frame.mainDataBegin()).isZero();
            assertThat(StreamTime.ofSamples(frame.samples(), sampleRate)).isEqualTo(programme.frameUnits());
        });
        Pcm pcm = Decoding.byJLayer(audio);
        assertThat(dominant(pcm, 1_000, 2_000)).isEqualTo(440);
        assertThat(dominant(pcm, 4_000, 5_000)).isEqualTo(554);
    }

    @Test
    void theTonesAreClean() throws Exception {
        Pcm pcm = Decoding.byJLayer(frames(PROGRAMME, 0, PROGRAMME.roundFrames()));
        for (double hertz : new double[] {440, 554}) {
            long from = pcm.frameAtMillis(hertz == 440 ? 500 : 3_500);
            long to = from + 2 * 44_100;
            double tone = pcm.amplitude(hertz, from, to);
            assertThat(20 * Math.log10(tone)).isCloseTo(-18, within(0.3));
            double rest = Math.sqrt(Math.max(0, Math.pow(pcm.rms(from, to), 2) - tone * tone / 2));
            assertThat(20 * Math.log10(rest / tone))
                    .as("noise and distortion at %s Hz", hertz)
                    .isLessThan(-50);
        }
    }

    @Test
    void theJointOfTwoRoundsIsSilentAndFreeOfClicks() throws Exception {
        Pcm pcm = Decoding.byJLayer(frames(PROGRAMME, 0, 2 * PROGRAMME.roundFrames()));
        long joint = 1152L * PROGRAMME.roundFrames();

        assertThat(pcm.longestSilenceMillis(joint - 441, joint + 882, -80))
                .as("10 ms before, 20 ms after")
                .isCloseTo(30, within(0.1));
        assertThat(pcm.longestSilenceMillis(0, pcm.lengthFrames(), -60))
                .as("a pause, not a gap")
                .isLessThan(120);
        // A full-level 554 Hz sine moves 0.126 × 32,768 × 2π × 554 / 44,100 = 326 from one sample to the next.
        assertThat(pcm.largestStep(0, pcm.lengthFrames())).isLessThan(400);
    }

    @Test
    void decodersFindNothingToSayOverThreeRounds() {
        byte[] audio = frames(PROGRAMME, 0, 3 * PROGRAMME.roundFrames());
        assertThat(Decoding.byFfmpeg(audio).complaints()).isEmpty();
        assertThat(Decoding.byMpg123(audio).complaints()).isEmpty();
    }

    @Test
    void mayBeJoinedAtAnyFrame() throws Exception {
        Pcm whole = Decoding.byJLayer(frames(PROGRAMME, 0, PROGRAMME.roundFrames()));
        for (int first = 1; first < PROGRAMME.roundFrames() - 2; first += 37) {
            Pcm joined = Decoding.byJLayer(frames(PROGRAMME, first, PROGRAMME.roundFrames()));
            // The first frame lacks the overlap of the one before; from the second on there is no difference.
            assertThat(joined.firstDifference(2 * 1152, whole, (first + 2) * 1152L))
                    .as("joined at frame %d", first)
                    .isEmpty();
        }
    }

    @Test
    void takesTheNearestBitrateAndRefusesFormatsThatDoNotExist() {
        assertThat(TestProgramme.encode(44_100, 2, 130_000).bitrateBps()).isEqualTo(128_000);
        assertThatThrownBy(() -> TestProgramme.encode(44_000, 2, 128_000)).hasMessageContaining("44000 Hz");
        assertThatThrownBy(() -> TestProgramme.encode(44_100, 6, 128_000)).hasMessageContaining("channels is 6");
    }

    private static int dominant(Pcm pcm, double fromMillis, double toMillis) {
        int loudest = 0;
        double loudestAmplitude = 0;
        for (int hertz : new int[] {220, 277, 330, 392, 440, 494, 554, 587, 659, 880, 1108}) {
            double amplitude = pcm.amplitude(hertz, pcm.frameAtMillis(fromMillis), pcm.frameAtMillis(toMillis));
            if (amplitude > loudestAmplitude) {
                loudest = hertz;
                loudestAmplitude = amplitude;
            }
        }
        return loudest;
    }

    private static byte[] frames(TestProgramme programme, long from, long to) {
        ByteArrayOutputStream audio = new ByteArrayOutputStream();
        for (long number = from; number < to; number++) {
            audio.writeBytes(programme.frame(number));
        }
        return audio.toByteArray();
    }
}

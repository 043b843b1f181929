package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.testing.Decoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is heard where one track ends and the next begins. */
class JointTest {

    private static final double MOST_MILLIS = 52;
    private static final double MOST_MILLIS_ON_AVERAGE = 40;
    private static final int LAME_DELAY = 576;
    private static final double QUIET = 0.02;

    @Test
    void whateverLameWroteTheSilenceAddedIsShort() {
        // LAME pads the end with 576 to 1,727 samples: what fills its last frame, and no less than a granule.
        double sum = 0;
        int count = 0;
        for (int padding = 576; padding < 576 + 1152; padding++) {
            XingHeader header = new XingHeader(XingHeader.Kind.INFO, 100, 0, "LAME3.100", LAME_DELAY, padding);
            assertThat(header.leadingFrames(1152)).isZero();
            int cut = header.trailingFrames(1152) * 1152;
            // Music in the last frames is never cut: the decoder is 529 samples late.
            assertThat(padding - cut).isGreaterThanOrEqualTo(XingHeader.DECODER_DELAY_SAMPLES);
            double millis = (LAME_DELAY + padding - cut) / 44.1;
            assertThat(millis).isLessThanOrEqualTo(MOST_MILLIS);
            sum += millis;
            count++;
        }
        assertThat(sum / count).isLessThanOrEqualTo(MOST_MILLIS_ON_AVERAGE);
    }

    @Test
    void theSilenceHeardBetweenLamesTracksIsShort() {
        Decoder.assumeInstalled();
        List<byte[]> tracks = new ArrayList<>();
        List<Integer> joints = new ArrayList<>();
        int frames = 0;
        for (String path : List.of("cbr-128", "vbr-v2", "abr-128", "vbr-v2", "cbr-128", "abr-128", "cbr-128")) {
            Parse parse = Parse.of(TestData.read("tracks/formats/" + path + ".mp3"));
            tracks.add(parse.stream());
            frames += parse.frames.size();
            joints.add(frames * 1152 * 2);
        }
        joints.remove(joints.size() - 1);

        Decoder.Decoded heard = Decoder.decode("mp3", Frames.join(tracks));

        assertThat(heard.complaints()).isEmpty();
        assertThat(heard.samples()).hasSize(frames * 1152 * 2);
        double sum = 0;
        for (int joint : joints) {
            double millis = silenceMillis(heard.samples(), joint);
            assertThat(millis).isBetween(20.0, MOST_MILLIS);
            sum += millis;
        }
        assertThat(sum / joints.size()).isLessThanOrEqualTo(MOST_MILLIS_ON_AVERAGE);
    }

    @Test
    void aTrackThatWasCutLosesNothingMore() {
        byte[] file = TestData.read("tracks/formats/vbr-v2.mp3");
        Scan scan = Scan.of(file);
        int cut = (int) scan.slices.get(scan.slices.size() - 50).position();
        Parse parse = Parse.of(Arrays.copyOf(file, cut));
        // All but the Info frame and the fifty.
        assertThat(parse.frames).hasSize(scan.slices.size() - 51);
    }

    @Test
    void dropsFramesThatAreNothingButPadding() {
        List<byte[]> music = Frames.silence(Frames.CD, 40);
        Parse parse = Parse.of(Frames.join(info(40, 576, 4000), Frames.join(music)));
        // (4000 − 529) / 1152 = 3
        assertThat(parse.frames).containsExactlyElementsOf(music.subList(0, 37));
    }

    @Test
    void keepsAllFramesWhereTheCountIsWrong() {
        List<byte[]> music = Frames.silence(Frames.CD, 40);
        Parse parse = Parse.of(Frames.join(info(1000, 576, 4000), Frames.join(music)));
        assertThat(parse.frames).containsExactlyElementsOf(music);
    }

    @Test
    void dropsFramesThatAreNothingButDelay() {
        List<byte[]> music = Frames.silence(Frames.CD, 40);
        Parse parse = Parse.of(Frames.join(info(40, 576 + 2 * 1152, 576), Frames.join(music)));
        assertThat(parse.frames).containsExactlyElementsOf(music.subList(2, 40));
        assertThat(parse.joints.get(0)).isTrue();
    }

    @Test
    void leavesOutTheInfoFrameInTheMiddleToo() {
        List<byte[]> music = Frames.silence(Frames.CD, 40);
        byte[] one = Frames.join(info(40, 576, 1700), Frames.join(music));
        Parse parse = Parse.of(Frames.join(one, one));
        assertThat(parse.frames).hasSize(78);
        assertThat(parse.joints.get(39)).isTrue();
    }

    /** The stretch around {@code joint} in which there is no music, only the echoes that coding puts before a sound. */
    private static double silenceMillis(float[] samples, int joint) {
        int from = joint;
        int to = joint;
        while (Math.abs(samples[from - 1]) < QUIET) {
            from--;
        }
        while (Math.abs(samples[to]) < QUIET) {
            to++;
        }
        return (to - from) / 2 / 44.1;
    }

    /** An Info frame as LAME writes it. */
    private static byte[] info(int frames, int delay, int padding) {
        byte[] frame = SilentFrame.of(Frames.CD, 128_000);
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        buffer.position(36);
        buffer.put(Frames.ascii("Info")).putInt(1).putInt(frames).put(Frames.ascii("LAME3.100"));
        buffer.position(buffer.position() + 12);
        buffer.put((byte) (delay >> 4)).put((byte) (delay << 4 | padding >> 8)).put((byte) padding);
        return frame;
    }
}

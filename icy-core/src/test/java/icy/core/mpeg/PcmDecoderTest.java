package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.testing.Decoder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcmDecoderTest {

    @ParameterizedTest
    @ValueSource(strings = {"cbr-128-busy", "vbr-v2", "mono-64", "mpeg2-22050", "mpeg25-8000-mono", "layer2"})
    void decodesWhatAnotherDecoderHears(String name) {
        Decoder.assumeInstalled();
        Parse parse = Parse.of(TestData.read("tracks/formats/" + name + ".mp3"));
        float[] heard = Decoder.decode("mp3", parse.stream()).samples();
        PcmDecoder decoder = new PcmDecoder();
        FrameHeader header = new FrameHeader();
        short[] samples = new short[PcmDecoder.MAX_SAMPLES];
        int at = 0;
        double error = 0;
        double power = 0;
        for (byte[] frame : parse.frames) {
            header.parse(frame, 0);
            int count = decoder.decode(frame, 0, header, samples);
            assertThat(count).isEqualTo(header.samples() * header.channels());
            for (int i = 0; i < count; i++, at++) {
                double difference = samples[i] / 32768.0 - heard[at];
                error += difference * difference;
                power += heard[at] * heard[at];
            }
        }
        assertThat(at).isEqualTo(heard.length);
        assertThat(error / power).isLessThan(1e-5); // 50 dB apart
    }

    @Test
    void survivesFramesOfNoise() {
        PcmDecoder decoder = new PcmDecoder();
        FrameHeader header = new FrameHeader();
        short[] samples = new short[PcmDecoder.MAX_SAMPLES];
        for (int seed = 0; seed < 200; seed++) {
            for (byte[] frame : Frames.run(Frames.CD, 5, new Random(seed))) {
                header.parse(frame, 0);
                assertThat(decoder.decode(frame, 0, header, samples)).isBetween(0, PcmDecoder.MAX_SAMPLES);
            }
        }
        byte[] silent = SilentFrame.of(Frames.CD);
        header.parse(silent, 0);
        for (int i = 0; i < 3; i++) {
            Arrays.fill(samples, (short) 1);
            decoder.decode(silent, 0, header, samples);
        }
        assertThat(samples).containsOnly((short) 0);
    }
}

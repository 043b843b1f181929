package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import icy.core.testing.Decoder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeTest {
    private static final String BUSY = "tracks/formats/cbr-128-busy.mp3";

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.8, 0.5, 0.25, 0.1, 0.01})
    void aDecoderHearsTheNearestStep(double factor) {
        Decoder.assumeInstalled();
        double asked = 20 * Math.log10(factor);
        double nearest = Math.round(asked / Volume.STEP_DB) * Volume.STEP_DB;

        Decoder.Decoded heard = Decoder.decode("mp3", lowered(BUSY, factor));

        assertThat(heard.complaints()).isEmpty();
        double before = rms(Decoder.decode("mp3", Parse.of(TestData.read(BUSY)).stream()));
        assertThat(20 * Math.log10(rms(heard) / before)).isCloseTo(nearest, within(0.02));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tracks/formats/vbr-v2-busy.mp3",
                "tracks/formats/crc.mp3",
                "tracks/formats/mid-side.mp3",
                "tracks/formats/mono-vbr.mp3",
                "tracks/formats/mpeg2-24000-vbr.mp3",
                "tracks/formats/mpeg2-22050-mono.mp3",
                "tracks/formats/mpeg25-8000.mp3"
            })
    void everyKindOfFrameBecomesQuieterByTheSame(String path) {
        Decoder.assumeInstalled();
        Decoder.Decoded before = Decoder.decode("mp3", Parse.of(TestData.read(path)).stream());

        Decoder.Decoded heard = Decoder.decode("mp3", lowered(path, 0.5));

        assertThat(heard.complaints()).isEmpty();
        assertThat(20 * Math.log10(rms(heard) / rms(before))).isCloseTo(-4 * Volume.STEP_DB, within(0.05));
    }

    /** The encoder's own CRC, when the frame is put together again from what was lowered. */
    @Test
    void theCrcIsTheOneAnEncoderWouldHaveMade() {
        byte[] asRecorded = Parse.of(TestData.read("tracks/formats/crc.mp3")).stream();
        FrameHeader header = new FrameHeader();
        for (int at = 0; at < asRecorded.length; at += header.frameBytes()) {
            assertThat(header.parse(asRecorded, at)).isTrue();
            byte[] mended = Arrays.copyOfRange(asRecorded, at, at + header.frameBytes());
            mended[4] = 0;
            mended[5] = 0;
            Volume.mendCrc(mended, 0, header);
            assertThat(mended).isEqualTo(Arrays.copyOfRange(asRecorded, at, at + header.frameBytes()));
        }
    }

    @Test
    void atFullVolumeNothingIsTouched() {
        assertThat(Volume.of(1)).isSameAs(Volume.UNITY);
        assertThat(Volume.of(0.95)).isSameAs(Volume.UNITY);
        assertThat(Volume.of(0)).isSameAs(Volume.SILENT);
        assertThat(lowered(BUSY, 1)).isEqualTo(Parse.of(TestData.read(BUSY)).stream());
    }

    @Test
    void whatIsNoVolumeIsRefused() {
        assertThatThrownBy(() -> Volume.of(1.01)).hasMessageContaining("0.0 to 1.0");
        assertThatThrownBy(() -> Volume.of(-0.1)).hasMessageContaining("0.0 to 1.0");
        assertThatThrownBy(() -> Volume.of(Double.NaN)).hasMessageContaining("0.0 to 1.0");
    }

    private static byte[] lowered(String path, double factor) {
        byte[] stream = Parse.of(TestData.read(path)).stream();
        Volume volume = Volume.of(factor);
        FrameHeader header = new FrameHeader();
        for (int at = 0; at < stream.length; at += header.frameBytes()) {
            assertThat(header.parse(stream, at)).isTrue();
            volume.apply(stream, at, header);
        }
        return stream;
    }

    private static double rms(Decoder.Decoded decoded) {
        double sum = 0;
        for (float sample : decoded.samples()) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / decoded.samples().length);
    }
}

package icy.core.aac;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.testing.Decoder;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class AdtsSilenceTest {

    private static final int[] RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000
    };

    @Test
    void isAFrameOfTheFormatAskedFor() {
        for (int rate : RATES) {
            for (int channels = 1; channels <= 7; channels++) {
                AdtsFormat format = new AdtsFormat(2, rate, channels);
                byte[] frame = AdtsSilence.of(format).orElseThrow();
                AdtsHeader header = new AdtsHeader();
                assertThat(header.parse(frame, 0)).isTrue();
                assertThat(header.format()).isEqualTo(format);
                assertThat(header.frameBytes()).isEqualTo(frame.length);
                assertThat(header.blocks()).isEqualTo(1);
            }
        }
    }

    @Test
    void isNotMadeWhereTheFrameWouldHaveToDescribeItsChannels() {
        assertThat(AdtsSilence.of(new AdtsFormat(2, 44100, 0))).isEmpty();
    }

    @Test
    void decodesToZerosWithoutAWord() {
        Decoder.assumeInstalled();
        for (int rate : RATES) {
            for (int channels : new int[] {1, 2}) {
                AdtsFormat format = new AdtsFormat(2, rate, channels);
                byte[] frame = AdtsSilence.of(format).orElseThrow();
                Decoder.Decoded decoded = Decoder.decode("aac", AdtsFrames.join(Collections.nCopies(20, frame)));
                assertThat(decoded.complaints()).as(format.toString()).isEmpty();
                assertThat(decoded.samples().length).as(format.toString()).isEqualTo(20 * 1024 * channels);
                assertThat(decoded.peak()).as(format.toString()).isZero();
            }
        }
    }

    @Test
    void isSilentInEveryChannelConfiguration() {
        Decoder.assumeInstalled();
        for (int configuration = 3; configuration <= 7; configuration++) {
            byte[] frame =
                    AdtsSilence.of(new AdtsFormat(2, 48000, configuration)).orElseThrow();
            Decoder.Decoded decoded = Decoder.decode("aac", AdtsFrames.join(Collections.nCopies(20, frame)));
            assertThat(decoded.complaints()).isEmpty();
            assertThat(decoded.samples()).isNotEmpty();
            assertThat(decoded.peak()).isZero();
        }
    }
}

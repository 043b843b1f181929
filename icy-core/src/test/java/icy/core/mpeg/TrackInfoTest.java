package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TrackInfoTest {

    @Test
    void tellsWhatLameMade() throws IOException {
        TrackInfo info = probe("tracks/formats/vbr-v2.mp3");
        assertThat(info.formats()).containsExactly(Frames.CD);
        assertThat(info.frames()).isEqualTo(357);
        assertThat(info.statedFrames()).isEqualTo(358);
        assertThat(info.variableBitrate()).isTrue();
        assertThat(info.averageBitrateBps()).isBetween(100_000, 250_000);
        assertThat(info.encoder()).isEqualTo("LAME3.100");
        assertThat(info.delaySamples()).isEqualTo(576);
        assertThat(info.paddingSamples()).isEqualTo(0x6AE);
        assertThat(info.damages()).isEmpty();
        assertThat(info.whyUnplayable()).isEmpty();
    }

    @Test
    void tellsTheStatedRateOfConstantBitrate() throws IOException {
        TrackInfo info = probe("tracks/formats/cbr-128.mp3");
        assertThat(info.variableBitrate()).isFalse();
        assertThat(info.averageBitrateBps()).isEqualTo(128_000);
    }

    @Test
    void namesDamageByItsPlace() throws IOException {
        TrackInfo info = probe("broken/zeroed.mp3");
        assertThat(info.damages())
                .startsWith(new TrackInfo.Damage(29674, 2089, "no frame here"))
                .hasSize((int) info.damageCount());
        assertThat(info.lostBytes())
                .isEqualTo(info.damages().stream()
                        .mapToLong(TrackInfo.Damage::bytes)
                        .sum());
    }

    @Test
    void tellsEveryFormatInTheFile() throws IOException {
        TrackInfo info = probe("broken/rate-changes.mp3");
        assertThat(info.formats()).extracting(FrameFormat::sampleRate).containsExactly(44100, 48000);
        assertThat(info.formatChanges()).isEqualTo(1);
    }

    @Test
    void saysWhyNothingCanAir() throws IOException {
        assertThat(probe("broken/ogg.mp3").whyUnplayable()).contains("not an MP3: this is Ogg");
        assertThat(probe("tracks/formats/free-format.mp3").whyUnplayable()).contains("free format is not supported");
    }

    private static TrackInfo probe(String path) throws IOException {
        return TrackInfo.probe(new MemoryChannel(TestData.read(path)));
    }
}

package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameHeaderTest {

    private final FrameHeader header = new FrameHeader();

    @ParameterizedTest
    @CsvSource({
        // header, version, layer, bit/s, Hz, channels, bytes, samples, side info
        "FFFB9064, MPEG_1,   3, 128000, 44100, 2, 417, 1152, 32",
        "FFFB9264, MPEG_1,   3, 128000, 44100, 2, 418, 1152, 32",
        "FFFB94C4, MPEG_1,   3, 128000, 48000, 1, 384, 1152, 17",
        "FFFBE804, MPEG_1,   3, 320000, 32000, 2, 1440, 1152, 32",
        "FFF380C4, MPEG_2,   3,  64000, 22050, 1, 208,  576,  9",
        "FFE31844, MPEG_2_5, 3,   8000,  8000, 2,  72,  576, 17",
        "FFFDA404, MPEG_1,   2, 192000, 48000, 2, 576, 1152,  0",
        "FFE5EA04, MPEG_2_5, 2, 160000,  8000, 2, 2881, 1152, 0",
        "FFFFC004, MPEG_1,   1, 384000, 44100, 2, 416,  384,  0",
        "FFFFC204, MPEG_1,   1, 384000, 44100, 2, 420,  384,  0",
    })
    void readsWhatTheFourBytesSay(
            String hex,
            MpegVersion version,
            int layer,
            int bps,
            int hz,
            int channels,
            int bytes,
            int samples,
            int side) {
        assertThat(header.parse(Integer.parseUnsignedInt(hex, 16))).isTrue();
        assertThat(header.format()).isEqualTo(new FrameFormat(version, layer, hz, channels));
        assertThat(header.bitrateBps()).isEqualTo(bps);
        assertThat(header.frameBytes()).isEqualTo(bytes);
        assertThat(header.samples()).isEqualTo(samples);
        assertThat(header.sideInfoBytes()).isEqualTo(side);
        assertThat(header.durationUnits() * hz).isEqualTo(samples * FrameHeader.UNITS_PER_SECOND);
    }

    @ParameterizedTest
    @CsvSource({
        "FFDB9064, no sync",
        "FFEB9064, reserved version",
        "FFF99064, reserved layer",
        "FFFBF064, bitrate 15",
        "FFFB9C64, reserved sampling rate",
        "FFFB9066, reserved emphasis"
    })
    void refusesReservedValues(String hex, String why) {
        assertThat(header.parse(Integer.parseUnsignedInt(hex, 16))).as(why).isFalse();
    }

    @Test
    void flagsFreeFormat() {
        assertThat(header.parse(0xFFFB0064)).isTrue();
        assertThat(header.isFreeFormat()).isTrue();
        assertThat(header.frameBytes()).isZero();
    }

    @Test
    void noFrameIsLongerThanTheStatedMost() {
        int longest = 0;
        for (int word = 0xFFE00000; word != 0; word += 1 << 8) {
            if (header.parse(word)) {
                longest = Math.max(longest, header.frameBytes());
            }
        }
        assertThat(longest).isEqualTo(FrameHeader.MAX_FRAME_BYTES);
    }
}

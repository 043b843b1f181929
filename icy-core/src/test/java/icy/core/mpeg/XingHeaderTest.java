package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XingHeaderTest {

    @ParameterizedTest
    @CsvSource({
        // version, Hz, channels, CRC, offset of the mark
        "MPEG_1, 44100, 2, false, 36",
        "MPEG_1, 44100, 1, false, 21",
        "MPEG_2, 22050, 2, false, 21",
        "MPEG_2, 22050, 1, false, 13",
        "MPEG_2_5, 8000, 1, false, 13",
        "MPEG_1, 44100, 2, true, 36",
        "MPEG_1, 44100, 2, true, 38",
        "MPEG_2, 22050, 1, true, 15"
    })
    void isFoundBehindTheSideInformation(MpegVersion version, int hz, int channels, boolean crc, int offset) {
        byte[] frame = Frames.frame(new FrameFormat(version, 3, hz, channels), 14, false, crc, new Random(1));
        ByteBuffer.wrap(frame)
                .position(offset)
                .put(Frames.ascii("Xing"))
                .putInt(3)
                .putInt(1234)
                .putInt(567_890);
        XingHeader header = parse(frame).orElseThrow();
        assertThat(header.kind()).isEqualTo(XingHeader.Kind.XING);
        assertThat(header.frames()).isEqualTo(1234);
        assertThat(header.bytes()).isEqualTo(567_890);
        assertThat(header.delaySamples()).isEqualTo(XingHeader.UNKNOWN);
    }

    @Test
    void readsLamesExtension() {
        Scan scan = Scan.of(TestData.read("tracks/formats/vbr-v2.mp3"));
        XingHeader header = parse(scan.frames().get(0)).orElseThrow();
        assertThat(header.frames()).isEqualTo(scan.slices.size() - 1);
        assertThat(header.encoder()).isEqualTo("LAME3.100");
        assertThat(header.delaySamples()).isEqualTo(576);
        assertThat(header.paddingSamples()).isEqualTo(1710);
    }

    @Test
    void readsVbri() {
        Scan scan = Scan.of(TestData.read("tracks/formats/vbri.mp3"));
        XingHeader header = parse(scan.frames().get(0)).orElseThrow();
        assertThat(header.kind()).isEqualTo(XingHeader.Kind.VBRI);
        assertThat(header.frames()).isBetween((long) scan.slices.size() - 1, (long) scan.slices.size());
    }

    @Test
    void musicIsNoHeader() {
        Scan scan = Scan.of(TestData.read("tracks/formats/vbr-v2.mp3"));
        for (byte[] frame : scan.frames().subList(1, scan.slices.size())) {
            assertThat(parse(frame)).isEmpty();
        }
    }

    @Test
    void aShortFrameIsReadAsFarAsItGoes() {
        byte[] frame = Frames.frame(Frames.CD, 1); // 104 bytes: no room for the table it promises
        ByteBuffer.wrap(frame)
                .position(36)
                .put(Frames.ascii("Info"))
                .putInt(15)
                .putInt(10)
                .putInt(20);
        XingHeader header = parse(frame).orElseThrow();
        assertThat(header.frames()).isEqualTo(10);
    }

    private static Optional<XingHeader> parse(byte[] frame) {
        FrameHeader header = new FrameHeader();
        assertThat(header.parse(frame, 0)).isTrue();
        return XingHeader.parse(frame, 0, header);
    }
}

package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Scanner and JLayer held against each other. */
class RunParserProperties {

    @Property(tries = 500)
    void jlayerAndTheScannerAgreeOnEveryFrame(@ForAll("runs") List<byte[]> frames) {
        FrameHeader header = new FrameHeader();
        RunParser parser = new RunParser();
        for (byte[] frame : frames) {
            assertThat(header.parse(frame, 0)).isTrue();
            assertThat(parser.agrees(frame, 0, header))
                    .as(header.format().toString())
                    .isTrue();
        }
    }

    @Property(tries = 100)
    void jlayerDoesNotAgreeToAFrameOfAnotherLength(@ForAll("runs") List<byte[]> frames) {
        byte[] frame = frames.get(0);
        FrameHeader header = new FrameHeader();
        FrameHeader longer = new FrameHeader();
        header.parse(frame, 0);
        Assume.that(!RunParser.isExempt(header.format()) && !header.padding());
        longer.parse(header.word() | 1 << 9);
        byte[] padded = Arrays.copyOf(frame, longer.frameBytes());
        assertThat(new RunParser().agrees(padded, 0, longer)).isFalse();
    }

    @Provide
    Arbitrary<List<byte[]>> runs() {
        return Frames.runs(1, 10);
    }
}

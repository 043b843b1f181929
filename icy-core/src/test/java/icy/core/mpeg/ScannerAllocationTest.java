package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import icy.core.scan.Allocation;
import icy.core.scan.Skipped;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScannerAllocationTest {

    @Test
    void scanningMakesNoGarbage() {
        byte[] noise = Frames.noise(3000, 1);
        byte[] input = Frames.join(
                Frames.join(Frames.run(Frames.CD, 300, new Random(1))),
                noise,
                Frames.join(Frames.run(Frames.CD, 300, new Random(2))));
        long[] frames = {0};
        FrameScanner.Sink sink = new FrameScanner.Sink() {
            @Override
            public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
                frames[0]++;
            }

            @Override
            public void skipped(long position, long bytes, Skipped reason) {}
        };

        long allocated = Allocation.of(new FrameScanner(), sink, input);

        assertThat(frames[0]).isGreaterThan(2 * 20 * 590);
        assertThat(allocated).isLessThan(1000); // the measuring itself makes a little
    }
}

package icy.core.mpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import icy.core.scan.Skipped;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScannerAllocationTest {

    private static final int CHUNK_BYTES = 1400;

    @Test
    void scanningMakesNoGarbage() {
        byte[] noise = Frames.noise(3000, 1);
        byte[] input = Frames.join(
                Frames.join(Frames.run(Frames.CD, 300, new Random(1))),
                noise,
                Frames.join(Frames.run(Frames.CD, 300, new Random(2))));
        ByteBuffer chunks = ByteBuffer.wrap(input);
        long[] frames = {0};
        FrameScanner.Sink sink = new FrameScanner.Sink() {
            @Override
            public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
                frames[0]++;
            }

            @Override
            public void skipped(long position, long bytes, Skipped reason) {}
        };
        FrameScanner scanner = new FrameScanner();
        for (int i = 0; i < 20; i++) {
            pushAll(scanner, chunks, sink);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long framesBefore = frames[0];
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 20; i++) {
            pushAll(scanner, chunks, sink);
        }

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(frames[0] - framesBefore).isGreaterThan(20 * 590);
        assertThat(allocated).isLessThan(1000); // the measuring itself makes a little
    }

    private static void pushAll(FrameScanner scanner, ByteBuffer input, FrameScanner.Sink sink) {
        for (int from = 0; from < input.capacity(); from += CHUNK_BYTES) {
            input.limit(Math.min(from + CHUNK_BYTES, input.capacity())).position(from);
            scanner.push(input, sink);
        }
    }
}

package icy.core.scan;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

/** How much garbage a scanner makes once its window has grown. */
public final class Allocation {
    private static final int PIECE_BYTES = 1400;
    private static final int ROUNDS = 20;

    private Allocation() {}

    /** Bytes allocated while {@code input} is scanned twenty times, after as many that do not count. */
    public static <S extends SkipSink> long of(StreamScanner<S> scanner, S sink, byte[] input) {
        ByteBuffer bytes = ByteBuffer.wrap(input);
        push(scanner, sink, bytes);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        push(scanner, sink, bytes);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static <S extends SkipSink> void push(StreamScanner<S> scanner, S sink, ByteBuffer input) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int from = 0; from < input.capacity(); from += PIECE_BYTES) {
                input.limit(Math.min(from + PIECE_BYTES, input.capacity())).position(from);
                scanner.push(input, sink);
            }
        }
    }
}

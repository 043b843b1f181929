package icy.bench.jmh;

import icy.core.icy.MetadataInterleaver;
import icy.core.icy.StreamTitle;
import icy.core.icy.TitleTimeline;
import icy.core.ring.Gather;
import icy.core.ring.StreamRing;
import icy.core.ring.StreamTime;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds on a loop: a frame into the ring, and one listener's flush out of it, without the system call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {
    private static final byte[] NOTHING = {};
    private static final int METAINT = 16_000;
    private static final int FRAME_BYTES = 418;
    private static final long FRAME_UNITS = 737_280; // 1152 samples at 44.1 kHz
    private static final int RING_BYTES = 1 << 20;

    private final byte[] frame = new byte[FRAME_BYTES];
    private final StreamRing ring = new StreamRing(30 * StreamTime.UNITS_PER_SECOND, RING_BYTES, RING_BYTES);
    private final Gather gather = new Gather(ring);
    private final TitleTimeline titles = new TitleTimeline(StandardCharsets.UTF_8);
    private MetadataInterleaver listener;
    private long edge;

    public RingBenchmark() {
        titles.add(0, StreamTitle.of("The Paper Harbour - Night Tram"));
        while (ring.edgePosition() < RING_BYTES) {
            append();
        }
        edge = ring.retainedFromPosition();
        listener = new MetadataInterleaver(METAINT, edge, NOTHING, titles.at(edge));
    }

    @Benchmark
    public void append() {
        ring.append(frame, 0, FRAME_BYTES, FRAME_UNITS);
    }

    @Benchmark
    public long flush(Due due) {
        if (edge + due.flushBytes > ring.edgePosition()) {
            edge = ring.retainedFromPosition();
            listener = new MetadataInterleaver(METAINT, edge, NOTHING, titles.at(edge));
        }
        edge += due.flushBytes;
        gather.begin();
        listener.gather(gather, edge);
        listener.took(gather, gather.bytes());
        return listener.position();
    }

    /** Bytes due at a flush: 100 ms and 1 s of 128 kbit/s. */
    @State(Scope.Thread)
    public static class Due {
        @Param({"1600", "16000"})
        private int flushBytes;
    }
}

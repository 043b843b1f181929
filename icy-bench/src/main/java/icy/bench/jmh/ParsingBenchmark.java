package icy.bench.jmh;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.FrameScanner;
import icy.core.mpeg.TrackParser;
import icy.core.mpeg.TrackSummary;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Megabytes a second from bytes to frames. A stream of 128 kbit/s needs 0.016. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ParsingBenchmark {
    private static final int CHUNK_BYTES = 8192;

    private final byte[] input = Megabyte.ofFrames();

    /** Boundaries only: what live bytes cost on a loop. */
    @Benchmark
    public long scan() {
        Count count = new Count();
        FrameScanner scanner = new FrameScanner();
        for (int at = 0; at < input.length; at += CHUNK_BYTES) {
            scanner.push(chunk(at), count);
        }
        scanner.finish(count);
        return count.units;
    }

    /** The whole way of a file, JLayer's check included: what reading ahead costs on a worker. */
    @Benchmark
    public TrackSummary parseTrack() {
        TrackParser parser = new TrackParser(input.length, new Count());
        for (int at = 0; at < input.length; at += CHUNK_BYTES) {
            parser.push(chunk(at));
        }
        return parser.finish();
    }

    private ByteBuffer chunk(int at) {
        return ByteBuffer.wrap(input, at, Math.min(CHUNK_BYTES, input.length - at));
    }

    private static final class Count implements FrameScanner.Sink, TrackParser.Sink {
        private long units;

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            units += header.durationUnits();
        }

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
            units += durationUnits;
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {}

        @Override
        public void damage(long offset, long bytes, String reason) {}
    }
}

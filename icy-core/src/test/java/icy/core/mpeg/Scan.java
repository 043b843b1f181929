package icy.core.mpeg;

import icy.core.scan.RecordedScan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a scanner said of an input, kept for looking at. */
final class Scan extends RecordedScan implements FrameScanner.Sink {

    record Slice(long position, byte[] bytes, FrameFormat format) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Slice that
                    && position == that.position
                    && Arrays.equals(bytes, that.bytes)
                    && format == that.format;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(position);
        }
    }

    final List<Slice> slices = new ArrayList<>();

    /** Everything in one push, its length known. */
    static Scan of(byte[] input) {
        return inPieces(new FrameScanner(input.length), input, Integer.MAX_VALUE, 0);
    }

    /** As a live stream comes: in pieces of 1 to {@code most} bytes, its length not known. */
    static Scan inPieces(byte[] input, int most, long seed) {
        return inPieces(new FrameScanner(), input, most, seed);
    }

    static Scan inPieces(FrameScanner scanner, byte[] input, int most, long seed) {
        Scan scan = new Scan();
        scan.read(scanner, scan, input, most, seed);
        return scan;
    }

    @Override
    public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
        comesOut(position, header.frameBytes());
        slices.add(
                new Slice(position, Arrays.copyOfRange(bytes, offset, offset + header.frameBytes()), header.format()));
    }

    List<byte[]> frames() {
        return slices.stream().map(Slice::bytes).toList();
    }

    long frameBytes() {
        return slices.stream().mapToLong(slice -> slice.bytes().length).sum();
    }

    String story() {
        return story(slices.stream().map(Slice::position).toList());
    }
}

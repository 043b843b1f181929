package icy.core.mpeg;

import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a scanner said of an input, kept for looking at. */
final class Scan implements FrameScanner.Sink {

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

    record Gap(long position, long bytes, Skipped reason) {}

    final List<Slice> slices = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    int mostUndecidedBytes;

    /** Everything in one push, its length known. */
    static Scan of(byte[] input) {
        Scan scan = new Scan();
        FrameScanner scanner = new FrameScanner(input.length);
        scanner.push(ByteBuffer.wrap(input), scan);
        scanner.finish(scan);
        return scan;
    }

    /** As a live stream comes: in pieces of 1 to {@code most} bytes, its length not known. */
    static Scan inPieces(byte[] input, int most, long seed) {
        return inPieces(new FrameScanner(), input, most, seed);
    }

    static Scan inPieces(FrameScanner scanner, byte[] input, int most, long seed) {
        Scan scan = new Scan();
        Random random = new Random(seed);
        int from = 0;
        while (from < input.length) {
            int length = Math.min(1 + random.nextInt(most), input.length - from);
            scanner.push(ByteBuffer.wrap(input, from, length), scan);
            scan.mostUndecidedBytes = Math.max(scan.mostUndecidedBytes, scanner.undecidedBytes());
            from += length;
        }
        scanner.finish(scan);
        return scan;
    }

    @Override
    public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
        slices.add(
                new Slice(position, Arrays.copyOfRange(bytes, offset, offset + header.frameBytes()), header.format()));
    }

    @Override
    public void skipped(long position, long bytes, Skipped reason) {
        gaps.add(new Gap(position, bytes, reason));
    }

    List<byte[]> frames() {
        return slices.stream().map(Slice::bytes).toList();
    }

    long skippedBytes() {
        return gaps.stream().mapToLong(Gap::bytes).sum();
    }

    long frameBytes() {
        return slices.stream().mapToLong(slice -> slice.bytes().length).sum();
    }

    /** "3 frames, 10 ID3v2 tag, 2 frames": the order of things. */
    String story() {
        StringBuilder story = new StringBuilder();
        int slice = 0;
        int gap = 0;
        while (slice < slices.size() || gap < gaps.size()) {
            int frames = 0;
            while (slice < slices.size()
                    && (gap == gaps.size()
                            || slices.get(slice).position() < gaps.get(gap).position())) {
                frames++;
                slice++;
            }
            if (frames > 0) {
                story.append(frames).append(" frames, ");
            }
            if (gap < gaps.size()) {
                story.append(gaps.get(gap).bytes())
                        .append(' ')
                        .append(gaps.get(gap).reason())
                        .append(", ");
                gap++;
            }
        }
        return story.isEmpty() ? "nothing" : story.substring(0, story.length() - 2);
    }
}

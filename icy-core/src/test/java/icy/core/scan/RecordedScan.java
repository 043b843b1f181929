package icy.core.scan;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a scanner said of an input, kept for looking at. That every byte comes out once and in order is a law that is
 * always held to.
 */
public abstract class RecordedScan implements SkipSink {

    public record Gap(long position, long bytes, Skipped reason) {}

    public final List<Gap> gaps = new ArrayList<>();
    public int mostUndecidedBytes;
    private long position;

    /** As a live stream comes: in pieces of 1 to {@code most} bytes. The sink is this. */
    protected final <S extends SkipSink> void read(
            StreamScanner<S> scanner, S sink, byte[] input, int most, long seed) {
        Random random = new Random(seed);
        int from = 0;
        while (from < input.length) {
            int length = Math.min(1 + random.nextInt(most), input.length - from);
            scanner.push(ByteBuffer.wrap(input, from, length), sink);
            mostUndecidedBytes = Math.max(mostUndecidedBytes, scanner.undecidedBytes());
            from += length;
        }
        scanner.finish(sink);
        comesOut(input.length, 0);
    }

    /** Notes that these bytes have come out. */
    protected final void comesOut(long from, long bytes) {
        if (from != position) {
            throw new AssertionError("next byte to come out is " + position + ", not " + from);
        }
        position += bytes;
    }

    @Override
    public final void skipped(long from, long bytes, Skipped reason) {
        comesOut(from, bytes);
        gaps.add(new Gap(from, bytes, reason));
    }

    public final long skippedBytes() {
        return gaps.stream().mapToLong(Gap::bytes).sum();
    }

    /** "3 frames, 10 ID3V2, 2 frames": the order of things. */
    protected final String story(List<Long> framePositions) {
        StringBuilder story = new StringBuilder();
        int frame = 0;
        for (int gap = 0; gap <= gaps.size(); gap++) {
            long until = gap < gaps.size() ? gaps.get(gap).position() : Long.MAX_VALUE;
            int frames = 0;
            while (frame < framePositions.size() && framePositions.get(frame) < until) {
                frames++;
                frame++;
            }
            if (frames > 0) {
                story.append(", ").append(frames).append(" frames");
            }
            if (gap < gaps.size()) {
                Gap next = gaps.get(gap);
                story.append(", ").append(next.bytes()).append(' ').append(next.reason());
            }
        }
        return story.isEmpty() ? "nothing" : story.substring(2);
    }
}

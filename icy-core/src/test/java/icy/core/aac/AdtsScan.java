package icy.core.aac;

import icy.core.scan.Skipped;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a scanner said of an input, kept for looking at. */
final class AdtsScan implements AdtsScanner.Sink {

    record Slice(long position, List<Byte> bytes, AdtsFormat format) {}

    record Gap(long position, long bytes, Skipped reason) {}

    final List<Slice> slices = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    int mostUndecidedBytes;
    long units;

    /** Where the next byte has to come out; every byte once and in order is a law that is always held to. */
    private long position;

    static AdtsScan of(byte[] input) {
        return inPieces(input, Integer.MAX_VALUE, 0);
    }

    /** As a live stream comes: in pieces of 1 to {@code most} bytes. */
    static AdtsScan inPieces(byte[] input, int most, long seed) {
        AdtsScan scan = new AdtsScan();
        AdtsScanner scanner = new AdtsScanner();
        Random random = new Random(seed);
        int from = 0;
        while (from < input.length) {
            int length = Math.min(1 + random.nextInt(most), input.length - from);
            scanner.push(ByteBuffer.wrap(input, from, length), scan);
            scan.mostUndecidedBytes = Math.max(scan.mostUndecidedBytes, scanner.undecidedBytes());
            from += length;
        }
        scanner.finish(scan);
        scan.advance(input.length, 0);
        return scan;
    }

    @Override
    public void frame(byte[] bytes, int offset, AdtsHeader header, long from) {
        advance(from, header.frameBytes());
        List<Byte> copy = new ArrayList<>();
        for (byte b : Arrays.copyOfRange(bytes, offset, offset + header.frameBytes())) {
            copy.add(b);
        }
        slices.add(new Slice(from, copy, header.format()));
        units += header.durationUnits();
    }

    @Override
    public void skipped(long from, long bytes, Skipped reason) {
        advance(from, bytes);
        gaps.add(new Gap(from, bytes, reason));
    }

    private void advance(long from, long bytes) {
        if (from != position) {
            throw new AssertionError("next byte to come out is " + position + ", not " + from);
        }
        position += bytes;
    }

    long skippedBytes() {
        return gaps.stream().mapToLong(Gap::bytes).sum();
    }

    /** All frames, one behind the other. */
    byte[] audio() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        slices.forEach(slice -> slice.bytes().forEach(all::write));
        return all.toByteArray();
    }

    /** "3 frames, 10 ID3V2, 2 frames": the order of things. */
    String story() {
        StringBuilder story = new StringBuilder();
        int slice = 0;
        for (int gap = 0; gap <= gaps.size(); gap++) {
            long until = gap < gaps.size() ? gaps.get(gap).position() : Long.MAX_VALUE;
            int frames = 0;
            while (slice < slices.size() && slices.get(slice).position() < until) {
                frames++;
                slice++;
            }
            if (frames > 0) {
                story.append(", ").append(frames).append(" frames");
            }
            if (gap < gaps.size()) {
                story.append(", ")
                        .append(gaps.get(gap).bytes())
                        .append(' ')
                        .append(gaps.get(gap).reason().name());
            }
        }
        return story.isEmpty() ? "nothing" : story.substring(2);
    }
}

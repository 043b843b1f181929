package icy.core.aac;

import icy.core.scan.RecordedScan;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a scanner said of an input, kept for looking at. */
final class AdtsScan extends RecordedScan implements AdtsScanner.Sink {

    record Slice(long position, List<Byte> bytes, AdtsFormat format) {}

    final List<Slice> slices = new ArrayList<>();
    long units;

    static AdtsScan of(byte[] input) {
        return inPieces(input, Integer.MAX_VALUE, 0);
    }

    /** As a live stream comes: in pieces of 1 to {@code most} bytes. */
    static AdtsScan inPieces(byte[] input, int most, long seed) {
        AdtsScan scan = new AdtsScan();
        scan.read(new AdtsScanner(), scan, input, most, seed);
        return scan;
    }

    @Override
    public void frame(byte[] bytes, int offset, AdtsHeader header, long from) {
        comesOut(from, header.frameBytes());
        List<Byte> copy = new ArrayList<>();
        for (byte b : Arrays.copyOfRange(bytes, offset, offset + header.frameBytes())) {
            copy.add(b);
        }
        slices.add(new Slice(from, copy, header.format()));
        units += header.durationUnits();
    }

    /** All frames, one behind the other. */
    byte[] audio() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        slices.forEach(slice -> slice.bytes().forEach(all::write));
        return all.toByteArray();
    }

    String story() {
        return story(slices.stream().map(Slice::position).toList());
    }
}

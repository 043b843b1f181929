package icy.core.ogg;

import icy.core.ogg.OggStream.Kind;
import icy.core.scan.RecordedScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What scanner and stream reader said of an input, kept for looking at. */
final class OggScan extends RecordedScan implements OggScanner.Sink {

    /** A page, and what it was taken for. */
    record Page(
            long position,
            int hash,
            int length,
            Kind kind,
            long units,
            boolean entry,
            boolean begins,
            boolean completes,
            boolean ends) {}

    final List<Page> pages = new ArrayList<>();
    final List<byte[]> pageBytes = new ArrayList<>();
    final List<OggLink> links = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    private final OggStream stream = new OggStream();

    static OggScan of(byte[] input) {
        return inPieces(input, Integer.MAX_VALUE, 0);
    }

    /** As a live stream comes: in pieces of 1 to {@code most} bytes. */
    static OggScan inPieces(byte[] input, int most, long seed) {
        OggScan scan = new OggScan();
        scan.read(new OggScanner(), scan, input, most, seed);
        return scan;
    }

    @Override
    public void page(OggPage page, long from) {
        comesOut(from, page.pageBytes());
        byte[] copy = Arrays.copyOfRange(page.bytes(), page.offset(), page.offset() + page.pageBytes());
        pageBytes.add(copy);
        stream.read(page);
        pages.add(new Page(
                from,
                Arrays.hashCode(copy),
                copy.length,
                stream.kind(),
                stream.durationUnits(),
                stream.isEntry(),
                stream.beginsLink(),
                stream.completesHeaders(),
                stream.endsLink()));
        if (stream.completesHeaders()) {
            links.add(stream.link().orElseThrow());
        }
        stream.problem()
                .filter(what -> problems.isEmpty() || !what.equals(problems.get(problems.size() - 1)))
                .ifPresent(problems::add);
    }

    long units() {
        return pages.stream().mapToLong(Page::units).sum();
    }

    List<Kind> kinds() {
        return pages.stream().map(Page::kind).toList();
    }

    static byte[] sample(String name) {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("icy.root", ".."))
                    .resolve("testdata/tracks/streams")
                    .resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        return join(List.of(parts));
    }

    static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}

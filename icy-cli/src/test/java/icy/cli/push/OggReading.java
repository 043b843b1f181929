package icy.cli.push;

import icy.core.ogg.OggPage;
import icy.core.ogg.OggScanner;
import icy.core.ogg.OggStream;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a server that knows Ogg reads in a stream: pages that belong to no link whose headers came are of no use. */
record OggReading(int links, List<Integer> serials, long durationUnits, int uselessPages) {

    static OggReading of(byte[] bytes) {
        List<Integer> serials = new ArrayList<>();
        long[] duration = new long[1];
        int[] useless = new int[1];
        OggStream stream = new OggStream();
        OggScanner scanner = new OggScanner();
        OggScanner.Sink sink = new OggScanner.Sink() {
            @Override
            public void page(OggPage page, long position) {
                stream.read(page);
                if (page.isFirst()) {
                    serials.add(page.serial());
                }
                duration[0] += stream.durationUnits();
                useless[0] += stream.kind() == OggStream.Kind.STRAY ? 1 : 0;
            }

            @Override
            public void skipped(long position, long skipped, Skipped reason) {
                useless[0]++;
            }
        };
        scanner.push(ByteBuffer.wrap(bytes), sink);
        scanner.finish(sink);
        return new OggReading(serials.size(), serials, duration[0], useless[0]);
    }
}

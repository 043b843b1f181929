package icy.cli.push;

import icy.core.aac.AdtsHeader;
import icy.core.aac.AdtsScanner;
import icy.core.scan.Skipped;
import java.nio.ByteBuffer;

/**
 * AAC as ADTS frames, without tags and damage.
 *
 * <p>Thread: whoever owns the object.
 */
final class AacParser implements UnitParser {

    private final Sink sink;
    private final AdtsScanner scanner = new AdtsScanner();
    private final Frames frames = new Frames();
    private boolean given;

    AacParser(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void push(ByteBuffer chunk) {
        scanner.push(chunk, frames);
    }

    @Override
    public String finish() {
        scanner.finish(frames);
        return given ? "" : "no AAC (ADTS) frames found";
    }

    private final class Frames implements AdtsScanner.Sink {

        @Override
        public void frame(byte[] bytes, int offset, AdtsHeader header, long position) {
            given = true;
            sink.unit(Unit.frame(
                    bytes,
                    offset,
                    header.frameBytes(),
                    header.durationUnits(),
                    header.sampleRate(),
                    header.channels()));
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            if (reason.isDamage()) {
                sink.damage(bytes, reason.reason());
            }
        }
    }
}

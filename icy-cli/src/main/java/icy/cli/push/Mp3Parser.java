package icy.cli.push;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.TrackParser;
import java.nio.ByteBuffer;

/**
 * MP3 as a mount of icy plays it: checked, without tags, Xing frames and padding, and with silent frames before what
 * points into missing data.
 *
 * <p>Thread: whoever owns the object.
 */
final class Mp3Parser implements UnitParser {

    private final Sink sink;
    private final TrackParser parser;

    Mp3Parser(long totalBytes, Sink sink) {
        this.sink = sink;
        this.parser = new TrackParser(totalBytes, new Frames());
    }

    @Override
    public void push(ByteBuffer chunk) {
        parser.push(chunk);
    }

    @Override
    public String finish() {
        return parser.finish().unplayable();
    }

    private final class Frames implements TrackParser.Sink {

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint) {
            if (format.layer() == 3) {
                sink.unit(Unit.frame(bytes, offset, length, durationUnits, format.sampleRate(), format.channels()));
            } else {
                sink.damage(length, format + " is not carried by MP3 streams");
            }
        }

        @Override
        public void damage(long offset, long bytes, String reason) {
            sink.damage(bytes, reason);
        }
    }
}

package icy.core.mpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a track parser gave for an input, kept for looking at. */
final class Parse implements TrackParser.Sink {

    record Damage(long offset, long bytes, String reason) {}

    final List<byte[]> frames = new ArrayList<>();
    final List<FrameFormat> formats = new ArrayList<>();
    final List<Boolean> joints = new ArrayList<>();
    final List<Damage> damages = new ArrayList<>();
    long durationUnits;
    TrackSummary summary = new TrackSummary(0, 0, 0, "");

    static Parse of(byte[] input) {
        return of(input, null, 16_384);
    }

    static Parse of(byte[] input, TrackIndex.@Nullable Entry entry, int mostBytesAtOnce) {
        Parse parse = new Parse();
        TrackParser parser = entry == null
                ? new TrackParser(input.length, parse)
                : new TrackParser(input.length - entry.position(), entry, parse);
        Random random = new Random(input.length);
        int from = entry == null ? 0 : (int) entry.position();
        while (from < input.length) {
            int length = Math.min(1 + random.nextInt(mostBytesAtOnce), input.length - from);
            parser.push(ByteBuffer.wrap(input, from, length));
            from += length;
        }
        parse.summary = parser.finish();
        return parse;
    }

    byte[] stream() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Override
    public void frame(byte[] bytes, int offset, int length, FrameFormat format, long units, boolean joint) {
        frames.add(Arrays.copyOfRange(bytes, offset, offset + length));
        formats.add(format);
        joints.add(joint);
        durationUnits += units;
    }

    @Override
    public void damage(long offset, long bytes, String reason) {
        damages.add(new Damage(offset, bytes, reason));
    }
}

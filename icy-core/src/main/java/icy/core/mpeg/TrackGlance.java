package icy.core.mpeg;

import icy.core.scan.Skipped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file seems to be, from its first frames: enough to list it at once, wrong where the file lies or changes.
 * {@link TrackInfo} reads all of it and knows.
 *
 * @param format of the first frame; null if none was found near the beginning
 * @param bitrateBps on the average, as far as can be said
 * @param variableBitrate whether it seems to vary
 * @param durationUnits about how long it is, in 1/28,224,000 s
 *     <p>Thread: any.
 */
public record TrackGlance(@Nullable FrameFormat format, int bitrateBps, boolean variableBitrate, long durationUnits) {

    private static final int CHUNK_BYTES = 8 * 1024;
    private static final int MOST_BYTES = 128 * 1024;
    private static final int MOST_TAGS = 8;
    private static final int ID3_HEADER_BYTES = 10;

    /** A second and a half: enough to see whether the bitrate varies in most files that do not say so. */
    private static final int ENOUGH_FRAMES = 60;

    /** No frame is shorter; who claims more frames than the file has room for does not know. */
    private static final int SHORTEST_FRAME_BYTES = 24;

    /** Reads at most some 256 kB of an open file; the channel's position is not kept. */
    public static TrackGlance of(SeekableByteChannel channel) throws IOException {
        long behindTags = behindTags(channel);
        Beginning beginning = read(channel, behindTags);
        if (beginning.frames == 0 && behindTags > 0) {
            beginning = read(channel, 0); // the tag's length was a lie
        }
        return beginning.glance(channel.size());
    }

    /** Where the ID3v2 tags in front end, by what they say; covers in them need not be read. */
    private static long behindTags(SeekableByteChannel channel) throws IOException {
        byte[] header = new byte[ID3_HEADER_BYTES];
        long position = 0;
        for (int i = 0; i < MOST_TAGS; i++) {
            channel.position(position);
            boolean isWhole = channel.read(ByteBuffer.wrap(header)) == ID3_HEADER_BYTES;
            if (!isWhole || header[0] != 'I' || header[1] != 'D' || header[2] != '3' || !Syncsafe.isAt(header, 6)) {
                break;
            }
            position += ID3_HEADER_BYTES + Syncsafe.at(header, 6);
        }
        return position < channel.size() ? position : 0;
    }

    private static Beginning read(SeekableByteChannel channel, long from) throws IOException {
        Beginning beginning = new Beginning(from);
        FrameScanner scanner = new FrameScanner(channel.size() - from);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        channel.position(from);
        for (int bytes = 0; bytes < MOST_BYTES && beginning.frames < ENOUGH_FRAMES; bytes += CHUNK_BYTES) {
            if (channel.read(chunk.clear()) < 0) {
                scanner.finish(beginning);
                break;
            }
            scanner.push(chunk.flip(), beginning);
        }
        return beginning;
    }

    /** The first frames of a file. */
    private static final class Beginning implements FrameScanner.Sink {
        private final long from;
        private @Nullable FrameFormat format;
        private @Nullable XingHeader encode;
        private long firstPosition;
        private long frames;
        private long bytes;
        private long units;
        private int bitrateBps;
        private boolean variableBitrate;

        Beginning(long from) {
            this.from = from;
        }

        @Override
        public void frame(byte[] window, int offset, FrameHeader header, long position) {
            if (frames == 0 && XingHeader.isAt(window, offset, header)) {
                encode = XingHeader.parse(window, offset, header).orElse(null);
                return;
            }
            if (frames == 0) {
                format = header.format();
                firstPosition = from + position;
            }
            variableBitrate |= bitrateBps != 0 && bitrateBps != header.bitrateBps();
            bitrateBps = header.bitrateBps();
            bytes += header.frameBytes();
            units += header.durationUnits();
            frames++;
        }

        @Override
        public void skipped(long position, long count, Skipped reason) {
            // What it means for the track is for those to say who read all of it.
        }

        TrackGlance glance(long fileBytes) {
            FrameFormat first = format;
            if (first == null) {
                return new TrackGlance(null, 0, false, 0);
            }
            long musicBytes = Math.max(0, fileBytes - firstPosition);
            Optional<XingHeader> stated = stated(fileBytes);
            if (stated.isPresent()) {
                XingHeader header = stated.get();
                int samples = first.samplesPerFrame();
                long airing = header.frames() - header.leadingFrames(samples) - header.trailingFrames(samples);
                long duration = Math.max(0, airing) * first.frameUnits();
                boolean varies = header.kind() != XingHeader.Kind.INFO;
                return new TrackGlance(first, varies ? rate(musicBytes, duration) : bitrateBps, varies, duration);
            }
            int average = variableBitrate ? rate(bytes, units) : bitrateBps;
            long duration = average == 0 ? 0 : (long) (musicBytes * 8.0 / average * FrameHeader.UNITS_PER_SECOND);
            return new TrackGlance(first, average, variableBitrate, duration);
        }

        private Optional<XingHeader> stated(long fileBytes) {
            return Optional.ofNullable(encode)
                    .filter(header -> header.frames() > 0 && header.frames() <= fileBytes / SHORTEST_FRAME_BYTES);
        }

        private static int rate(long bytes, long units) {
            return units == 0 ? 0 : (int) Math.round(bytes * 8.0 * FrameHeader.UNITS_PER_SECOND / units);
        }
    }
}

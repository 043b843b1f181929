package icy.core.mpeg;

import icy.core.scan.Skipped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file is, found by reading it once as a mount would.
 *
 * @param fileBytes the file's length
 * @param formats every format in it, in order; empty if there are no frames
 * @param formatChanges how often one follows another
 * @param frames how many frames air
 * @param durationUnits how long they last, in 1/28,224,000 s
 * @param averageBitrateBps over all frames of music
 * @param variableBitrate whether they differ in bitrate
 * @param encoder as the file says, "LAME3.100"; may be empty
 * @param statedFrames how many frames its Xing, Info or VBRI frame says there are, or {@link XingHeader#UNKNOWN}
 * @param delaySamples encoder delay, or {@link XingHeader#UNKNOWN}
 * @param paddingSamples encoder padding, or {@link XingHeader#UNKNOWN}
 * @param damages the first {@value #MOST_DAMAGES} places where something is wrong
 * @param damageCount how many there are in all
 * @param lostBytes how many bytes they cost
 * @param unplayable why nothing airs; empty if something does
 *     <p>Thread: any.
 */
public record TrackInfo(
        long fileBytes,
        List<FrameFormat> formats,
        int formatChanges,
        long frames,
        long durationUnits,
        int averageBitrateBps,
        boolean variableBitrate,
        String encoder,
        long statedFrames,
        int delaySamples,
        int paddingSamples,
        TrackTags tags,
        List<Damage> damages,
        long damageCount,
        long lostBytes,
        String unplayable) {

    /** A place in the file where bytes do not air that may have been music. */
    public record Damage(long position, long bytes, String reason) {}

    public static final int MOST_DAMAGES = 100;

    public TrackInfo {
        formats = List.copyOf(formats);
        damages = List.copyOf(damages);
    }

    /** Why nothing of the file can air. */
    public Optional<String> whyUnplayable() {
        return unplayable.isEmpty() ? Optional.empty() : Optional.of(unplayable);
    }

    /** Reads the whole file and its tags; the channel's position is not kept. */
    public static TrackInfo probe(SeekableByteChannel channel) throws IOException {
        TrackTags tags = TagReader.read(channel);
        Probe probe = new Probe();
        FrameScanner scanner = new FrameScanner(channel.size());
        TrackParser parser = new TrackParser(channel.size(), probe);
        ByteBuffer chunk = ByteBuffer.allocate(65_536);
        channel.position(0);
        while (channel.read(chunk.clear()) >= 0) {
            scanner.push(chunk.flip(), probe);
            parser.push(chunk.rewind());
        }
        scanner.finish(probe);
        return probe.info(channel.size(), tags, parser.finish());
    }

    /** Listens both to what is in the file and to what of it airs. */
    private static final class Probe implements FrameScanner.Sink, TrackParser.Sink {
        private final Set<FrameFormat> formats = new LinkedHashSet<>();
        private final List<Damage> damages = new ArrayList<>();
        private @Nullable FrameFormat last;
        private @Nullable XingHeader encode;
        private int formatChanges;
        private long musicBytes;
        private long musicUnits;
        private int bitrateBps;
        private boolean variableBitrate;
        private long damageCount;

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            if (XingHeader.isAt(bytes, offset, header)) {
                encode =
                        encode == null ? XingHeader.parse(bytes, offset, header).orElse(null) : encode;
                return;
            }
            formats.add(header.format());
            formatChanges += last == null || last.equals(header.format()) ? 0 : 1;
            last = header.format();
            variableBitrate |= bitrateBps != 0 && bitrateBps != header.bitrateBps();
            bitrateBps = header.bitrateBps();
            musicBytes += header.frameBytes();
            musicUnits += header.durationUnits();
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            // The parser reports damage too, and more of it.
        }

        @Override
        public void frame(byte[] bytes, int offset, int length, FrameFormat format, long units, boolean joint) {
            // Counted in the parser's summary.
        }

        @Override
        public void damage(long offset, long bytes, String reason) {
            damageCount++;
            if (damages.size() < MOST_DAMAGES) {
                damages.add(new Damage(offset, bytes, reason));
            }
        }

        TrackInfo info(long fileBytes, TrackTags tags, TrackSummary summary) {
            double seconds = (double) musicUnits / FrameHeader.UNITS_PER_SECOND;
            // Frames of one bitrate differ by padding: their rate is the stated one.
            int average = variableBitrate && seconds > 0 ? (int) Math.round(musicBytes * 8 / seconds) : bitrateBps;
            return new TrackInfo(
                    fileBytes,
                    List.copyOf(formats),
                    formatChanges,
                    summary.frames(),
                    summary.durationUnits(),
                    average,
                    variableBitrate,
                    encode == null ? "" : encode.encoder(),
                    encode == null ? XingHeader.UNKNOWN : encode.frames(),
                    encode == null ? XingHeader.UNKNOWN : encode.delaySamples(),
                    encode == null ? XingHeader.UNKNOWN : encode.paddingSamples(),
                    tags,
                    damages,
                    damageCount,
                    summary.lostBytes(),
                    summary.unplayable());
        }
    }
}

package icy.core.mpeg;

import icy.core.scan.Skipped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a file a moment of its music is, exactly, for any mixture of bitrates: one mark every {@value #MARK_FRAMES}
 * frames, so an hour takes 70 kB. Made by reading the file once; Xing's table of contents is not used, it is right to a
 * percent of the track at best.
 *
 * <p>Thread: any; it does not change.
 */
public final class TrackIndex {

    /**
     * Where to begin reading for a moment of the music.
     *
     * @param position the byte in the file to read from, for {@link TrackParser#TrackParser(long, Entry,
     *     TrackParser.Sink)}
     * @param prerollFrames frames that are read but do not air: they hold what the first one may point back to
     * @param startUnits the moment at which the first frame that airs begins, in 1/28,224,000 s
     * @param framesBefore how many frames of music are before {@code position}
     * @param encode what the file's Xing or Info frame says, if it has one, so that padding is known at the end
     */
    public record Entry(
            long position,
            int prerollFrames,
            long startUnits,
            long framesBefore,
            @Nullable XingHeader encode) {}

    static final int MARK_FRAMES = 32;

    /** What a frame may point back to lies in this many bytes: 511 of main data, and the headers between at 32 kbit/s. */
    private static final int PREROLL_BYTES = 1024;

    private final long[] positions;
    private final long[] times;
    private final long[] frameUnits;
    private final long frames;
    private final long durationUnits;
    private final int samplesPerFrame;
    private final @Nullable XingHeader encode;

    private TrackIndex(Builder builder) {
        positions = Arrays.copyOf(builder.positions, builder.marks);
        times = Arrays.copyOf(builder.times, builder.marks);
        frameUnits = Arrays.copyOf(builder.frameUnits, builder.marks);
        frames = builder.frames;
        durationUnits = builder.units;
        samplesPerFrame = builder.samplesPerFrame;
        encode = builder.encodes == 1 ? builder.encode : null;
    }

    /** Reads the whole file, from its first byte. */
    public static TrackIndex of(SeekableByteChannel channel) throws IOException {
        Builder builder = new Builder();
        FrameScanner scanner = new FrameScanner(channel.size());
        ByteBuffer chunk = ByteBuffer.allocate(65_536);
        channel.position(0);
        while (channel.read(chunk.clear()) >= 0) {
            scanner.push(chunk.flip(), builder);
        }
        scanner.finish(builder);
        return new TrackIndex(builder);
    }

    /** How many frames of music the file has, Xing, Info and VBRI frames not counted. */
    public long frames() {
        return frames;
    }

    /** How long they last, in 1/28,224,000 s. */
    public long durationUnits() {
        return durationUnits;
    }

    /** Where to begin for the frame that is playing at {@code timeUnits}; before the start and past the end, the first and last. */
    public Entry entryAt(long timeUnits) {
        if (positions.length == 0) {
            return new Entry(0, 0, 0, 0, null);
        }
        int mark = lastNotAfter(timeUnits);
        long inMark = Math.max(0, timeUnits - times[mark]) / frameUnits[mark];
        long framesInMark = Math.min(MARK_FRAMES, frames - (long) mark * MARK_FRAMES);
        long frame = (long) mark * MARK_FRAMES + Math.min(inMark, framesInMark - 1);
        long startUnits = times[mark] + Math.min(inMark, framesInMark - 1) * frameUnits[mark];
        int from = mark;
        while (from > 0 && positions[mark] - positions[from] < PREROLL_BYTES) {
            from--;
        }
        long framesBefore = (long) from * MARK_FRAMES;
        return new Entry(positions[from], (int) (frame - framesBefore), startUnits, framesBefore, encode);
    }

    /**
     * Where to begin for a moment of the music as people count it, from its first sound: at the frame that begins nearest
     * to it. What the encoder and every decoder put before the music is not counted, where the file says how much that is.
     */
    public Entry nearest(long musicUnits) {
        long half = frameUnits.length == 0 ? 0 : frameUnits[0] / 2;
        return entryAt(musicUnits + delayUnits() + half);
    }

    /** The moment at which the frame at an entry's position begins: the preroll is between it and the entry's start. */
    public long unitsBefore(Entry entry) {
        return times.length == 0 ? 0 : times[(int) (entry.framesBefore() / MARK_FRAMES)];
    }

    /** The moment of the music at which an entry's first frame begins; not negative. */
    public long musicUnits(Entry entry) {
        return Math.max(0, entry.startUnits() - delayUnits());
    }

    /** How long the music is: all frames, without what the encoder and every decoder put before and after it. */
    public long musicUnits() {
        XingHeader stated = encode;
        if (stated == null || stated.paddingSamples() < 0 || frameUnits.length == 0) {
            return durationUnits;
        }
        long after = Math.max(0, stated.paddingSamples() - XingHeader.DECODER_DELAY_SAMPLES);
        return Math.max(0, durationUnits - delayUnits() - after * frameUnits[0] / samplesPerFrame);
    }

    /** How long the silence is that the encoder and every decoder put before the music, where the file says so; else 0. */
    public long delayUnits() {
        XingHeader stated = encode;
        if (stated == null || stated.delaySamples() < 0 || frameUnits.length == 0) {
            return 0;
        }
        long samples = stated.delaySamples() + XingHeader.DECODER_DELAY_SAMPLES;
        return samples * frameUnits[0] / samplesPerFrame;
    }

    private int lastNotAfter(long timeUnits) {
        int found = Arrays.binarySearch(times, timeUnits);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /** Takes a scan and leaves the marks. */
    private static final class Builder implements FrameScanner.Sink {
        private long[] positions = new long[64];
        private long[] times = new long[64];
        /** The duration of a frame in each mark; exact unless the format changes inside it. */
        private long[] frameUnits = new long[64];

        private int samplesPerFrame;
        private int marks;
        private long frames;
        private long units;
        private int encodes;
        private @Nullable XingHeader encode;

        @Override
        public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
            if (XingHeader.isAt(bytes, offset, header)) {
                encodes += frames == 0 ? 1 : 2; // one in the middle: the file is several, and nothing is said of all
                encode = XingHeader.parse(bytes, offset, header).orElse(null);
                return;
            }
            if (frames % MARK_FRAMES == 0) {
                mark(position, header.durationUnits());
                samplesPerFrame = frames == 0 ? header.samples() : samplesPerFrame;
            }
            frames++;
            units += header.durationUnits();
        }

        @Override
        public void skipped(long position, long bytes, Skipped reason) {
            // Damage moves no frame: positions are where the frames are.
        }

        private void mark(long position, long unitsOfFrame) {
            if (marks == positions.length) {
                positions = Arrays.copyOf(positions, marks * 2);
                times = Arrays.copyOf(times, marks * 2);
                frameUnits = Arrays.copyOf(frameUnits, marks * 2);
            }
            positions[marks] = position;
            times[marks] = units;
            frameUnits[marks] = unitsOfFrame;
            marks++;
        }
    }
}

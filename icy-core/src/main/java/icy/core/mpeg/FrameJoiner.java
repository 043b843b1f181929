package icy.core.mpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a track's frames fit to follow anything and be followed by anything: takes the frames of one track in order and
 * gives those that air. Used by mounts and by listen files alike.
 *
 * <ul>
 *   <li>Xing, Info and VBRI frames are left out, wherever they stand.
 *   <li>Whole frames of encoder delay and padding are left out where LAME's extension tells of them. The end is only
 *       trimmed if the file has as many frames as it says, so a file that was cut or appended to loses no music.
 *   <li>A frame that points back at bits the listener's decoder was not given is {@linkplain Primer primed} if the file
 *       had those bits, and dropped if not, until the bit reservoir is whole again. So neither a cut file nor damage in
 *       the middle lets a decoder use foreign bits.
 *   <li>Frames whose side information makes no sense are dropped.
 * </ul>
 *
 * <p>Thread: whoever owns the object.
 */
public final class FrameJoiner {

    /** Where the frames that air go. */
    public interface Sink {
        /**
         * A frame that airs; the bytes are valid during the call only.
         *
         * @param joint whether decoding begins anew here: the frame needs nothing that was given before it. True for
         *     the first frame of the track and of each format in it, after damage and after a frame left out
         */
        void frame(byte[] bytes, int offset, int length, FrameFormat format, long durationUnits, boolean joint);

        /** A frame of music, whole by itself, that cannot air. */
        void dropped(long position, long bytes, String reason);
    }

    static final String POINTS_NOWHERE = "frame points at missing data";
    static final String IMPLAUSIBLE = "frame's side information makes no sense";

    /** Padding is a number of twelve bits, at least 576 samples are one frame: (4095 − 529) / 576. */
    private static final int MAX_TRAILING_FRAMES = 6;

    private final Sink sink;
    private final FrameHeader airing = new FrameHeader();

    /** The last main data of the file, right-aligned; {@link #inFile} bytes of it are valid. */
    private final byte[] mainData = new byte[Primer.MAX_REACH];

    private int inFile;
    /** How many of those bytes the listener's decoder has too. */
    private int onAir;

    private TrackIndex.@Nullable Entry resumed;
    private boolean joint = true;
    private @Nullable FrameFormat format;
    private @Nullable XingHeader encode;
    private long encodedFrames;
    private int leadingFrames;

    /** The newest frames, held back while they may be padding: a ring of {@link #trailingFrames} slots. */
    private final byte[][] held = new byte[MAX_TRAILING_FRAMES][0];

    private final boolean[] heldJoint = new boolean[MAX_TRAILING_FRAMES];
    private int trailingFrames;
    private int heldFrom;
    private int heldCount;

    /** Joins a track that is given from its first frame. */
    public FrameJoiner(Sink sink) {
        this.sink = sink;
    }

    /**
     * Joins a track that is given from somewhere in the middle: first come the frames that only serve to prime the
     * first that airs.
     */
    public FrameJoiner(TrackIndex.Entry entry, Sink sink) {
        this.sink = sink;
        this.leadingFrames = entry.prerollFrames();
        this.resumed = entry;
    }

    /** The next frame of the track, as a {@link FrameScanner} gives it. */
    public void frame(byte[] bytes, int offset, FrameHeader header, long position) {
        if (!header.format().equals(format)) {
            beginEncode(header.format(), null);
        }
        if (XingHeader.isAt(bytes, offset, header)) {
            beginEncode(header.format(), XingHeader.parse(bytes, offset, header).orElse(null));
            return;
        }
        encodedFrames++;
        int reach = Primer.reach(bytes, offset, header);
        boolean isPlausible = SideInfo.isPlausible(bytes, offset, header);
        if (!isPlausible) {
            damage();
        }
        boolean isLeading = leadingFrames > 0;
        if (isLeading) {
            leadingFrames--;
        }
        if (!isPlausible) {
            sink.dropped(position, header.frameBytes(), IMPLAUSIBLE);
        } else if (isLeading) {
            keepForLater(bytes, offset, header);
        } else if (reach > inFile) {
            keepForLater(bytes, offset, header);
            sink.dropped(position, header.frameBytes(), POINTS_NOWHERE);
        } else {
            if (reach > onAir) {
                byte[] primer = Primer.of(header, mainData, mainData.length, reach);
                air(primer, 0, primer.length, header);
                onAir = reach;
            }
            air(bytes, offset, header.frameBytes(), header);
            remember(bytes, offset, header);
            onAir = Math.min(onAir + header.mainDataBytes(), mainData.length);
        }
    }

    /**
     * The next frame of the track will not air; only what later frames may need of it is kept. For sources that are heard
     * now and then.
     */
    public void leaveOut(byte[] bytes, int offset, FrameHeader header) {
        if (!header.format().equals(format)) {
            beginEncode(header.format(), null);
        }
        if (XingHeader.isAt(bytes, offset, header)) {
            beginEncode(header.format(), null);
        } else if (SideInfo.isPlausible(bytes, offset, header)) {
            encodedFrames++;
            keepForLater(bytes, offset, header);
        } else {
            damage();
        }
    }

    /** Foreign frames follow the last one; what was held back is given before. */
    public void offAir() {
        endEncode();
        encode = null;
        onAir = 0;
        joint = true;
    }

    /** Bytes are missing between the last frame and the next. */
    public void damage() {
        inFile = 0;
        onAir = 0;
        joint = true;
    }

    /** The track has ended: gives what was held back, unless it is padding. */
    public void finish() {
        endEncode();
    }

    private void beginEncode(FrameFormat next, @Nullable XingHeader header) {
        endEncode();
        damage();
        format = next;
        encode = header;
        encodedFrames = 0;
        if (header != null) {
            leadingFrames = Math.max(leadingFrames, header.leadingFrames(next.samplesPerFrame()));
        } else if (resumed != null) {
            encode = resumed.encode();
            encodedFrames = resumed.framesBefore();
            resumed = null;
        }
        if (encode != null) {
            trailingFrames = Math.min(MAX_TRAILING_FRAMES, encode.trailingFrames(next.samplesPerFrame()));
        }
    }

    private void endEncode() {
        // Some encoders count the header's own frame.
        boolean isWhole = encode != null && (encode.frames() == encodedFrames || encode.frames() == encodedFrames + 1);
        while (heldCount > 0) {
            if (isWhole) {
                dropHeld();
            } else {
                giveHeld();
            }
        }
        trailingFrames = 0;
        heldFrom = 0;
    }

    private void keepForLater(byte[] bytes, int offset, FrameHeader header) {
        remember(bytes, offset, header);
        onAir = 0;
        joint = true;
    }

    private void remember(byte[] bytes, int offset, FrameHeader header) {
        int added = Math.min(header.mainDataBytes(), mainData.length);
        System.arraycopy(mainData, added, mainData, 0, mainData.length - added);
        System.arraycopy(bytes, offset + header.frameBytes() - added, mainData, mainData.length - added, added);
        inFile = Math.min(inFile + added, mainData.length);
    }

    private void air(byte[] bytes, int offset, int length, FrameHeader header) {
        boolean first = joint;
        joint = false;
        if (trailingFrames == 0) {
            sink.frame(bytes, offset, length, header.format(), header.durationUnits(), first);
            return;
        }
        if (heldCount == trailingFrames) {
            giveHeld();
        }
        int slot = (heldFrom + heldCount) % trailingFrames;
        held[slot] = Arrays.copyOfRange(bytes, offset, offset + length);
        heldJoint[slot] = first;
        heldCount++;
    }

    private void giveHeld() {
        byte[] frame = held[heldFrom];
        if (airing.parse(frame, 0)) {
            sink.frame(frame, 0, frame.length, airing.format(), airing.durationUnits(), heldJoint[heldFrom]);
        }
        dropHeld();
    }

    private void dropHeld() {
        heldFrom = (heldFrom + 1) % trailingFrames;
        heldCount--;
    }
}

package icy.core.mpeg;

import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Header;
import org.jspecify.annotations.Nullable;

/**
 * JLayer's opinion of each frame: every frame that airs from a file has been parsed by JLayer too, and both must agree
 * on its first and last byte, version, layer, rate and mode.
 *
 * <p>One {@link Bitstream} serves a whole homogeneous run and is fed one exact slice at a time; it sees the end of its
 * input after each, which satisfies its look for a following header. (A new one for every frame costs 1.6 µs and 18 kB
 * of garbage; one for a whole file stops silently where sample rate or channel count changes, and loses the good frame
 * before any damage.)
 *
 * <p>JLayer 1.0.1 is known to fail on these, so their frames rest on the scanner alone:
 *
 * <ul>
 *   <li>MPEG-2 and 2.5 Layer II, whose frames it takes for half as long as they are;
 *   <li>free format, which never gets this far.
 * </ul>
 *
 * <p>Thread: whoever owns the object; on workers, it makes a little garbage.
 */
final class RunParser {

    private final FrameInput slice = new FrameInput();
    private @Nullable Bitstream bitstream;
    private @Nullable FrameFormat run;

    /** Whether JLayer finds the same frame in the slice of {@code header.frameBytes()} from {@code offset}. */
    boolean agrees(byte[] bytes, int offset, FrameHeader header) {
        if (isExempt(header.format())) {
            return true;
        }
        Bitstream parser = bitstream;
        if (parser == null || !header.format().equals(run)) {
            parser = new Bitstream(slice);
            bitstream = parser;
            run = header.format();
        }
        slice.show(bytes, offset, header.frameBytes());
        boolean agreed = false;
        try {
            Header parsed = parser.readFrame();
            agreed = parsed != null
                    && slice.isReadToEnd()
                    && parsed.framesize + FrameHeader.HEADER_BYTES == header.frameBytes()
                    && parsed.layer() == header.layer()
                    && parsed.frequency() == header.sampleRate()
                    && parsed.mode() == header.mode();
            parser.closeFrame();
        } catch (BitstreamException | RuntimeException e) {
            // JLayer throws unchecked exceptions too when a frame is not what it expects: that is disagreement.
            agreed = false;
        }
        if (!agreed) {
            bitstream = null; // its state is no longer that of a run
        }
        return agreed;
    }

    /** Formats that JLayer is known to get wrong; see the class comment. */
    static boolean isExempt(FrameFormat format) {
        return format.layer() == 2 && format.version() != MpegVersion.MPEG_1;
    }
}

package icy.core.mpeg;

import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.SampleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames to samples, by JLayer, for what needs to hear a track: silence, loudness, waveforms. Each frame is guarded: one
 * that JLayer cannot decode costs itself and what later frames needed of it.
 *
 * <p>Not for MPEG-2 and 2.5 Layer II, which JLayer takes for half as long as it is: those frames give no samples.
 *
 * <p>Thread: whoever owns the object; on workers, a frame takes a fraction of a millisecond.
 */
public final class PcmDecoder {

    /** The most that one frame gives: 1,152 samples of two channels. */
    public static final int MAX_SAMPLES = 2 * 1152;

    private final FrameInput input = new FrameInput();
    private @Nullable FrameFormat run;
    private Bitstream bitstream = new Bitstream(input);
    private Decoder decoder = new Decoder();

    /**
     * Decodes the next frame of a stream.
     *
     * @param bytes holds the frame, {@code header.frameBytes()} from {@code offset}
     * @param samples filled from its start: 16 bits, channels interleaved
     * @return how many samples, of all channels together; 0 if the frame gives none: it is damaged, or it points at
     *     earlier frames that were not decoded
     */
    public int decode(byte[] bytes, int offset, FrameHeader header, short[] samples) {
        if (header.isFreeFormat() || RunParser.isExempt(header.format())) {
            return 0;
        }
        if (!header.format().equals(run)) {
            reset(header.format());
        }
        input.show(bytes, offset, header.frameBytes());
        try {
            Header parsed = bitstream.readFrame();
            if (parsed == null) {
                reset(header.format());
                return 0;
            }
            SampleBuffer output = (SampleBuffer) decoder.decodeFrame(parsed, bitstream);
            bitstream.closeFrame();
            int count = Math.min(output.getBufferLength(), samples.length);
            System.arraycopy(output.getBuffer(), 0, samples, 0, count);
            return count;
        } catch (BitstreamException | DecoderException | RuntimeException e) {
            // JLayer runs over its arrays when side information is damaged; its state cannot be trusted after that.
            reset(header.format());
            return 0;
        }
    }

    private void reset(FrameFormat format) {
        run = format;
        bitstream = new Bitstream(input);
        decoder = new Decoder();
    }
}

package icy.server.transcode;

import icy.core.mpeg.FrameHeader;
import java.io.IOException;
import java.util.Arrays;

/**
 * Frames of an MP3 of constant bitrate, each at the place it was promised at: those made to warm up are left out, those
 * beyond the promised number too, and silent ones stand for those that are missing.
 *
 * <p>Thread: as {@link Part} says.
 */
final class FramesPart implements Part {
    private final ConstantMp3 layout;
    private final FrameHeader header = new FrameHeader();
    private final Publisher publisher;
    private final long wantedFrom;
    private byte[] undecided = new byte[2 * FrameHeader.MAX_FRAME_BYTES];
    private int undecidedBytes;
    private long frame;

    /**
     * @param madeFrom the frame that the encoder makes first
     * @param wantedFrom the first that is wanted, which is not before it
     */
    FramesPart(ConstantMp3 layout, GrowingFile file, long madeFrom, long wantedFrom) {
        this.layout = layout;
        this.wantedFrom = wantedFrom;
        this.frame = madeFrom;
        this.publisher = new Publisher(file, layout.offset(wantedFrom));
    }

    @Override
    public boolean take(byte[] bytes, int count) throws IOException {
        if (undecidedBytes + count > undecided.length) {
            undecided = Arrays.copyOf(undecided, undecidedBytes + count);
        }
        System.arraycopy(bytes, 0, undecided, undecidedBytes, count);
        undecidedBytes += count;
        int at = 0;
        int runStart = -1;
        while (frame < layout.frames() && undecidedBytes - at >= layout.bytes(frame)) {
            if (!header.parse(undecided, at) || !layout.fits(header, frame)) {
                throw new IOException("the encoder has made another frame than it was asked for");
            }
            if (frame >= wantedFrom && runStart < 0) {
                runStart = at;
            }
            at += layout.bytes(frame);
            frame++;
        }
        boolean goesOn = runStart < 0 || publisher.write(undecided, runStart, at - runStart);
        System.arraycopy(undecided, at, undecided, 0, undecidedBytes - at);
        undecidedBytes -= at;
        return goesOn && frame < layout.frames();
    }

    @Override
    public void end() throws IOException {
        boolean goesOn = true;
        while (goesOn && frame < layout.frames()) {
            if (frame >= wantedFrom) {
                byte[] silence = layout.silence(frame);
                goesOn = publisher.write(silence, 0, silence.length);
            }
            frame++;
        }
    }

    @Override
    public void publish() {
        publisher.publish();
    }

    @Override
    public long next() {
        return publisher.next();
    }
}

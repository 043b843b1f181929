package icy.server.source;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.core.mpeg.SilentFrame;
import icy.core.mpeg.Volume;
import icy.server.mount.Mount;
import icy.server.track.FrameBatch;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of what plays on the air of a mount, as loud as they should be, or silence in their place. Where foreign
 * frames came between, the next one is primed.
 *
 * <p>Allocates nothing for a frame.
 *
 * <p>Thread: the mount's home loop.
 */
final class FrameOutput {
    private final Mount mount;
    private final FrameHeader header = new FrameHeader();
    private byte[] scratch = new byte[FrameHeader.MAX_FRAME_BYTES];
    private byte[] silence = {};
    private @Nullable FrameFormat silenceFormat;
    private int silenceKbps;
    private Volume volume = Volume.UNITY;
    /** What was last put on the air is not the frame before the next one. */
    private boolean interrupted;

    FrameOutput(Mount mount) {
        this.mount = mount;
    }

    void volume(Volume wanted) {
        volume = wanted;
    }

    /** Foreign frames come now, or have come. */
    void interrupt() {
        interrupted = true;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** The next frame needs nothing that was before it: it begins a track, or is primed. */
    void beginAnew() {
        interrupted = false;
    }

    /** Appends the feed's next frame, which stands in {@code batch}, or what must come before it. */
    void append(TrackFeed feed, FrameBatch batch) {
        int frame = feed.frame();
        int duration = batch.durationUnits(frame);
        boolean isFrame = header.parse(batch.bytes(), batch.offset(frame));
        if (volume.isSilent() && isFrame) {
            appendSilence(header.format(), feed.kbps(), duration);
            feed.pass();
            interrupted = true;
        } else if (interrupted) {
            interrupted = false;
            byte[] primer = feed.primer();
            if (primer.length > 0) {
                mount.append(primer, 0, primer.length, duration);
            }
        } else {
            append(batch.bytes(), batch.offset(frame), batch.length(frame), duration);
            feed.pass();
        }
    }

    private void append(byte[] bytes, int offset, int length, int duration) {
        if (volume.isUnity()) {
            mount.append(bytes, offset, length, duration);
            return;
        }
        scratch = length <= scratch.length ? scratch : new byte[length];
        System.arraycopy(bytes, offset, scratch, 0, length);
        volume.apply(scratch, 0, header);
        mount.append(scratch, 0, length, duration);
    }

    /** Of about the bitrate there was before, since players count their stock in bytes. */
    void appendSilence(FrameFormat format, int kbps, long durationUnits) {
        if (!format.equals(silenceFormat) || kbps != silenceKbps) {
            silenceFormat = format;
            silenceKbps = kbps;
            silence = SilentFrame.of(format, kbps * 1000);
        }
        mount.append(silence, 0, silence.length, durationUnits);
    }
}

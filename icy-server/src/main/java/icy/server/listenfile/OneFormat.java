package icy.server.listenfile;

import icy.core.mpeg.FrameFormat;
import icy.server.config.TrackFormat;
import icy.server.encode.EncodedFormat;
import icy.server.encode.OutputCodec;
import icy.server.track.Carriage;
import org.jspecify.annotations.Nullable;

/**
 * The format of one client's files: that of the first. Others are converted to it; where that cannot be, they follow as
 * they are, for sample rate and channels may change, which most decoders follow. The codec may not.
 *
 * <p>Thread: one worker at a time.
 */
final class OneFormat implements Carriage {
    private @Nullable FrameFormat first;

    @Override
    public boolean carries(FrameFormat format) {
        if (format.layer() == 3 && first == null) {
            first = format;
        }
        return format.equals(first);
    }

    @Override
    public boolean convertsMp3() {
        return true;
    }

    @Override
    public EncodedFormat target() {
        FrameFormat format = first;
        return new EncodedFormat(
                OutputCodec.MP3,
                TrackFormat.AUTO.bitrateKbps() * 1000,
                format == null ? TrackFormat.USUAL_RATE : format.sampleRate(),
                format == null ? TrackFormat.USUAL_CHANNELS : format.channels());
    }

    @Override
    public boolean carriesUnconverted(FrameFormat format, String why) {
        return format.layer() == 3;
    }
}

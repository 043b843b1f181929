package icy.server.transcode;

import icy.core.mpeg.FrameFormat;
import icy.core.mpeg.FrameHeader;
import icy.server.encode.EncodedFormat;
import icy.server.track.Conversion;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Converts tracks through the cache: what is heard a second time is there already, and a long track can be begun at any
 * moment of it.
 *
 * <p>Thread: any that may wait for a disk and an encoder.
 */
public final class CachedConversion implements Conversion {
    private final Transcodes transcodes;

    public CachedConversion(Transcodes transcodes) {
        this.transcodes = transcodes;
    }

    @Override
    public Converted open(Path file, EncodedFormat format, long startUnits) throws IOException {
        FrameFormat frames = FrameFormat.layer3(format.sampleRate(), format.channels());
        ConstantMp3 layout = new ConstantMp3(frames, format.bitrateBps(), Long.MAX_VALUE);
        long unitsPerSample = FrameHeader.UNITS_PER_SECOND / format.sampleRate();
        long frame = layout.frameOfMusic(startUnits / unitsPerSample);
        TrackInTheMaking track =
                new TrackInTheMaking(from -> transcodes.openForAir(file, format, from), layout.offset(frame));
        track.awaitBeginning();
        return new Converted(track, Math.max(0, layout.musicOf(frame)) * unitsPerSample);
    }
}

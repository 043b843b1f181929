package icy.server.testing;

import icy.core.ogg.OggPage;
import java.util.Arrays;
import java.util.List;

/**
 * A recording without what was cut off at its end: no decoder is to complain of where a test stopped to listen.
 *
 * <p>Thread: any.
 */
public final class WholeUnits {
    private static final int ADTS_HEADER_BYTES = 7;

    private WholeUnits() {}

    /** @param format as ffmpeg calls it: mp3, aac, ogg; of others all is whole */
    public static byte[] of(byte[] audio, String format) {
        return switch (format) {
            case "mp3" -> {
                List<FrameWalk.Frame> frames = FrameWalk.frames(audio);
                yield Arrays.copyOf(audio, frames.get(frames.size() - 1).end());
            }
            case "aac" -> frames(audio);
            case "ogg" -> pages(audio);
            default -> audio;
        };
    }

    private static byte[] pages(byte[] ogg) {
        OggPage page = new OggPage();
        int end = 0;
        while (page.wrap(ogg, end, ogg.length)) {
            end += page.pageBytes();
        }
        return Arrays.copyOf(ogg, end);
    }

    private static byte[] frames(byte[] audio) {
        int end = 0;
        while (end + ADTS_HEADER_BYTES <= audio.length) {
            int length = (audio[end + 3] & 3) << 11 | (audio[end + 4] & 0xFF) << 3 | (audio[end + 5] & 0xFF) >> 5;
            if (end + length > audio.length) {
                break;
            }
            end += length;
        }
        return Arrays.copyOf(audio, end);
    }
}

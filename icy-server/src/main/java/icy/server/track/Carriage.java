package icy.server.track;

import icy.core.mpeg.FrameFormat;
import icy.server.encode.EncodedFormat;

/**
 * What of one file's frames is wanted where they go, and what is made of all else.
 *
 * <p>Thread: any.
 */
public interface Carriage {
    /** Whether frames of an MP3 are taken as they are. Those that are not are converted or left out. */
    boolean carries(FrameFormat format);

    /** Whether an MP3 whose frames are not carried is to be converted. */
    boolean convertsMp3();

    /** What files are converted to. */
    EncodedFormat target();

    /** An MP3 that should have been converted cannot be: whether its frames are wanted as they are. */
    boolean carriesUnconverted(FrameFormat format, String why);
}
